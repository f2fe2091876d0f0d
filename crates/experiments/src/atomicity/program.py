from threading import Lock, Thread       #@ fix=lock
from threading import Thread             #@ fix=none
from time import sleep                   #@ gap=yield|sleep

THREADS = 2
COINS = 1

balance = COINS
lock = Lock()  #@ fix=lock


def withdraw():
    global balance
    #@ fix=none
    if balance >= 1:             # check  #@ work
        sleep(0)                 # the balance that was seen grows old  #@ gap=yield
        sleep(0.001)             # the balance that was seen grows old  #@ gap=sleep sleep
        balance -= 1             # withdraw  #@ work
    #@ fix=lock
    with lock:                   # both are one step for all who use it  #@ wait acquired released
        if balance >= 1:         # check  #@ work@1
            sleep(0)             # the others wait meanwhile  #@ gap=yield
            sleep(0.001)         # the others wait meanwhile  #@ gap=sleep sleep
            balance -= 1         # withdraw  #@ work@1
    #@


customers = [Thread(target=withdraw) for _ in range(THREADS)]
for customer in customers:
    customer.start()
for customer in customers:
    customer.join()
print("left:", balance)
