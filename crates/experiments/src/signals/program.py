from threading import Condition, Thread      #@ kind=condition
from threading import Event, Thread          #@ kind=event
from threading import Barrier, Thread        #@ kind=barrier
from time import sleep                       #@ kind=barrier
from time import sleep                       #@ kind=condition|event arrival=early

THREADS = 3          # one gives the signal, the others wait  #@ kind=condition|event
THREADS = 3          # each waits for all  #@ kind=barrier

#@ kind=condition
condition = Condition()
ready = False


def hear():
    with condition:                          #@ part=hearer wait:lock acquired released
        condition.wait()                     # for a signal that may be past  #@ wait=bare part=hearer wait:condition
        condition.wait_for(lambda: ready)    # looks before it waits  #@ wait=predicate part=hearer wait:condition


def give():
    global ready
    with condition:                          #@ part=giver wait:lock acquired released
        ready = True
        condition.notify_all()               # wakes those who wait now  #@ signalled
#@ kind=event
event = Event()


def hear():
    event.wait()                             # not at all, once it is set  #@ wait:event


def give():
    event.set()                              # and it stays set  #@ signalled
#@ kind=barrier
barrier = Barrier(THREADS)


def meet(number):
    sleep(2 * number / 1000)                 # they come one by one  #@ sleep
    barrier.wait()                           # until all are there  #@ wait
#@


#@ kind=condition|event
hearers = [Thread(target=hear, daemon=True) for _ in range(THREADS - 1)]
give()                                       # nobody waits: nobody hears it  #@ arrival=late
for hearer in hearers:
    hearer.start()                           #@ wait:turn
sleep(0.1)                                   # until they wait  #@ arrival=early sleep
give()                                       #@ arrival=early
for hearer in hearers:
    hearer.join(timeout=1)
print("waits for ever" if any(hearer.is_alive() for hearer in hearers) else "went on")
#@ kind=barrier
threads = [Thread(target=meet, args=[number]) for number in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all were there")
