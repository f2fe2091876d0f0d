from threading import Lock, RLock, Thread

THREADS = 2
DEPTH = 4


def descend(lock, levels):
    if levels == 0:
        return
    with lock:
        descend(lock, levels - 1)


for lock in RLock(), Lock():
    threads = [Thread(target=descend, args=[lock, DEPTH], daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=1)
    stuck = any(thread.is_alive() for thread in threads)
    print(type(lock).__name__, "stuck" if stuck else "done")
