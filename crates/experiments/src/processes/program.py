from multiprocessing import Lock, Pipe, Process, Queue, Value
from threading import Thread
from time import perf_counter, sleep

THREADS = 2          # processes
BYTES = 65_536
ROUNDS = 20

number = 0


def change():
    global number
    number += 1                     # of whoever runs this


def answer(end):
    while (payload := end.recv()) is not None:
        end.send(payload)           # there and back


def visit(lock, inside):
    with lock:
        inside.value += 1
        assert inside.value == 1    # nobody else is in here
        sleep(0.002)
        inside.value -= 1


if __name__ == "__main__":          # a new process reads this file again
    for kind in Thread, Process:
        start = perf_counter()
        worker = kind(target=change)
        worker.start()
        worker.join()
        took_ms = (perf_counter() - start) * 1e3
        print(kind.__name__, "changed the number; the parent sees", number, f"{took_ms:.1f} ms")

    here, there = Pipe()
    echo = Process(target=answer, args=[there], daemon=True)
    echo.start()
    payload = bytes(BYTES)
    start = perf_counter()
    for _ in range(ROUNDS):
        here.send(payload)          # copied on the way
        here.recv()
    print(f"{(perf_counter() - start) / ROUNDS * 1e6:.0f} µs for each round trip")
    here.send(None)
    echo.join()

    try:
        here.send(lambda: 1)
    except Exception as error:      # PicklingError or AttributeError
        print("a function cannot be sent:", type(error).__name__)

    lock, inside = Lock(), Value("i", 0, lock=False)
    visitors = [Process(target=visit, args=[lock, inside]) for _ in range(THREADS)]
    for process in visitors:
        process.start()
    for process in visitors:
        process.join()
