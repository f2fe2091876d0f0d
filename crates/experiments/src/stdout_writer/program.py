from contextlib import nullcontext
from sys import stdout
from threading import Lock, Semaphore, Thread
from time import sleep

THREADS = 4
LINES = 5


def write_lines(name, guard):
    for number in range(1, LINES + 1):
        with guard:
            for word in f"{name} writes line {number} of {LINES}".split():
                stdout.write(word + " ")
                sleep(0)             # somebody else may write here
            stdout.write("\n")


for guard in nullcontext(), Lock(), Semaphore(2):
    print("---", type(guard).__name__)
    threads = [
        Thread(target=write_lines, args=[f"thread {i}", guard])
        for i in range(1, THREADS + 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
