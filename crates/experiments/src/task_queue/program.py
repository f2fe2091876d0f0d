# tasks.py; needs celery, and RabbitMQ on this machine.
# Start workers:  celery -A tasks worker --concurrency 2
# Send tasks:     python3 tasks.py
from os import getpid
from time import sleep

from celery import Celery

app = Celery("tasks", broker="amqp://localhost", backend="rpc://")
app.conf.task_acks_late = False         # acknowledge before the work
app.conf.worker_prefetch_multiplier = 4  # given ahead, for each process


@app.task(bind=True, max_retries=3, time_limit=60)
def add(self, a, b):
    sleep(0.05)
    if a < 0:
        raise self.retry(exc=ValueError(f"{a} is negative"), countdown=2**self.request.retries)
    return a + b, getpid()


if __name__ == "__main__":
    results = [add.delay(number, number) for number in range(20)]
    for result in results:
        print(result.get(timeout=10))   # for ever, without the timeout, if the task was lost
