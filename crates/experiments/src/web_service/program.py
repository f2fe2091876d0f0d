import asyncio                                       #@ client=coroutines|asyncio-as-written
from concurrent.futures import ThreadPoolExecutor    #@ client=pool
from multiprocessing import Process, Queue           #@ client=processes collect=queue
from multiprocessing import Process                  #@ client=processes collect=printed
from queue import Queue                              #@ client=threads|pool collect=queue
from threading import Thread                         #@ client=threads
from urllib.request import urlopen

ADDRESS = "http://localhost:37337/"
REQUESTS = 100
POOL = 10                                            #@ client=pool
TIMEOUT_MS = 2000                                    #@ client=threads|pool|processes collect=queue


def ask():
    with urlopen(ADDRESS) as response:   # waits, and so does its thread  #@ wait acquired work in-vain depth
        return int(response.read())      #@ released


#@ client=sequential collect=queue
numbers = [ask() for _ in range(REQUESTS)]           # each waits for the one before
#@ client=sequential collect=printed
for _ in range(REQUESTS):
    print(ask())                                     # each waits for the one before
#@ client=threads|pool|processes collect=queue
def answer(answers):
    answers.put(ask())


#@ client=threads|pool|processes collect=printed
def answer():
    print(ask())                                     # in whatever order


#@ client=threads collect=queue
answers = Queue()
for _ in range(REQUESTS):
    Thread(target=answer, args=[answers], daemon=True).start()
numbers = [answers.get(timeout=TIMEOUT_MS / 1000 or None) for _ in range(REQUESTS)]
#@ client=threads collect=printed
threads = [Thread(target=answer) for _ in range(REQUESTS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
#@ client=pool collect=queue
answers = Queue()
with ThreadPoolExecutor(POOL) as pool:               # each thread takes the next request
    for _ in range(REQUESTS):
        pool.submit(answer, answers)
    numbers = [answers.get(timeout=TIMEOUT_MS / 1000 or None) for _ in range(REQUESTS)]
#@ client=pool collect=printed
with ThreadPoolExecutor(POOL) as pool:               # each thread takes the next request
    for _ in range(REQUESTS):
        pool.submit(answer)
#@ client=processes collect=queue
if __name__ == "__main__":
    answers = Queue()
    for _ in range(REQUESTS):
        Process(target=answer, args=[answers], daemon=True).start()
    numbers = [answers.get(timeout=TIMEOUT_MS / 1000 or None) for _ in range(REQUESTS)]
    assert len(set(numbers)) == REQUESTS             # each number once, in whatever order
    print(numbers)
#@ client=processes collect=printed
if __name__ == "__main__":
    processes = [Process(target=answer) for _ in range(REQUESTS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
#@ client=coroutines
async def coroutine():
    return await asyncio.to_thread(ask)              # in a thread of asyncio's pool
#@ client=asyncio-as-written
async def coroutine():
    return ask()                                     # nobody else goes on: one after the other
#@ client=coroutines|asyncio-as-written collect=printed


async def printed():
    print(await coroutine())


async def all_of_them():
    await asyncio.gather(*(printed() for _ in range(REQUESTS)))


asyncio.run(all_of_them())
#@ client=coroutines|asyncio-as-written collect=queue


async def all_of_them():
    return await asyncio.gather(*(coroutine() for _ in range(REQUESTS)))


numbers = asyncio.run(all_of_them())
#@ client=sequential|threads|pool|coroutines|asyncio-as-written collect=queue
assert len(set(numbers)) == REQUESTS                 # each number once, in whatever order
print(numbers)
