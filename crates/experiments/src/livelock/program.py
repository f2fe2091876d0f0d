from random import random
from threading import Barrier, Thread
from time import sleep

ROUNDS = 100
STEP_MS = 2


def walk(me, lanes, together, polite):
    for _ in range(ROUNDS):
        in_my_way = lanes[me] == lanes[1 - me]
        together.wait()                  # both have looked
        if in_my_way and polite():
            sleep(STEP_MS / 1000)
            lanes[me] = 1 - lanes[me]    # step aside
        together.wait()                  # both have moved
        if lanes[0] != lanes[1]:
            return


def meet(polite):
    lanes, together = [0, 0], Barrier(2)
    people = [Thread(target=walk, args=[i, lanes, together, polite]) for i in (0, 1)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return "passed" if lanes[0] != lanes[1] else "still swaying"


print("always polite:   ", meet(lambda: True))
print("polite by chance:", meet(lambda: random() < 0.5))
