import json
import sys
from multiprocessing import Process
from threading import Thread
from time import perf_counter


def compute(rounds=4_000_000):
    total = 0
    for number in range(rounds):
        total += number


def seconds(kind, workers):
    workers = [kind(target=compute) for _ in range(workers)]
    start = perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return perf_counter() - start


if __name__ == "__main__":
    kind = {"threads": Thread, "processes": Process}[sys.argv[1]]
    alone, together = [], []
    for _ in range(5):
        alone.append(2e3 * seconds(kind, 1))
        together.append(1e3 * seconds(kind, 2))
    print(json.dumps([alone, together]))
