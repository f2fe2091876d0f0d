# The lecture's sequential integration, in Python 3; prints nanoseconds per point.
import sys
import time


def f(x):
    return x**2


def integrate(f, a, b, n):
    s = 0
    dx = (b - a) / n
    for i in range(n):
        s += f(a + i * dx)
    return s * dx


n = int(sys.argv[1])
start = time.perf_counter()
integrate(f, 0, 10, n)
print((time.perf_counter() - start) / n * 1e9)
