import multiprocessing as mp
from threading import Thread        #@ memory=shared
from time import perf_counter, sleep

THREADS = 2          # processes
BYTES = 65_536
ROUNDS = 20

number = 0


def change():
    global number
    number += 1                     # of whoever runs this


#@ link=queue
def answer(there, back):
    while (payload := there.get()) is not None:
        back.put(payload)           # copied on both ways


#@ link=pipe
def answer(end):
    while (payload := end.recv()) is not None:
        end.send(payload)           # copied on both ways


#@ link=shared-memory
def answer(memory, turn):
    for trip in range(ROUNDS):
        while turn.value != 2 * trip + 1:   # a word says whose turn it is
            pass
        memory[-1] = 1              # the payload stays where it is
        turn.value = 2 * trip + 2


#@
def visit(guard, inside):           #@ guard=lock|semaphore
def visit(inside):                  #@ guard=none
    #@ guard=none
    with inside.get_lock():         #@ acquired
        inside.value += 1
    sleep(0.005)                    # anybody may come in  #@ work
    with inside.get_lock():         #@ released
        print("inside:", inside.value)
        inside.value -= 1
    #@ guard=lock|semaphore
    with guard:                     #@ part=child wait acquired released
        with inside.get_lock():
            inside.value += 1
        sleep(0.005)                #@ work
        with inside.get_lock():
            print("inside:", inside.value)
            inside.value -= 1
    #@


#@ daemon=yes
def work_for_ever():
    while True:                     #@ work@0
        pass


#@
if __name__ == "__main__":          # a new process reads this file again
    #@ memory=copied
    worker = mp.Process(target=change)      # changes its copy
    #@ memory=shared
    worker = Thread(target=change)          # changes the one there is
    #@
    worker.start()
    worker.join()
    print("the parent sees", number)

    #@ link=queue
    there, back = mp.Queue(), mp.Queue()
    echo = mp.Process(target=answer, args=[there, back], daemon=True)
    echo.start()
    start = perf_counter()
    for _ in range(ROUNDS):
        there.put(bytes(BYTES))
        back.get()
    #@ link=pipe
    here, there = mp.Pipe()
    echo = mp.Process(target=answer, args=[there], daemon=True)
    echo.start()
    start = perf_counter()
    for _ in range(ROUNDS):
        here.send(bytes(BYTES))
        here.recv()
    #@ link=shared-memory
    memory, turn = mp.RawArray("B", max(BYTES, 1)), mp.RawValue("i", 0)
    echo = mp.Process(target=answer, args=[memory, turn], daemon=True)
    echo.start()
    start = perf_counter()
    for trip in range(ROUNDS):
        memory[0] = 1
        turn.value = 2 * trip + 1
        while turn.value != 2 * trip + 2:
            pass
    #@
    print(f"{(perf_counter() - start) / ROUNDS * 1e6:.0f} µs for each round trip")

    #@ send=function|lock
    try:
        mp.Pipe()[0].send(lambda: 1)        #@ send=function
        mp.Pipe()[0].send(mp.Lock())        #@ send=lock
    except Exception as error:      # it belongs to one process
        print("it cannot be sent:", type(error).__name__)

    #@ guard=none
    arguments = [mp.Value("i", 0)]
    #@ guard=lock
    arguments = [mp.Lock(), mp.Value("i", 0)]           # one may be inside
    #@ guard=semaphore
    arguments = [mp.Semaphore(2), mp.Value("i", 0)]     # two may be inside
    #@
    visitors = [mp.Process(target=visit, args=arguments) for _ in range(THREADS)]
    for process in visitors:
        process.start()
    for process in visitors:
        process.join()
    #@ daemon=yes

    for _ in range(THREADS):
        mp.Process(target=work_for_ever, daemon=True).start()
    sleep(0.1)                      # then the parent ends, and cuts them off
