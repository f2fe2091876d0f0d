from threading import Lock, Thread       #@ kind=lock
from threading import RLock, Thread      #@ kind=rlock
from time import sleep

THREADS = 2
DEPTH = 4

lock = Lock()            # its holder waits for itself  #@ kind=lock
lock = RLock()           # its holder may take it again  #@ kind=rlock


def descend(levels):
    if levels > 0:
        with lock:               #@ wait acquired released
            sleep(0.001)         #@ sleep
            descend(levels - 1)


threads = [Thread(target=descend, args=[DEPTH], daemon=True) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(timeout=1 + THREADS * DEPTH / 100)
print("stuck" if any(thread.is_alive() for thread in threads) else "done")
