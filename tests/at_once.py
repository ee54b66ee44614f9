"""Several people doing something at the same moment, each with a connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*senders):
    """Call all of ``senders`` at the same moment; return what they answer."""
    start = Barrier(len(senders))

    def send(sender):
        start.wait()
        try:
            return sender()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(senders)) as pool:
        return list(pool.map(send, senders))
