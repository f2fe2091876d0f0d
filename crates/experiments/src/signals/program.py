from threading import Condition, Event, Thread
from time import sleep

condition, event = Condition(), Event()
ready = False


def hear_bare():
    with condition:
        condition.wait()                     # for a signal that may be past


def hear_with_predicate():
    with condition:
        condition.wait_for(lambda: ready)    # looks before it waits


def hear_event():
    event.wait()                             # stays set


with condition:
    ready = True
    condition.notify_all()                   # nobody waits: nobody hears it
event.set()

for hear in hear_bare, hear_with_predicate, hear_event:
    thread = Thread(target=hear, daemon=True)   # comes after the signal
    thread.start()
    thread.join(timeout=1)
    print(hear.__name__, "waits for ever" if thread.is_alive() else "went on")
