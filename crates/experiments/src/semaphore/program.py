from threading import Lock, Semaphore, Thread
from time import sleep

PERMITS = 2
semaphore = Semaphore(PERMITS)
lock = Lock()
inside = most = 0


def visit():
    global inside, most
    for _ in range(2):
        with semaphore:
            with lock:
                inside += 1
                most = max(most, inside)
            sleep(0.010)
            with lock:
                inside -= 1


threads = [Thread(target=visit) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("most inside at once:", most)
