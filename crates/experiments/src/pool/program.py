from multiprocessing import Pool, TimeoutError
from multiprocessing.pool import ThreadPool
from os import cpu_count
from time import perf_counter, sleep


def square(number):
    until = perf_counter() + 0.005       # CPU work
    while perf_counter() < until:
        pass
    if number == FAILS:
        raise ValueError(f"job {number} failed")
    return number ** 2


FAILS = 7
JOBS = range(1, 25)


def show(name, kind):
    with kind(cpu_count()) as pool:
        try:
            print(name, pool.map(square, JOBS))
        except ValueError as error:      # the other results are lost
            print(name, "map:", error)

        calls = [                        # the callbacks come as the jobs end
            pool.apply_async(square, (job,), callback=print, error_callback=print)
            for job in range(5, 9)
        ]
        for call in calls:
            call.wait()

        results = pool.imap(square, JOBS)
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
