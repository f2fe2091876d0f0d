import sys
from multiprocessing import Process
from threading import Thread
from time import perf_counter, sleep

THREADS = 2
WAITS = 20
WAIT_MS = 5
INTERVAL_MS = 5

sys.setswitchinterval(INTERVAL_MS / 1000)    # after so long a thread asks for the GIL


def compute(rounds=2_000_000):
    total = 0
    for number in range(rounds):    # each jump back is a place to switch
        total += number


def wait():
    for _ in range(WAITS):
        sleep(WAIT_MS / 1000)       # lets go of the GIL


def seconds(kind, tasks):
    workers = [kind(target=task) for task in tasks]
    start = perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return perf_counter() - start


if __name__ == "__main__":
    enabled = getattr(sys, "_is_gil_enabled", lambda: True)()
    print("GIL" if enabled else "no GIL")
    for task in compute, wait:
        alone = sum(seconds(Thread, [task]) for _ in range(THREADS))
        for kind in Thread, Process:
            together = seconds(kind, [task] * THREADS)
            print(task.__name__, kind.__name__, f"{alone / together:.2f} times as fast")
