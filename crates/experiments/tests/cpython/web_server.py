"""A service for gunicorn: a running number after DELAY_MS milliseconds. Each process of it has numbers of its own."""

import os
from itertools import count
from time import sleep

numbers = count(1)


def application(environ, start_response):
    number = next(numbers)
    sleep(float(os.environ["DELAY_MS"]) / 1000)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(number).encode()]
