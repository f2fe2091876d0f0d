from threading import Condition, Event, Thread

THREADS = 3          # one gives the signal, the others wait

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
    # These come after the signal.
    threads = [Thread(target=hear, daemon=True) for _ in range(THREADS - 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=1)
    stuck = any(thread.is_alive() for thread in threads)
    print(hear.__name__, "waits for ever" if stuck else "went on")
