import asyncio
from collections import deque
from sys import getsizeof

THREADS = 4         # tasks, and customers
STEPS = 3
TICKETS = 3


def target(add):
    answer = None
    while True:
        sent = yield answer         # send() goes on here
        answer = sent + add


def turns(number):
    for step in range(STEPS):
        print("task", number, "turn", step)
        yield                       # another one may go on


def schedule(tasks):
    line = deque(tasks)
    while line:
        task = line.popleft()
        try:
            next(task)
            line.append(task)       # back to the end of the line
        except StopIteration:
            pass


async def buy(lock=None):
    global tickets
    async with lock or asyncio.Lock():      # a lock of one's own keeps nobody out
        if tickets >= 1:
            await asyncio.sleep(0)  # pay: the others look meanwhile
            tickets -= 1


async def sell(lock):
    await asyncio.gather(*(buy(lock) for _ in range(THREADS)))


targets = [target(add) for add in (10, 20, 30)]
for generator in targets:
    next(generator)                 # runs to the first yield
print([generator.send(1) for generator in targets])
for generator in targets:
    generator.close()

schedule(turns(number) for number in range(THREADS))
print(getsizeof(turns(0)), "bytes for a generator")

for lock in None, asyncio.Lock():
    tickets = TICKETS
    asyncio.run(sell(lock))
    print("oversold" if tickets < 0 else "not oversold")
