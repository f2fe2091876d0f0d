from queue import LifoQueue, PriorityQueue, Queue
from threading import Thread
from time import sleep

PRODUCERS = 2
CONSUMERS = 2
ITEMS = 40
MAXSIZE = 4
WORK_MS = 1

END = ITEMS          # after all items, and greater than any of them


def produce(queue, items):
    for item in items:
        queue.put(item)              # waits while the queue is full


def consume(queue, retrieved):
    while (item := queue.get()) != END:
        retrieved.append(item)
        sleep(WORK_MS / 1000)        # work


for kind in Queue, LifoQueue, PriorityQueue:
    queue, retrieved = kind(maxsize=MAXSIZE), []
    producers = [
        Thread(target=produce, args=[queue, range(start, ITEMS, PRODUCERS)])
        for start in range(PRODUCERS)
    ]
    consumers = [Thread(target=consume, args=[queue, retrieved]) for _ in range(CONSUMERS)]
    for thread in producers + consumers:
        thread.start()
    for thread in producers:
        thread.join()
    while not queue.empty():
        sleep(0.001)
    for _ in consumers:
        queue.put(END)
    for thread in consumers:
        thread.join()
    print(kind.__name__, retrieved)
