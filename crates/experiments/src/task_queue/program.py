# tasks.py; needs celery, and RabbitMQ on this machine.
# Start workers:  celery -A tasks worker
# Send tasks:     python3 tasks.py
from os import getpid
from time import sleep

from celery import Celery

WORKERS = 2
TASKS = 20
WORK_MS = 50
PREFETCH = 4
RETRIES = 0
TIME_LIMIT_MS = 0                       # none

app = Celery("tasks", broker="amqp://localhost", backend="rpc://")
app.conf.task_acks_late = False         # acknowledge before the work
app.conf.worker_concurrency = WORKERS
app.conf.worker_prefetch_multiplier = PREFETCH  # given ahead, for each process


@app.task(bind=True, max_retries=RETRIES, time_limit=TIME_LIMIT_MS / 1000 or None)
def add(self, a, b):
    sleep(WORK_MS / 1000)
    if a < 0:
        raise self.retry(exc=ValueError(f"{a} is negative"), countdown=2**self.request.retries)
    return a + b, getpid()


if __name__ == "__main__":
    results = [add.delay(number, number) for number in range(TASKS)]
    for result in results:
        print(result.get(timeout=10))   # for ever, without the timeout, if the task was lost
