from queue import Queue                  #@ kind=fifo
from queue import LifoQueue              #@ kind=lifo
from queue import PriorityQueue          #@ kind=priority
from threading import Thread
from time import sleep

PRODUCERS = 2
CONSUMERS = 2
ITEMS = 40
MAXSIZE = 4
WORK_MS = 1

END = ITEMS          # after all items, and greater than any of them

queue = Queue(MAXSIZE)           # the first one in comes out first  #@ kind=fifo
queue = LifoQueue(MAXSIZE)       # the last one in comes out first  #@ kind=lifo
queue = PriorityQueue(MAXSIZE)   # the least one comes out first  #@ kind=priority
retrieved = []


def produce(items):
    for item in items:
        queue.put(item)                  # waits while the queue is full  #@ part=producer wait depth


def consume():
    while (item := queue.get()) != END:  # waits while it is empty  #@ part=consumer wait depth
        retrieved.append(item)
        sleep(WORK_MS / 1000)            # work  #@ sleep


producers = [
    Thread(target=produce, args=[range(start, ITEMS, PRODUCERS)])
    for start in range(PRODUCERS)
]
consumers = [Thread(target=consume) for _ in range(CONSUMERS)]
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
print(retrieved)
