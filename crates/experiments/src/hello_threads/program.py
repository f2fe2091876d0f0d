from threading import Thread
from time import sleep

GREETINGS = 3
PAUSE = 0.005


def greet(name):
    for i in range(1, GREETINGS + 1):
        print(f"{name}: hello {i} of {GREETINGS}")
        sleep(PAUSE)


def greet_for_ever(name):
    while True:
        print(f"{name}, a daemon: hello")
        sleep(PAUSE)


threads = [Thread(target=greet, args=[f"thread {i}"]) for i in (1, 2, 3)]
daemon = Thread(target=greet_for_ever, args=["thread 4"], daemon=True)

for thread in [*threads, daemon]:
    thread.start()
for thread in threads:
    thread.join()
print("main: joined, the end")   # the daemon ends here, whatever it does
