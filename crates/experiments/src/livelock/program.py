from random import random                #@ cure=back-off
from threading import Barrier, Thread
from time import sleep

THREADS = 2          # people, and as many lanes
ROUNDS = 100
STEP_MS = 2

lanes = [0] * THREADS
passed = [False] * THREADS
together = Barrier(THREADS)


def walk(me):
    for _ in range(ROUNDS):
        here = [i for i in range(THREADS) if lanes[i] == lanes[me] and not passed[i]]
        together.wait()                              # all have looked  #@ wait
        if here == [me]:
            passed[me] = True
        elif not passed[me]:                         # all are equally polite  #@ cure=none
        elif not passed[me] and random() < 0.5:      # or stay, by chance  #@ cure=back-off
        elif not passed[me] and me != min(here):     # the lowest number stays  #@ cure=priority
            sleep(STEP_MS / 1000)                    # the step  #@ work
            lanes[me] = (lanes[me] + 1) % THREADS    # step aside
        together.wait()                              # all have moved  #@ wait
        if all(passed):
            return


people = [Thread(target=walk, args=[i]) for i in range(THREADS)]
for person in people:
    person.start()
for person in people:
    person.join()
print("passed" if all(passed) else "still swaying")
