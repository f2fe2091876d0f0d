from threading import Thread
from time import sleep

THREADS = 4
DAEMONS = 1          # the last ones
GREETINGS = 3
PAUSE_MS = 5


def greet(name):
    for i in range(1, GREETINGS + 1):
        print(f"{name}: hello {i} of {GREETINGS}")   #@ part=thread work
        sleep(PAUSE_MS / 1000)                       #@ part=thread sleep


def greet_for_ever(name):
    while True:
        print(f"{name}, a daemon: hello")            #@ part=daemon work
        sleep(PAUSE_MS / 1000)                       #@ part=daemon sleep


names = [f"thread {i}" for i in range(1, THREADS + 1)]
last = THREADS - DAEMONS
threads = [Thread(target=greet, args=[name]) for name in names[:last]]
daemons = [Thread(target=greet_for_ever, args=[name], daemon=True) for name in names[last:]]

for thread in threads + daemons:
    thread.start()               #@ wait
for thread in threads:
    thread.join()
print("main: joined, the end")   # a daemon ends here, whatever it does
