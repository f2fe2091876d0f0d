import json
import multiprocessing
import sys
from time import perf_counter

context = multiprocessing.get_context(sys.argv[1])
took = []
for _ in range(30):
    here, there = context.Pipe()
    start = perf_counter()
    process = context.Process(target=there.send, args=(0,))
    process.start()
    here.recv()
    took.append((perf_counter() - start) * 1e3)
    process.join()
print(json.dumps(took))
