"""What CPython's pools do. Reads scenarios as JSON from the command line, runs each with every start method and
with threads, and prints what the caller has seen as JSON: { method: [outcome] }."""

from functools import partial
from json import dumps, loads
from multiprocessing import TimeoutError, get_all_start_methods, get_context
from multiprocessing.pool import ThreadPool
from sys import argv
from time import sleep

counter = None


def begin(value):
    global counter
    counter = value


def job(number, fails, seconds):
    sleep(seconds)
    if number == fails:
        raise ValueError(f"job {number} failed")
    with counter.get_lock():
        counter.value += 1
    return number ** 2


class Seen:
    def __init__(self):
        self.results, self.failure = [], None
        self.callbacks = self.error_callbacks = 0
        self.timed_out = self.came_later = False

    def callback(self, _):
        self.callbacks += 1

    def error_callback(self, _):
        self.error_callbacks += 1

    def wait(self, wait, timeout):
        """Waits, and again without a timeout if that ran out of time; nothing if that failed."""
        try:
            try:
                return wait(timeout)
            except TimeoutError:
                self.timed_out = True
                value = wait(None)
                self.came_later = True
                return value
        except ValueError as error:
            self.failure = str(error)


def play(pool, scenario):
    seen, jobs = Seen(), range(1, scenario["jobs"] + 1)
    call, timeout = scenario["call"], scenario["timeout_ms"] / 1000 or None
    function = partial(job, fails=scenario["fails"], seconds=scenario["work_ms"] / 1000)
    chunks = {"chunksize": scenario["chunksize"]} if scenario["chunksize"] else {}
    callbacks = {"callback": seen.callback, "error_callback": seen.error_callback}
    if call == "apply_async":
        for result in [pool.apply_async(function, (number,), **callbacks) for number in jobs]:
            value = seen.wait(result.get, timeout)
            seen.results += [] if value is None else [value]
    elif call == "map" and timeout is None:
        seen.results = seen.wait(lambda _: pool.map(function, jobs, **chunks), None) or []
    elif call in ("map", "map_async"):
        callbacks = callbacks if call == "map_async" else {}
        result = pool.map_async(function, jobs, **chunks, **callbacks)
        seen.results = seen.wait(result.get, timeout) or []
    else:
        results = getattr(pool, call)(function, jobs, **chunks)
        wait = (lambda _: next(results)) if timeout is None else results.next
        while True:
            try:
                value = seen.wait(wait, timeout)
            except StopIteration:
                break
            seen.results += [] if value is None else [value]
    while pool._cache:       # until every task has come back
        sleep(0.001)
    computed = counter.value
    alive = pool.apply(job, (2, 0, 0)) == 4
    return {
        "results": seen.results,
        "failure": seen.failure,
        "callbacks": seen.callbacks,
        "error_callbacks": seen.error_callbacks,
        "computed": computed,
        "timed_out": seen.timed_out,
        "result_came_later": seen.came_later,
        "pool_alive": alive,
    }


def main():
    outcomes = {}
    for method in [*get_all_start_methods(), "thread"]:
        context = get_context(None if method == "thread" else method)
        start = ThreadPool if method == "thread" else context.Pool
        begin(context.Value("i"))
        pools = {n: start(n, begin, (counter,)) for n in (1, 2)}
        outcomes[method] = []
        for scenario in loads(argv[1]):
            counter.value = 0
            outcomes[method].append(play(pools[scenario["threads"]], scenario))
        for pool in pools.values():
            pool.terminate()
            pool.join()
    print(dumps(outcomes))


if __name__ == "__main__":
    main()
