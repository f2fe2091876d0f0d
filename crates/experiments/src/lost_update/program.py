from threading import Lock, Thread
from time import sleep

THREADS = 2
INCREMENTS = 100

counter = 0
lock = Lock()


def unsafe():
    global counter
    for _ in range(INCREMENTS):
        value = counter      # read value
        sleep(0)             # let somebody else run
        value += 1           # increase value
        counter = value      # write back


def safe():
    global counter
    for _ in range(INCREMENTS):
        with lock:
            value = counter
            sleep(0)
            counter = value + 1


def total(work):
    global counter
    counter = 0
    workers = [Thread(target=work) for _ in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return counter


print("unsafe:", total(unsafe), "safe:", total(safe))
