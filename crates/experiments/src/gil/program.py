import sys                               #@ lock=gil|none
from multiprocessing import Process      #@ lock=processes
from threading import Thread             #@ lock=gil|none
from time import perf_counter            #@ work=cpu
from time import perf_counter, sleep     #@ work=io|mixed

THREADS = 2
WAITS = 20               #@ work=io|mixed
WAIT_MS = 5              #@ work=io|mixed
INTERVAL_MS = 5          #@ lock=gil
#@ lock=gil|none

sys.setswitchinterval(INTERVAL_MS / 1000)    # after so long a thread asks for the GIL  #@ lock=gil
# "none" is a free-threaded build, python3.13t.  #@ lock=none
print("GIL" if getattr(sys, "_is_gil_enabled", lambda: True)() else "no GIL")
#@


#@ work=cpu|mixed
def compute(rounds=2_000_000):
    total = 0
    for number in range(rounds):         # each jump back is a place to switch  #@ lock=gil part=computes wait acquired released work
    for number in range(rounds):         #@ lock=none|processes part=computes work
        total += number


#@ work=io|mixed
def wait():
    for _ in range(WAITS):
        sleep(WAIT_MS / 1000)            # lets go of the GIL, and asks for it again  #@ lock=gil part=waits sleep wait acquired released
        sleep(WAIT_MS / 1000)            #@ lock=none|processes part=waits sleep


#@ lock=gil|none
def seconds(tasks):
    workers = [Thread(target=task) for task in tasks]
    start = perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return perf_counter() - start


#@ lock=processes
def seconds(tasks):
    workers = [Process(target=task) for task in tasks]
    start = perf_counter()
    for worker in workers:
        worker.start()                   #@ part=parent sent
    for worker in workers:
        worker.join()                    #@ part=parent wait received
    return perf_counter() - start


#@
if __name__ == "__main__":
    tasks = [compute] * THREADS                  #@ work=cpu
    tasks = [wait] * THREADS                     #@ work=io
    tasks = [compute] + [wait] * (THREADS - 1)   #@ work=mixed
    alone = sum(seconds([task]) for task in tasks)
    print(f"{alone / seconds(tasks):.2f} times as fast as one after the other")
