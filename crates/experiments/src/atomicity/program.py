from threading import Lock, Thread
from time import sleep

balance = 1
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
    balance = 1
    customers = [Thread(target=work) for _ in range(2)]
    for customer in customers:
        customer.start()
    for customer in customers:
        customer.join()
    print(work.__name__, "leaves", balance)
