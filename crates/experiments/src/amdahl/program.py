from concurrent.futures import ThreadPoolExecutor

THREADS = 2
SERIAL = 10              # percent of the job that one thread does alone


def speed_up(serial_fraction, threads):
    return 1 / (serial_fraction + (1 - serial_fraction) / threads)


def job(work, serial_fraction, threads):
    """work(start, stop) computes part of the job; 0..1 is all of it."""
    work(0, serial_fraction)                     #@ serial
    step = (1 - serial_fraction) / threads
    bounds = [serial_fraction + i * step for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, bounds, bounds[1:])) #@ work


for threads in 1, THREADS, 1000:
    print(threads, speed_up(SERIAL / 100, threads))
