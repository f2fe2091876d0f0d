from random import random                        #@ strategy=try-lock
from threading import Lock, Semaphore, Thread    #@ strategy=waiter
from threading import Lock, Thread               #@ strategy=naive|ordered|try-lock
from time import sleep

THREADS = 5          # philosophers
MEALS = 30
EAT_MS = 2

forks = [Lock() for _ in range(THREADS)]
waiter = Semaphore(THREADS - 1)      # all but one may sit down  #@ strategy=waiter


#@ strategy=naive|ordered
def dine(place):
    first, second = place, (place + 1) % THREADS             # left, then right  #@ strategy=naive
    first, second = sorted([place, (place + 1) % THREADS])   # the lower number first  #@ strategy=ordered
    for _ in range(MEALS):
        with forks[first]:               #@ wait@0 acquired@0 released@0
            sleep(EAT_MS / 1000)         # reach for the other fork  #@ sleep@1
            with forks[second]:          #@ wait@1 acquired@1 released@1
                sleep(EAT_MS / 1000)     # eat  #@ sleep@2
#@ strategy=waiter
def dine(place):
    for _ in range(MEALS):
        with waiter:                                     #@ wait:waiter acquired:waiter released:waiter
            with forks[place]:                           #@ wait:fork@1 acquired:fork@1 released:fork@1
                sleep(EAT_MS / 1000)                     # reach for the other fork  #@ sleep@2
                with forks[(place + 1) % THREADS]:       #@ wait@2 acquired@2 released@2
                    sleep(EAT_MS / 1000)                 # eat  #@ sleep@3
#@ strategy=try-lock
def dine(place):
    left, right = forks[place], forks[(place + 1) % THREADS]
    meals = 0
    while meals < MEALS:
        with left:                               #@ wait@0 acquired@0 released@0
            sleep(EAT_MS / 1000)                 # reach for the other fork  #@ sleep@1
            if right.acquire(blocking=False):    #@ acquired@1
                sleep(EAT_MS / 1000)             # eat  #@ sleep@2
                right.release()                  #@ released@1
                meals += 1
                continue
        sleep(random() * EAT_MS / 1000)          # the left one is back: think again  #@ sleep@0
#@


philosophers = [Thread(target=dine, args=[place], daemon=True) for place in range(THREADS)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join(timeout=1 + THREADS * MEALS * EAT_MS / 250)
print("starving:", [philosopher.is_alive() for philosopher in philosophers])
