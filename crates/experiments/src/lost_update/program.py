from itertools import count              #@ fix=atomic
from threading import Lock, Thread       #@ fix=lock
from threading import Thread             #@ fix=none|atomic|per-thread
from time import sleep                   #@ gap=yield|sleep

THREADS = 2
INCREMENTS = 100

#@ fix=none
counter = 0


def work():
    global counter
    for _ in range(INCREMENTS):
        value = counter          # read value  #@ read
        sleep(0)                 # let somebody else run  #@ gap=yield
        sleep(0.001)             # let somebody else run  #@ gap=sleep sleep
        value += 1               # increase value
        counter = value          # write back  #@ wrote
        # Under the GIL nobody comes between these; in a free-threaded build they do.  #@ gap=none
#@ fix=atomic
counter = count()


def work():
    for _ in range(INCREMENTS):
        sleep(0)                 # let somebody else run  #@ gap=yield
        sleep(0.001)             # let somebody else run  #@ gap=sleep sleep
        next(counter)            # one step under the GIL  #@ work
#@ fix=lock
counter = 0
lock = Lock()


def work():
    global counter
    for _ in range(INCREMENTS):
        with lock:               # only the holder may do these  #@ wait acquired released
            value = counter      # read value  #@ read
            sleep(0)             # let somebody else run  #@ gap=yield
            sleep(0.001)         # let somebody else run  #@ gap=sleep sleep
            value += 1           # increase value
            counter = value      # write back  #@ wrote
#@ fix=per-thread
counters = [0] * THREADS         # one for each thread


def work(me):
    for _ in range(INCREMENTS):
        value = counters[me]     # read value  #@ work
        sleep(0)                 # let somebody else run  #@ gap=yield
        sleep(0.001)             # let somebody else run  #@ gap=sleep sleep
        value += 1               # increase value  #@ work
        counters[me] = value     # write back  #@ work
#@


workers = [Thread(target=work) for _ in range(THREADS)]  #@ fix=none|atomic|lock
workers = [Thread(target=work, args=[me]) for me in range(THREADS)]  #@ fix=per-thread
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(THREADS * INCREMENTS, "increments:", counter)  #@ fix=none|lock
print(THREADS * INCREMENTS, "increments:", next(counter))  #@ fix=atomic
print(THREADS * INCREMENTS, "increments:", sum(counters))  #@ fix=per-thread
