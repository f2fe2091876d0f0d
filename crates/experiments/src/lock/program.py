from itertools import count                      #@ kind=ticket acquire=blocking
from threading import Lock, Thread               #@ acquire=blocking|non-blocking kind=futex|spin
from threading import Thread                     #@ acquire=blocking kind=ticket
from threading import Lock, Thread               #@ acquire=non-blocking kind=ticket
from threading import Lock, Thread, current_thread   #@ acquire=timeout
from time import perf_counter, sleep             #@ acquire=timeout kind=spin
from time import sleep                           #@ acquire=timeout kind=futex|ticket
from time import sleep                           #@ acquire=blocking|non-blocking

THREADS = 3
ROUNDS = 5
HOLD_MS = 5
TIMEOUT_MS = 8       #@ acquire=timeout

# "ticket" is a plain lock here: without waiting nobody draws a number.  #@ kind=ticket acquire=non-blocking
# "ticket" is a plain lock here: a number that was drawn cannot be given back.  #@ kind=ticket acquire=timeout
lock = Lock()        #@ kind=futex|spin
lock = Lock()        #@ kind=ticket acquire=non-blocking|timeout
#@ kind=ticket acquire=blocking
tickets = count()
served = 0           # only the holder changes it
#@


#@ acquire=blocking kind=futex
def work():
    for _ in range(ROUNDS):
        with lock:                                   # sleep until it is free  #@ wait acquired released
            sleep(HOLD_MS / 1000)                    #@ sleep@1
#@ acquire=blocking kind=spin
def work():
    for _ in range(ROUNDS):
        while not lock.acquire(blocking=False):      # look again and again  #@ wait acquired
            pass                                     #@ wait
        sleep(HOLD_MS / 1000)                        #@ sleep@1
        lock.release()                               #@ released
#@ acquire=blocking kind=ticket
def work():
    global served
    for _ in range(ROUNDS):
        mine = next(tickets)
        while served != mine:                        # look until it is one's turn  #@ wait acquired
            pass                                     #@ wait
        sleep(HOLD_MS / 1000)                        #@ sleep@1
        served += 1                                  # the next one, please  #@ released
#@ acquire=non-blocking
def work():
    for _ in range(ROUNDS):
        if lock.acquire(blocking=False):             #@ acquired
            sleep(HOLD_MS / 1000)                    #@ sleep@1
            lock.release()                           #@ released
        else:
            sleep(HOLD_MS / 1000)                    # do something else  #@ sleep@0
#@ acquire=timeout kind=futex|ticket
def work():
    for _ in range(ROUNDS):
        if lock.acquire(timeout=TIMEOUT_MS / 1000):  #@ wait acquired
            sleep(HOLD_MS / 1000)                    #@ sleep@1
            lock.release()                           #@ released
        else:
            print(current_thread().name, "gave up")
#@ acquire=timeout kind=spin
def work():
    for _ in range(ROUNDS):
        until = perf_counter() + TIMEOUT_MS / 1000
        while not (got := lock.acquire(blocking=False)) and perf_counter() < until:  #@ wait acquired
            pass                                     # look again and again  #@ wait
        if got:
            sleep(HOLD_MS / 1000)                    #@ sleep@1
            lock.release()                           #@ released
        else:
            print(current_thread().name, "gave up")
#@


threads = [Thread(target=work) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
