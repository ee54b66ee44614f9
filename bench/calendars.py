"""A subscription of many events, streamed, beside a bare iteration over the same rows.

usage: python -m bench.calendars [--events N]; a part of ``make bench``

The bare program reads the same rows from a server-side cursor and gives out the same
bytes, made before. Memory is what Python allocates at most while the file is read
piece by piece, with N events and with ten times as many.
"""

import argparse
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from statistics import median

from bench import site
from bench.report import Figure

ADDRESS = "/vi/events/calendar.ics"
ROUNDS = 5
MEMORY_GOAL = 1.2
TIMES_MORE = 10
FILL = """
INSERT INTO engagement_outreachevent (slug, title, title_en, title_vi, description,
    description_en, description_vi, setting, status, host, venue, venue_en, address,
    starts_at, ends_at, languages, online_address, access, access_notes, status_note,
    is_pattern, revision, updated_at, methods, attendance_is, is_demonstration)
SELECT 'bench-' || n, 'Bench', 'Listening table', 'Bàn lắng nghe ở chợ nông sản', '',
    'Come and talk.', repeat('Mời quý vị ghé lại khi đi chợ. ', 4), 'market',
    'confirmed', '', 'Oak Hall', 'Oak Hall', '1 Oak Street',
    now() + n * interval '1 hour', now() + (n + 2) * interval '1 hour',
    '{en,vi}', '', '{step_free,seating}', '', '', false, 0, now(), '{}', 'exact', false
FROM generate_series(%s, %s) n
"""


def figures(environment: dict[str, str], events: int) -> list[Figure]:
    """Measure in a process of its own, on the servers of ``environment``."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.calendars", "--inside", f"--events={events}"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "civic.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    name = f"calendar of {events:,} events"
    return [
        Figure(f"{name}, streamed", "events/s", found["portal"], found["bare"]),
        Figure(
            f"{name}, first piece",
            "ms",
            found["first"],
            found["whole"],
            most_ratio=0.5,
        ),
        Figure(
            f"{name} × {TIMES_MORE}, memory",
            "kB",
            found["memory_of_more"],
            found["memory"],
            most_ratio=MEMORY_GOAL,
        ),
    ]


# Inside the process with Django


def _seconds(read: Callable[[], Iterable[bytes]]) -> tuple[float, float]:
    """Return the seconds until the first piece and until the last one."""
    began = time.perf_counter()
    first = 0.0
    for _piece in read():
        first = first or time.perf_counter() - began
    return first, time.perf_counter() - began


def _most_memory(read: Callable[[], Iterable[bytes]]) -> float:
    """Return the kilobytes that Python allocates at most while it is read."""
    tracemalloc.start()
    for _piece in read():
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1000


def measure_inside(events: int) -> dict[str, float]:
    import django  # noqa: PLC0415 - only in the process that has settings

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    def fill(first: int, last: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(FILL, [first, last])

    def portal() -> Iterable[bytes]:
        client = Client(
            SERVER_NAME="bench.example", headers={"x-forwarded-proto": "https"}
        )
        return client.get(ADDRESS).streaming_content

    def bare() -> Iterator[bytes]:
        connection.ensure_connection()
        pieces = iter(kept)
        with connection.connection.cursor(name="bare", withhold=True) as cursor:
            cursor.execute("SELECT * FROM engagement_outreachevent ORDER BY starts_at")
            for number, _row in enumerate(cursor):
                if number % 50 == 0:
                    yield next(pieces, b"")
        yield from pieces

    fill(1, events)
    kept = list(portal())
    ours = [_seconds(portal) for _round in range(ROUNDS)]
    theirs = [_seconds(bare)[1] for _round in range(ROUNDS)]
    whole = median(each for _first, each in ours)
    memory = _most_memory(portal)
    fill(events + 1, TIMES_MORE * events)
    return {
        "portal": events / whole,
        "bare": events / median(theirs),
        "first": median(each for each, _whole in ours) * 1000,
        "whole": whole * 1000,
        "memory": memory,
        "memory_of_more": _most_memory(portal),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measure_inside(options.events)))
        return 0
    with site.empty() as environment:
        found = figures(environment, options.events)
    print(*found, sep="\n")
    return 0 if all(figure.is_met is not False for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
