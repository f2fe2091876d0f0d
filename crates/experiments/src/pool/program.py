from multiprocessing import Pool, TimeoutError   #@ kind=process call=apply_async|map_async|imap|imap_unordered
from multiprocessing import Pool                 #@ kind=process call=map
from multiprocessing import TimeoutError         #@ kind=thread call=apply_async|map_async|imap|imap_unordered
from multiprocessing.pool import ThreadPool      #@ kind=thread
from time import perf_counter

THREADS = 2          # workers
JOBS = 24
WORK_MS = 5
CHUNKSIZE = 0        # as Python chooses  #@ call=map|map_async|imap|imap_unordered
FAILS = 0            # the job that fails: none
TIMEOUT_MS = 0       # without end  #@ call=apply_async|map_async|imap|imap_unordered


def square(number):                              #@ part=child received
    cost_ms = WORK_MS                            #@ cost=even
    cost_ms = WORK_MS * 2 * number / (JOBS + 1)  # on average as much  #@ cost=uneven
    until = perf_counter() + cost_ms / 1000
    while perf_counter() < until:                # CPU work  #@ work
        pass
    if number == FAILS:
        raise ValueError(f"job {number} failed")
    return number ** 2                           #@ part=child sent depth


# Threads compute side by side only in a free-threaded build (python3.13t).  #@ kind=thread
if __name__ == "__main__":
    jobs = range(1, JOBS + 1)
    with Pool(THREADS) as pool:                  #@ kind=process
    with ThreadPool(THREADS) as pool:            #@ kind=thread
        #@ call=apply_async
        calls = [pool.apply_async(square, [job]) for job in jobs]  #@ part=parent sent
        for call in calls:
            try:
                print(call.get(TIMEOUT_MS / 1000 or None))         #@ part=parent wait received
            except TimeoutError:
                print("not ready in time")
            except ValueError as error:          # the others are not concerned
                print(error)
        #@ call=map
        try:
            print(pool.map(square, jobs, CHUNKSIZE or None))       #@ part=parent sent wait received
        except ValueError as error:              # the other results are lost
            print(error)
        #@ call=map_async
        call = pool.map_async(square, jobs, CHUNKSIZE or None)     #@ part=parent sent
        try:
            print(call.get(TIMEOUT_MS / 1000 or None))             #@ part=parent wait received
        except TimeoutError:
            print("not ready in time")
        except ValueError as error:              # the other results are lost
            print(error)
        #@ call=imap|imap_unordered
        results = pool.imap(square, jobs, CHUNKSIZE or 1)            # in order  #@ call=imap part=parent sent
        results = pool.imap_unordered(square, jobs, CHUNKSIZE or 1)  # as they come  #@ call=imap_unordered part=parent sent
        while True:
            try:
                result = results.next(TIMEOUT_MS / 1000) if TIMEOUT_MS else next(results)  #@ part=parent wait received
                print(result, end=" ")
            except StopIteration:
                break
            except TimeoutError:
                print("not ready in time", end=" ")
            except ValueError as error:          # it goes on with the next
                print(f"[{error}]", end=" ")
        print()
        #@
        pool.close()                             # no more jobs
        pool.join()                              # until all are done
