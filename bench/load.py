"""A load generator: visitors on kept connections, each a generator of requests.

A visit yields the bytes of a request and is sent the answer; when it ends, the
connection begins the next one. One process and no library in the way, so that it
stays far faster than what it measures; ``__main__`` prints its own ceiling.
"""

import asyncio
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

Visit = Generator[bytes, "Answer", None]


LAST_CHUNK = b"0\r\n\r\n"  # of an answer that does not say its length


class WrongAnswer(Exception):
    """The server said something else than a visit expects."""


@dataclass(slots=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    def header(self, name: bytes) -> bytes:
        """Return the value of a header; ``name`` in lower case."""
        _before, _name, rest = self.head.partition(b"\r\n" + name + b": ")
        return rest.partition(b"\r\n")[0]

    def expect(self, status: int) -> "Answer":
        if self.status != status:
            raise WrongAnswer(
                f"{self.status} instead of {status}: {self.body[:2000]!r}"
            )
        return self


@dataclass
class Measurement:
    """What one slice of load gave; ``cpu`` are the seconds the servers worked."""

    seconds: float = 0.0
    durations: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.durations) / self.seconds

    @property
    def p95(self) -> float:
        """The time in seconds within which 95 of 100 visits were done."""
        return sorted(self.durations)[int(len(self.durations) * 0.95)]

    @property
    def cpu_per_visit(self) -> float:
        return self.cpu / len(self.durations)


class Connection(asyncio.Protocol):
    """One visitor after the other on one connection, until the time is over."""

    def __init__(self, make_visit: Callable[[], Visit], until: float) -> None:
        self.make_visit = make_visit
        self.until = until
        self.durations: list[float] = []
        self.buffer = b""
        self.finished = asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        self.transport = transport
        self.begin()

    def begin(self) -> None:
        self.began = time.perf_counter()
        if self.began >= self.until:
            self.finished.set_result(None)
            self.transport.close()
            return
        self.visit = self.make_visit()
        self.transport.write(next(self.visit))

    def data_received(self, data: bytes) -> None:
        self.buffer = self.buffer + data if self.buffer else data
        head, separator, body = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        answer = Answer(int(head[9:12]), head, body)
        length = answer.header(b"content-length")
        if not (len(body) >= int(length) if length else body.endswith(LAST_CHUNK)):
            return
        self.buffer = b""
        try:
            self.transport.write(self.visit.send(answer))
        except StopIteration:
            self.durations.append(time.perf_counter() - self.began)
            self.begin()
        except WrongAnswer as error:
            self.fail(error)

    def connection_lost(self, reason: Exception | None) -> None:
        self.fail(WrongAnswer(f"the connection was closed: {reason}"))

    def fail(self, error: Exception) -> None:
        if not self.finished.done():
            self.finished.set_exception(error)
            self.transport.close()


async def _put_load(
    port: int, make_visit: Callable[[], Visit], at_once: int, seconds: float
) -> Measurement:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    connections = []
    for _ in range(at_once):
        _transport, connection = await loop.create_connection(
            lambda: Connection(make_visit, began + seconds), "127.0.0.1", port
        )
        connections.append(connection)
    await asyncio.gather(*(connection.finished for connection in connections))
    took = time.perf_counter() - began
    durations = [each for one in connections for each in one.durations]
    return Measurement(took, durations)


def put_load(
    port: int, make_visit: Callable[[], Visit], *, at_once: int, seconds: float
) -> Measurement:
    """Keep ``at_once`` visitors busy for ``seconds``; WrongAnswer stops it."""
    return asyncio.run(_put_load(port, make_visit, at_once, seconds))
