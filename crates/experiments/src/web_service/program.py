from queue import Queue
from threading import Thread
from urllib.request import urlopen

ADDRESS = "http://localhost:37337/"
REQUESTS = 100
TIMEOUT_MS = 2000


def client(answers):
    with urlopen(ADDRESS) as response:   # this thread waits; the others go on
        answers.put(int(response.read()))


answers = Queue()
for _ in range(REQUESTS):
    Thread(target=client, args=[answers], daemon=True).start()

numbers = [answers.get(timeout=TIMEOUT_MS / 1000) for _ in range(REQUESTS)]
assert len(set(numbers)) == REQUESTS     # each number once, in whatever order
print(numbers)
