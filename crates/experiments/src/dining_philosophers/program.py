from threading import Lock, Thread
from time import sleep

THREADS = 5          # philosophers
MEALS = 30
EAT_MS = 2


def dine(forks, place, ordered):
    first, second = place, (place + 1) % len(forks)
    if ordered:
        first, second = sorted([first, second])
    for _ in range(MEALS):
        with forks[first]:
            sleep(EAT_MS / 1000)         # reach for the other fork
            with forks[second]:
                sleep(EAT_MS / 1000)     # eat


def evening(ordered):
    forks = [Lock() for _ in range(THREADS)]
    threads = [
        Thread(target=dine, args=[forks, place, ordered], daemon=True)
        for place in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=1 + THREADS * MEALS * EAT_MS / 250)
    return "starving" if any(thread.is_alive() for thread in threads) else "content"


print("ordered:", evening(ordered=True))
print("naive:  ", evening(ordered=False))
