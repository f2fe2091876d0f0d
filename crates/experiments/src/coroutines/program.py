#@ play=generators model=preemptive
from queue import Queue
from threading import Thread

THREADS = 4         # targets, at most three
STEPS = 3


def target(add, line):
    while (sent := line.get()) is not None:  #@ wait depth
        print(sent + add)                    #@ work


lines = [Queue() for _ in range(min(THREADS, 3))]
threads = [Thread(target=target, args=each) for each in zip((10, 20, 30), lines)]
for thread in threads:
    thread.start()
for value in range(1, STEPS + 1):
    for line in lines:
        line.put(value)
for line in lines:
    line.put(None)                           # the end
for thread in threads:
    thread.join()
#@ play=generators model=cooperative
STEPS = 3


def target(add):
    answer = None
    while True:
        sent = yield answer                  # send() goes on here
        answer = sent + add


targets = [target(add) for add in (10, 20, 30)]
for generator in targets:
    next(generator)                          # runs to the first yield
for value in range(1, STEPS + 1):
    print([generator.send(value) for generator in targets])  #@ work
for generator in targets:
    generator.close()
#@ play=micro-threads model=cooperative
from collections import deque
from sys import getsizeof

THREADS = 4         # tasks
STEPS = 3


def turns(number):
    for step in range(STEPS):
        print("task", number, "turn", step)  #@ work
        yield                                # another one may go on  #@ greedy=no
        if number > 0:                       # the first one never yields  #@ greedy=yes
            yield                            #@ greedy=yes


def schedule(tasks):
    line = deque(tasks)
    while line:
        task = line.popleft()
        try:
            next(task)                       #@ work
            line.append(task)                # back to the end of the line
        except StopIteration:
            pass


schedule(turns(number) for number in range(THREADS))
print(getsizeof(turns(0)), "bytes for a generator")
#@ play=micro-threads model=preemptive
from threading import Thread
from time import sleep

THREADS = 4         # tasks
STEPS = 3


def turns(number):
    for step in range(STEPS):
        print("task", number, "turn", step)  #@ work
        sleep(0.001)                         # another one may go on, as at any other place  #@ greedy=no sleep
        if number > 0:                       # the first one never sleeps; the others go on  #@ greedy=yes
            sleep(0.001)                     #@ greedy=yes sleep


threads = [Thread(target=turns, args=[number]) for number in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
#@ play=tickets model=cooperative
import asyncio

THREADS = 4         # customers
TICKETS = 3

tickets = TICKETS
#@ play=tickets model=cooperative guard=lock
lock = asyncio.Lock()
#@ play=tickets model=cooperative


async def buy():
    global tickets
    #@ play=tickets model=cooperative guard=none
    if tickets >= 1:                         #@ work
        await asyncio.sleep(0)               # pay: the others look meanwhile
        tickets -= 1                         #@ work
    #@ play=tickets model=cooperative guard=lock
    async with lock:                         # held across the await
        if tickets >= 1:                     #@ work
            await asyncio.sleep(0)           # pay: the others wait meanwhile
            tickets -= 1                     #@ work
    #@ play=tickets model=cooperative


async def sell():
    await asyncio.gather(*(buy() for _ in range(THREADS)))


asyncio.run(sell())
print("oversold" if tickets < 0 else "not oversold")
#@ play=tickets model=preemptive
from threading import Lock, Thread           #@ guard=lock
from threading import Thread                 #@ guard=none
from time import sleep

THREADS = 4         # customers
TICKETS = 3

tickets = TICKETS
lock = Lock()       #@ guard=lock


def buy():
    global tickets
    #@ play=tickets model=preemptive guard=none
    if tickets >= 1:                         #@ work
        sleep(0.001)                         # pay: the others look meanwhile  #@ sleep
        tickets -= 1                         #@ work
    #@ play=tickets model=preemptive guard=lock
    with lock:                               #@ wait acquired released
        if tickets >= 1:                     #@ work@1
            sleep(0.001)                     # pay: the others wait meanwhile  #@ sleep
            tickets -= 1                     #@ work@1
    #@ play=tickets model=preemptive


threads = [Thread(target=buy) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("oversold" if tickets < 0 else "not oversold")
