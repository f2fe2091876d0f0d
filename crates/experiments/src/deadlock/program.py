from random import random                #@ order=try-lock
from threading import Lock, Thread
from time import sleep

THREADS = 2
TRIPS = 40
HOLD_MS = 2

sections = [Lock() for _ in range(THREADS)]


#@ order=opposite|same
def drive(train):
    first, second = train, (train + 1) % THREADS             # each waits for the next  #@ order=opposite
    first, second = sorted([train, (train + 1) % THREADS])   # the lower number first  #@ order=same
    for _ in range(TRIPS):
        with sections[first]:            #@ wait@0 acquired@0 released@0
            sleep(HOLD_MS / 1000)        #@ sleep@1
            with sections[second]:       #@ wait@1 acquired@1 released@1
                sleep(HOLD_MS / 1000)    #@ sleep@2
#@ order=try-lock
def drive(train):
    first, second = sections[train], sections[(train + 1) % THREADS]
    trips = 0
    while trips < TRIPS:
        with first:                                  #@ wait@0 acquired@0 released@0
            sleep(HOLD_MS / 1000)                    #@ sleep@1
            if second.acquire(blocking=False):       #@ acquired@1
                sleep(HOLD_MS / 1000)                #@ sleep@2
                second.release()                     #@ released@1
                trips += 1
                continue
        sleep(random() * HOLD_MS / 1000)             # it gave the first one back  #@ sleep@0
#@


trains = [Thread(target=drive, args=[i], daemon=True) for i in range(THREADS)]
for train in trains:
    train.start()
for train in trains:
    train.join(timeout=1 + THREADS * TRIPS * HOLD_MS / 250)
print("stuck:", [train.is_alive() for train in trains])
