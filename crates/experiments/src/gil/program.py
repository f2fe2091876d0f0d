import sys
from multiprocessing import Process
from threading import Thread
from time import perf_counter, sleep

WORKERS = 2
sys.setswitchinterval(0.005)        # after so long a thread asks for the GIL


def compute(rounds=2_000_000):
    total = 0
    for number in range(rounds):    # each jump back is a place to switch
        total += number


def wait(times=20):
    for _ in range(times):
        sleep(0.002)                # lets go of the GIL


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
        alone = sum(seconds(Thread, [task]) for _ in range(WORKERS))
        for kind in Thread, Process:
            together = seconds(kind, [task] * WORKERS)
            print(task.__name__, kind.__name__, f"{alone / together:.2f} times as fast")
