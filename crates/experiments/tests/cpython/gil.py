"""Changes what threads share, by several statements, and says what came of it.

Argument: `default` lets CPython switch threads by itself, after its default interval, `short` after a microsecond;
`call` makes it switch where functions are called, `opcode` before any bytecode instruction, by chance, with a trace
function. Prints the version, the
rounds of all threads, and the least and the greatest total that each statement gave.
"""

import faulthandler
import json
import random
import sys
import threading

THREADS = 2
ROUNDS = {"default": 1_000_000, "short": 200_000, "call": 1, "opcode": 1}
TRIALS = {"default": 3, "short": 5, "call": 150, "opcode": 150}


def increase(value):
    return value + 1


def has_room(value):
    return value < 1


class Shared:
    def __init__(self):
        self.counter = 0
        self.items = []


def operator(shared, rounds):
    for _ in range(rounds):
        shared.counter += 1


def function(shared, rounds):
    for _ in range(rounds):
        shared.counter = increase(shared.counter)


def check(shared, rounds):
    for _ in range(rounds):
        if has_room(shared.counter):
            shared.counter += 1


def append(shared, rounds):
    for _ in range(rounds):
        shared.items.append(1)
        shared.counter = 0


def total(shared, statement):
    return len(shared.items) if statement is append else shared.counter


class Baton:
    """Lets one thread go on at a time, and hands over before an instruction, by chance."""

    def __init__(self, seed, how):
        self.how = how
        self.random = random.Random(seed)
        self.changed = threading.Condition()
        self.running = set(range(THREADS))
        self.turn = 0

    def trace(self, me):
        def local(frame, event, _):
            if event == "opcode":
                self.hand_over(me)
            return local

        def enter(frame, event, _):
            if self.how == "call":
                self.hand_over(me)
                return None
            frame.f_trace_opcodes = True
            return local

        return enter

    def hand_over(self, me):
        with self.changed:
            self.turn = self.random.choice(sorted(self.running))
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.turn == me)

    def begin(self, me):
        with self.changed:
            self.changed.wait_for(lambda: self.turn == me)

    def end(self, me):
        with self.changed:
            self.running.discard(me)
            if self.running:
                self.turn = min(self.running)
            self.changed.notify_all()


def trial(statement, how, seed):
    shared, baton = Shared(), Baton(seed, how)
    start = threading.Barrier(THREADS)

    def work(me):
        start.wait()
        if how in ("call", "opcode"):
            baton.begin(me)
            sys.settrace(baton.trace(me))
        statement(shared, ROUNDS[how])
        sys.settrace(None)
        baton.end(me)

    threads = [threading.Thread(target=work, args=[me]) for me in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return total(shared, statement)


if sys.version_info < (3, 10):
    sys.exit("switch points are others before 3.10")
faulthandler.dump_traceback_later(60, exit=True)
how = sys.argv[1]
if how == "short":
    sys.setswitchinterval(1e-6)
found = {"version": list(sys.version_info[:2]), "rounds": ROUNDS[how] * THREADS}
found["gil"] = getattr(sys, "_is_gil_enabled", lambda: True)()
for statement in operator, function, check, append:
    seen = {trial(statement, how, seed) for seed in range(TRIALS[how])}
    found[statement.__name__] = [min(seen), max(seen)]
print(json.dumps(found))
