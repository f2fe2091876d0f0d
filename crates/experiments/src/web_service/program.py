from queue import Queue
from threading import Thread
from urllib.request import urlopen

ADDRESS = "http://localhost:37337/"
REQUESTS = 100
PATIENCE_S = 2


def client(answers):
    with urlopen(ADDRESS) as response:   # this thread waits; the others go on
        answers.put(int(response.read()))


answers = Queue()
for _ in range(REQUESTS):
    Thread(target=client, args=[answers], daemon=True).start()

numbers = [answers.get(timeout=PATIENCE_S) for _ in range(REQUESTS)]
assert len(set(numbers)) == REQUESTS     # each number once, in whatever order
print(numbers)
