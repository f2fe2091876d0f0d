from threading import Lock, RLock, Thread


def descend(lock, levels):
    if levels == 0:
        return
    with lock:
        descend(lock, levels - 1)


for lock in RLock(), Lock():
    thread = Thread(target=descend, args=[lock, 4], daemon=True)
    thread.start()
    thread.join(timeout=1)
    print(type(lock).__name__, "stuck" if thread.is_alive() else "done")
