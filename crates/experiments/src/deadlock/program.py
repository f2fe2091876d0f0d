from threading import Lock, Thread
from time import sleep

HOLD = 0.002
sections = [Lock(), Lock()]


def drive(train, trips=40):
    here, there = sections[train], sections[1 - train]
    for _ in range(trips):
        with here:
            sleep(HOLD)
            with there:          # each waits for the other's section
                sleep(HOLD)


def drive_in_order(train, trips=40):
    for _ in range(trips):
        with sections[0]:        # the same first section for everybody
            sleep(HOLD)
            with sections[1]:
                sleep(HOLD)


for work in drive_in_order, drive:
    trains = [Thread(target=work, args=[i], daemon=True) for i in (0, 1)]
    for train in trains:
        train.start()
    for train in trains:
        train.join(timeout=2)
    print(work.__name__, "stuck:", [train.is_alive() for train in trains])
