from concurrent.futures import ProcessPoolExecutor                  #@ method=processes|tasks reduction=blocks
from concurrent.futures import ProcessPoolExecutor, as_completed    #@ method=processes|tasks reduction=per-thread
from concurrent.futures import ThreadPoolExecutor                   #@ method=threads|pool reduction=blocks
from concurrent.futures import ThreadPoolExecutor, as_completed     #@ method=threads|pool reduction=per-thread
from math import exp                     #@ f=gauss
from math import sin                     #@ f=sin
from math import sqrt                    #@ f=circle
from queue import Queue                  #@ method=slide
from threading import Thread             #@ method=slide

THREADS = 2                              #@ method=threads|pool|processes|tasks|slide
A = 0
B = 10
N = 10_000_000


def f(x):
    return x**2                          #@ f=x2
    return 4 / (1 + x**2)                #@ f=pi
    return sin(x)                        #@ f=sin
    return sqrt(max(1 - x**2, 0))        #@ f=circle
    return exp(-(x**2))                  #@ f=gauss
    #@ f=uneven
    total, term = 0, 1
    while total + term != total:         # the nearer x is to 1, the longer
        total += term
        term *= x
    return total
    #@


#@ method=sequential|threads|pool|processes|tasks
def integrate(start, stop):
    """The sum over the strips start..stop of N strips in all."""
    dx = (B - A) / N
    # "simd" is for compilers; numpy computes several points at once.  #@ kernel=simd
    return sum(f(A + i * dx) for i in range(start, stop)) * dx              #@ rule=left work
    return sum(f(A + (i + 0.5) * dx) for i in range(start, stop)) * dx      #@ rule=midpoint work
    #@ method=sequential|threads|pool|processes|tasks rule=trapezoid
    ends = (f(A + i * dx) + f(A + (i + 1) * dx) for i in range(start, stop))  #@ work
    return sum(ends) * dx / 2                                               #@ work
    #@ method=sequential|threads|pool|processes|tasks rule=simpson
    ends = (f(A + i * dx) + f(A + (i + 1) * dx) for i in range(start, stop))  #@ work
    middles = (f(A + (i + 0.5) * dx) for i in range(start, stop))           #@ work
    return (sum(ends) + 4 * sum(middles)) * dx / 6                          #@ work
    #@ method=sequential|threads|pool|processes|tasks


#@ method=sequential
print(integrate(0, N))
#@ method=threads|pool|processes|tasks
def integrate_in_parallel():
    parts = THREADS                      # one for each  #@ method=threads|processes
    parts = 32 * THREADS                 # who is done takes the next one  #@ method=pool|tasks
    bounds = [N * i // parts for i in range(parts + 1)]
    # "tasks" are for workers elsewhere, by way of a broker; here they are processes.  #@ method=tasks
    with ThreadPoolExecutor(THREADS) as pool:                               #@ method=threads|pool
    with ProcessPoolExecutor(THREADS) as pool:                              #@ method=processes|tasks
        chunks = [
            pool.submit(integrate, start, stop)                             #@ part=parent sent
            for start, stop in zip(bounds, bounds[1:])
        ]
        return sum(chunk.result() for chunk in chunks)   # in order: the same bits every time  #@ reduction=blocks part=parent wait received
        return sum(chunk.result() for chunk in as_completed(chunks))        # as they come  #@ reduction=per-thread part=parent wait received


#@ method=threads|pool
print(integrate_in_parallel())
# CPU-bound Python threads run side by side only in a free-threaded build (python3.13t).
#@ method=processes|tasks
if __name__ == "__main__":
    print(integrate_in_parallel())
#@ method=slide
def integrate(number, results):
    width, points = (B - A) / THREADS, N // THREADS      # the remainder is lost
    start, dx = number * width, width / points           # A is forgotten
    results.put(sum(f(start + i * dx) for i in range(points)) * dx)         #@ work


results = Queue()
threads = [Thread(target=integrate, args=[number, results]) for number in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(results.get() for _ in threads))
