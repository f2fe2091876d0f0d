"""Asks a service REQUESTS times by the client CLIENT; prints the numbers, in their order, and the time, as JSON.

    python3 web_clients.py PORT CLIENT REQUESTS POOL
"""

import asyncio
import json
import multiprocessing
import queue
import sys
from multiprocessing.pool import ThreadPool
from threading import Thread
from time import monotonic
from urllib.request import urlopen

port, client, requests, pool = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
address = f"http://127.0.0.1:{port}/"


def ask(_=None):
    with urlopen(address) as response:
        return int(response.read())


def put(answers):
    answers.put(ask())


def a_worker_each(kind, answers):
    workers = [kind(target=put, args=[answers]) for _ in range(requests)]
    for worker in workers:
        worker.start()
    numbers = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    return numbers


async def coroutine():
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return int(answer.split(b"\r\n\r\n")[1])


async def coroutines():
    return await asyncio.gather(*(coroutine() for _ in range(requests)))


async def blocking():
    return ask()   # nobody else goes on meanwhile


async def as_written():
    return [await blocking() for _ in range(requests)]


def main():
    if client == "sequential":
        return [ask() for _ in range(requests)]
    if client == "threads":
        return a_worker_each(Thread, queue.Queue())
    if client == "processes":
        fork = multiprocessing.get_context("fork")
        return a_worker_each(fork.Process, fork.Queue())
    if client == "pool":
        with ThreadPool(pool) as threads:
            return threads.map(ask, range(requests), chunksize=1)
    return asyncio.run(coroutines() if client == "coroutines" else as_written())


began = monotonic()
numbers = main()
print(json.dumps({"numbers": numbers, "total_ms": 1000 * (monotonic() - began)}))
