# tasks.py; needs celery, and RabbitMQ on this machine.
# Here the page is the broker, and starts the workers.  #@ transport=page
# Here the page is the broker, and other tabs may be workers.  #@ transport=tabs
# Start workers:  celery -A tasks worker
# Send tasks:     python3 tasks.py  #@ part=client
from math import exp                     #@ job=integrate f=gauss
from math import sin                     #@ job=integrate f=sin
from math import sqrt                    #@ job=integrate f=circle
from os import getpid, kill
from pathlib import Path                 #@ idempotent=yes
from signal import SIGKILL
from time import sleep                   #@ job=sleep

from celery import Celery

WORKERS = 2
TASKS = 20
N = 10_000_000                           #@ job=integrate
WORK_MS = 50                             #@ job=sleep
PREFETCH = 4
RETRIES = 0
TIME_LIMIT_MS = 0                        # none
CRASH = 3                                # a worker is killed in this task of its own; 0 is never

app = Celery("tasks", broker="amqp://localhost", backend="rpc://")
app.conf.task_acks_late = False          # acknowledge before the work  #@ ack=early
#@ ack=late
app.conf.task_acks_late = True           # acknowledge after the work
app.conf.task_reject_on_worker_lost = True               # if that never comes, it is another's
#@
app.conf.task_default_delivery_mode = "transient"        # the broker keeps tasks in memory  #@ store=memory
app.conf.task_default_delivery_mode = "persistent"       # the broker keeps tasks on disk  #@ store=indexeddb
app.conf.worker_concurrency = WORKERS
app.conf.worker_prefetch_multiplier = PREFETCH           # given ahead, for each process  #@ wait:turn

begun = 0                                # tasks of this worker


#@ job=integrate
def f(x):
    return x**2                          #@ f=x2
    return 4 / (1 + x**2)                #@ f=pi
    return sin(x)                        #@ f=sin
    return sqrt(max(1 - x**2, 0))        #@ f=circle
    return exp(-(x**2))                  #@ f=gauss
    #@ job=integrate f=uneven
    total, term = 0, 1
    while total + term != total:         # the nearer x is to 1, the longer
        total += term
        term *= x
    return total
    #@ job=integrate


#@
@app.task(bind=True, max_retries=RETRIES, time_limit=TIME_LIMIT_MS / 1000 or None)
def task(self, number):
    global begun
    begun += 1
    #@ fault=once|always
    if number % 10 == 0 and self.request.retries == 0:   #@ fault=once
    if number % 10 == 0:                                 #@ fault=always
        raise self.retry(exc=ValueError(number), countdown=0.1 * 2**self.request.retries)  #@ in-vain
    #@ job=add
    result = number + number                             #@ work
    #@ job=sleep
    sleep(WORK_MS / 1000)                                #@ work
    result = number
    #@ job=integrate
    start, stop = N * number // TASKS, N * (number + 1) // TASKS
    result = sum(f(i / N) for i in range(start, stop)) / N               # from 0 to 1  #@ f=x2|pi|circle work
    result = sum(f(3.141592653589793 * i / N) for i in range(start, stop)) * 3.141592653589793 / N  #@ f=sin work
    result = sum(f(6 * i / N - 3) for i in range(start, stop)) * 6 / N   # from -3 to 3  #@ f=gauss work
    result = sum(f(0.9 * i / N) for i in range(start, stop)) * 0.9 / N   # from 0 to 0.9  #@ f=uneven work
    #@
    if begun == CRASH:                                   #@ crash_at=before
        kill(getpid(), SIGKILL)                          # before it has had its effect  #@ crash_at=before in-vain
    #@ idempotent=no
    with open("done.txt", "a") as done:                  # done again, it counts again
        print(number, file=done)
    #@ idempotent=yes
    Path(f"done-{number}").touch()                       # done again, it changes nothing
    #@
    if begun == CRASH:                                   #@ crash_at=after
        kill(getpid(), SIGKILL)                          # after that, and nobody hears of it  #@ crash_at=after in-vain
    return result


#@ part=client
if __name__ == "__main__":
    results = [task.delay(number) for number in range(TASKS)]            #@ wait:worker
    for result in results:
        print(result.get(timeout=10))    # for ever, without the timeout, if the task was lost
