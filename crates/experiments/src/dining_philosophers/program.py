from threading import Lock, Thread
from time import sleep

EAT = 0.002


def dine(forks, place, meals, ordered):
    first, second = place, (place + 1) % len(forks)
    if ordered:
        first, second = sorted([first, second])
    for _ in range(meals):
        with forks[first]:
            sleep(EAT)           # reach for the other fork
            with forks[second]:
                sleep(EAT)       # eat


def evening(philosophers=5, meals=30, ordered=True):
    forks = [Lock() for _ in range(philosophers)]
    threads = [
        Thread(target=dine, args=[forks, place, meals, ordered], daemon=True)
        for place in range(philosophers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=2)
    return "starving" if any(thread.is_alive() for thread in threads) else "content"


print("ordered:", evening(ordered=True))
print("naive:  ", evening(ordered=False))
