"""What CPython's multiprocessing does in the situations of the experiment `processes`, as JSON: an object for each
start method that this machine has."""

import json
import multiprocessing
import pickle
import sys
import threading
from time import sleep

N = 3
number = 0


def change(answers=None):
    global number
    number += 1
    if answers is not None:
        answers.put(number)


def visit(start, guard, inside, most, times):
    """Goes in and out; who is inside is counted under a lock of the counter's own."""
    start.wait()
    for _ in range(times):
        with guard:
            with inside.get_lock():
                inside.value += 1
                most.value = max(most.value, inside.value)
            sleep(0.005)
            with inside.get_lock():
                inside.value -= 1


def echo(end):
    while (payload := end.recv_bytes()) != b"":
        end.send_bytes(payload)


def work():
    while True:
        pass


def refused(send, what):
    try:
        send(what)
    except (pickle.PicklingError, AttributeError, TypeError, RuntimeError):
        return True
    return False


def most_inside(context, guard):
    inside, most = context.Value("i", 0), context.Value("i", 0)
    args = (context.Barrier(N), guard, inside, most, 3)
    visitors = [context.Process(target=visit, args=args) for _ in range(N)]
    for process in visitors:
        process.start()
    for process in visitors:
        process.join()
    return most.value


def play(context):
    global number
    found = {}

    number, answers = 0, context.Queue()
    processes = [context.Process(target=change, args=(answers,)) for _ in range(N)]
    for process in processes:
        process.start()
    found["changed"] = sum(answers.get() == 1 for _ in processes)
    for process in processes:
        process.join()
    found["seen_by_parent"] = number
    found["returned"] = sum(process.exitcode == 0 for process in processes)

    threads = [threading.Thread(target=change) for _ in range(N)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found["seen_of_threads"] = number

    here, there = context.Pipe()
    process = context.Process(target=echo, args=(there,))
    process.start()
    payload = bytes([7]) * 100_000
    back = []
    for _ in range(3):
        here.send_bytes(payload)
        back.append(here.recv_bytes() == payload)
    found["there_and_back"] = sum(back)
    found["function_refused"] = refused(here.send, lambda: 1)
    found["lock_refused"] = refused(here.send, context.Lock())
    here.send_bytes(b"")
    process.join()

    found["inside_with_lock"] = most_inside(context, context.Lock())
    found["inside_with_semaphore"] = most_inside(context, context.Semaphore(2))

    daemons = [context.Process(target=work, daemon=True) for _ in range(N)]
    for process in daemons:
        process.start()
    sleep(0.05)
    for process in daemons:
        process.terminate()
        process.join()
    found["cut_off"] = sum(process.exitcode != 0 for process in daemons)
    return found


if __name__ == "__main__":
    methods = multiprocessing.get_all_start_methods()
    json.dump({name: play(multiprocessing.get_context(name)) for name in methods}, sys.stdout)
