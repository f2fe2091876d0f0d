from threading import Lock, Semaphore, Thread
from time import sleep

THREADS = 6
PERMITS = 2
INSIDE_MS = 10
ROUNDS = 2

semaphore = Semaphore(PERMITS)
lock = Lock()
inside = most = 0


def visit():
    global inside, most
    for _ in range(ROUNDS):
        with semaphore:                  #@ wait acquired released
            with lock:
                inside += 1
                most = max(most, inside)
            sleep(INSIDE_MS / 1000)      #@ sleep
            with lock:
                inside -= 1


threads = [Thread(target=visit) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("most inside at once:", most)
