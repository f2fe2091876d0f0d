from concurrent.futures import ThreadPoolExecutor

THREADS = 2
A = 0
B = 10
N = 10_000_000


def f(x):
    return x ** 2


def integrate(f, a, b, n, start, stop):
    """Left sum over the points start..stop of n points in all."""
    dx = (b - a) / n
    return sum(f(a + i * dx) for i in range(start, stop)) * dx


def integrate_in_parallel(f, a, b, n, threads):
    bounds = [n * i // threads for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        chunks = [
            pool.submit(integrate, f, a, b, n, start, stop)
            for start, stop in zip(bounds, bounds[1:])
        ]
        return sum(chunk.result() for chunk in chunks)


print(integrate_in_parallel(f, A, B, N, THREADS))
# CPU-bound Python threads run side by side only in a free-threaded build
# (python3.13t); elsewhere use ProcessPoolExecutor, which has the same interface.
