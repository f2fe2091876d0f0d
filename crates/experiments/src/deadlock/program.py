from threading import Lock, Thread
from time import sleep

THREADS = 2
TRIPS = 40
HOLD_MS = 2

sections = [Lock() for _ in range(THREADS)]


def drive(train):
    pass_through(train, (train + 1) % THREADS)               # each waits for the next


def drive_in_order(train):
    pass_through(*sorted([train, (train + 1) % THREADS]))    # the lower number first


def pass_through(first, second):
    for _ in range(TRIPS):
        with sections[first]:
            sleep(HOLD_MS / 1000)
            with sections[second]:
                sleep(HOLD_MS / 1000)


for work in drive_in_order, drive:
    trains = [Thread(target=work, args=[i], daemon=True) for i in range(THREADS)]
    for train in trains:
        train.start()
    for train in trains:
        train.join(timeout=1 + THREADS * TRIPS * HOLD_MS / 250)
    print(work.__name__, "stuck:", [train.is_alive() for train in trains])
