from threading import Lock, Thread, current_thread
from time import sleep

THREADS = 3
ROUNDS = 5
HOLD_MS = 5
TIMEOUT_MS = 8

lock = Lock()


def blocking():
    for _ in range(ROUNDS):
        with lock:                       # wait in line
            sleep(HOLD_MS / 1000)


def non_blocking():
    for _ in range(ROUNDS):
        if lock.acquire(blocking=False):
            sleep(HOLD_MS / 1000)
            lock.release()
        else:
            sleep(HOLD_MS / 1000)        # do something else


def with_timeout():
    for _ in range(ROUNDS):
        if lock.acquire(timeout=TIMEOUT_MS / 1000):
            sleep(HOLD_MS / 1000)
            lock.release()
        else:
            print(current_thread().name, "gave up")


for work in blocking, non_blocking, with_timeout:
    threads = [Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
