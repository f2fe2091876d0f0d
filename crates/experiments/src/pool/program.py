from multiprocessing import Pool, TimeoutError
from multiprocessing.pool import ThreadPool
from time import perf_counter, sleep

THREADS = 2          # workers
JOBS = 24
WORK_MS = 5
CHUNKSIZE = 0        # as Python chooses
FAILS = 0            # the job that fails: none


def square(number):
    until = perf_counter() + WORK_MS / 1000      # CPU work
    while perf_counter() < until:
        pass
    if number == FAILS:
        raise ValueError(f"job {number} failed")
    return number ** 2


def show(name, kind):
    with kind(THREADS) as pool:
        try:
            print(name, pool.map(square, range(1, JOBS + 1), CHUNKSIZE or None))
        except ValueError as error:      # the other results are lost
            print(name, "map:", error)

        calls = [                        # the callbacks come as the jobs end
            pool.apply_async(square, (job,), callback=print, error_callback=print)
            for job in range(1, JOBS + 1)
        ]
        for call in calls:
            call.wait()

        results = pool.imap(square, range(1, JOBS + 1), CHUNKSIZE or 1)
        while True:
            try:
                print(next(results), end=" ")
            except StopIteration:
                break
            except ValueError as error:  # it goes on with the next
                print(f"[{error}]", end=" ")
        print()

        late = pool.apply_async(sleep, (0.1,))
        try:
            late.get(timeout=0.01)
        except TimeoutError:
            print("not ready in time; later:", late.get())

        pool.close()                     # no more jobs
        pool.join()                      # until all are done


if __name__ == "__main__":
    show("processes", Pool)
    show("threads", ThreadPool)
# Threads compute side by side only in a free-threaded build (python3.13t).
