from threading import Lock, Thread
from time import sleep

THREADS = 2
COINS = 1

balance = COINS
lock = Lock()


def withdraw():
    global balance
    if balance >= 1:
        sleep(0.01)          # the balance that was seen grows old
        balance -= 1


def withdraw_with_lock():
    with lock:               # check and withdrawal are one step for all who use it
        withdraw()


for work in withdraw, withdraw_with_lock:
    balance = COINS
    customers = [Thread(target=work) for _ in range(THREADS)]
    for customer in customers:
        customer.start()
    for customer in customers:
        customer.join()
    print(work.__name__, "leaves", balance)
