"""The tasks of Interleave's task queue, for workers and clients of Celery.

A worker:  celery -A tasks worker --concurrency 2
A client:  python3 tasks.py

Both find RabbitMQ at the address in BROKER, or on this machine.
"""

from math import sqrt
from os import environ
from time import sleep as pause

from celery import Celery

app = Celery("tasks", broker=environ.get("BROKER", "amqp://localhost"), backend="rpc://")
app.conf.task_acks_late = environ.get("ACK") == "late"

# The functions whose every step is rounded as IEEE 754 says, so that Python computes the same bits
# as the page. sin and exp are not among them: each library has its own.
FUNCTIONS = {
    "x2": lambda x: x * x,
    "pi": lambda x: 4.0 / (1.0 + x * x),
    "circle": lambda x: sqrt(max(1.0 - x * x, 0.0)),
}


@app.task
def add(x, y):
    return x + y


@app.task
def sleep(seconds):
    pause(seconds)
    return seconds


@app.task
def integrate(f, a, b, n, first, end):
    """The sum of each block of points from first up to end, without end; f(a + i * dx) for every point i."""
    if f not in FUNCTIONS:
        raise ValueError(f"Python does not compute the same bits of {f}; it has {', '.join(FUNCTIONS)}")
    function = FUNCTIONS[f]
    low, dx = min(a, b), (max(a, b) - min(a, b)) / n
    length = -(-n // 256)               # about 256 blocks, of a multiple of 8 points each
    length = min(max(-(-length // 8) * 8, 8), 65536)
    sums = []
    for block in range(first, end):
        total = 0.0
        for i in range(block * length, min((block + 1) * length, n)):
            total += function(low + i * dx)
        sums.append(total)
    return sums


if __name__ == "__main__":
    results = [add.delay(number, number) for number in range(20)]
    print([result.get(timeout=60) for result in results])
