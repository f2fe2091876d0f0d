from sys import stdout
from threading import Lock, Thread       #@ guard=lock
from threading import Semaphore, Thread  #@ guard=semaphore
from threading import Thread             #@ guard=none
from time import sleep                   #@ gap=yield|sleep

THREADS = 4
LINES = 5
#@ guard=lock|semaphore

guard = Lock()           # one may write  #@ guard=lock
guard = Semaphore(2)     # two may write  #@ guard=semaphore
#@


def write_line(line):
    for word in line.split():
        stdout.write(word + " ")     #@ work
        sleep(0)                     # somebody else may write here  #@ gap=yield
        sleep(0.001)                 # somebody else may write here  #@ gap=sleep sleep
    stdout.write("\n")               #@ work


def write_lines(name):
    for number in range(1, LINES + 1):
        #@ guard=none
        write_line(f"{name} writes line {number} of {LINES}")
        #@ guard=lock|semaphore
        with guard:                  #@ wait acquired released
            write_line(f"{name} writes line {number} of {LINES}")
        #@


threads = [Thread(target=write_lines, args=[f"thread {i}"]) for i in range(1, THREADS + 1)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
