import asyncio
from queue import Queue
from threading import Thread
from urllib.request import urlopen

ADDRESS = "http://localhost:37337/"
REQUESTS = 100
TIMEOUT_MS = 2000


def ask():
    with urlopen(ADDRESS) as response:   # waits, and so does its thread
        return int(response.read())


answers = Queue()
for _ in range(REQUESTS):
    Thread(target=lambda: answers.put(ask()), daemon=True).start()

numbers = [answers.get(timeout=TIMEOUT_MS / 1000) for _ in range(REQUESTS)]
assert len(set(numbers)) == REQUESTS     # each number once, in whatever order
print(numbers)


# The same with coroutines: all of them share one thread.
async def as_written():
    return ask()                         # nobody else goes on: one after the other


async def coroutine():
    return await asyncio.to_thread(ask)  # in asyncio's pool of threads; the others go on


async def all_of(client):
    return await asyncio.gather(*(client() for _ in range(REQUESTS)))


print(asyncio.run(all_of(coroutine)))    # with as_written it takes as long as one after the other
