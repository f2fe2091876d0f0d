from threading import Lock, Thread, current_thread
from time import sleep

HOLD = 0.005
lock = Lock()


def blocking():
    for _ in range(5):
        with lock:                       # wait in line
            sleep(HOLD)


def non_blocking():
    for _ in range(5):
        if lock.acquire(blocking=False):
            sleep(HOLD)
            lock.release()
        else:
            sleep(HOLD)                  # do something else


def with_timeout():
    for _ in range(5):
        if lock.acquire(timeout=0.008):
            sleep(HOLD)
            lock.release()
        else:
            print(current_thread().name, "gave up")


for work in blocking, non_blocking, with_timeout:
    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
