"""Generators, a round of tasks, and tickets that are sold across an await, as CPython does them."""

import asyncio
import json

CUSTOMERS = 4
TICKETS = 3
closed = 0


def target(add):
    global closed
    answer = None
    try:
        while True:
            sent = yield answer
            answer = sent + add
    finally:
        closed += 1


def generators():
    targets = [target(add) for add in (10, 20, 30)]
    for each in targets:
        next(each)
    answers = [each.send(value) for value in (1, 2) for each in targets]
    for each in targets:
        each.close()
    return answers


async def micro_threads():
    order = []

    async def task(me):
        for _ in range(2):
            order.append(me)
            await asyncio.sleep(0)

    await asyncio.gather(*(task(me) for me in range(1, 5)))
    return order


async def tickets(awaits, lock=None):
    sold = 0

    async def buy():
        nonlocal sold
        if sold < TICKETS:
            if awaits == "between":
                await asyncio.sleep(0)
            sold += 1
            if awaits == "after":
                await asyncio.sleep(0)

    async def guarded():
        async with lock:
            await buy()

    await asyncio.gather(*((guarded if lock else buy)() for _ in range(CUSTOMERS)))
    return sold


async def locked():
    return await tickets("between", asyncio.Lock())


answers = generators()
found = {
    "answers": answers,
    "closed": closed,
    "order": asyncio.run(micro_threads()),
    "between": asyncio.run(tickets("between")),
    "after": asyncio.run(tickets("after")),
    "lock": asyncio.run(locked()),
}
print(json.dumps(found))
