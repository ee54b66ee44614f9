"""Run the benchmarks: ``make bench``, a few minutes."""

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import (
    calendars,
    exports,
    figures,
    log_phone,
    mail,
    proposing,
    report,
    site,
    theming,
    uploads,
)
from bench.load import Measurement, Visit, put_load
from bench.visits import answering, reading, recorded, three_bare_posts
from civic.embedded import Servers, var_dir

AT_ONCE = (1, 8, 32)
SLICES = 9  # portal and bare take turns, so that a noisy moment meets both
HEADROOM = 2  # the generator must be this much faster than what it measures

Make = Callable[[], Visit]
ONE_PAGE = "submission of a one-page survey"
ONE, THREE = "/en/surveys/bench-one/", "/en/surveys/bench-three/"


@dataclass(frozen=True)
class Comparison:
    """What is measured; ``rows`` are those one visit leaves: portal's, bare's."""

    name: str
    portal: Make
    bare: Make
    goal: float | None
    rows: tuple[int, int] = (0, 0)
    at_once: tuple[int, ...] = AT_ONCE
    has_p95_goal: bool = False

    def goals(self, at_once: int) -> tuple[float | None, float | None]:
        if not self.has_p95_goal:
            return self.goal, None
        return (self.goal, 1.5) if at_once > 1 else (None, None)


def _plain(name: str) -> str:
    return f"plain-{name.replace(' ', '-')}"


# Pages that are the same for everyone, by the names the bare program knows them by
PLAIN = {
    "home": "/en/",
    "event list": "/en/events/",
    "event page": "/en/events/seniors-breakfast/",
    "published summary": "/en/summaries/2025/fall/",
}
COMPARISONS = [
    *(
        Comparison(
            f"{name}, warm",
            reading(address),
            reading(f"/plain/{_plain(name)}/"),
            goal=0.6,
        )
        for name, address in PLAIN.items()
    ),
    Comparison("survey page, warm", reading(ONE), reading("/one/"), goal=0.7),
    Comparison(
        ONE_PAGE,
        answering(ONE, pages=1),
        answering("/one/", pages=1),
        goal=0.7,
        rows=(1, 1),
        has_p95_goal=True,
    ),
    Comparison(
        "submission over three pages",
        answering(THREE, pages=3),
        answering("/three-1/", pages=3),
        goal=0.6,
        rows=(1, 3),
    ),
    Comparison(
        "  beside posts without pages 2, 3",
        answering(THREE, pages=3),
        three_bare_posts("/three-1/", "/three-2/", "/three-3/"),
        goal=None,
        rows=(1, 3),
        at_once=(8,),
    ),
]


@dataclass
class Bench:
    """Both programs on one database, and the rows that must be in it at the end."""

    portal: site.Server
    bare: site.Server
    database: int
    seconds: float
    expected: Counter[str]

    def compare(self, comparison: Comparison, at_once: int) -> report.Row:
        programs = (
            ("portal", self.portal, comparison.portal, comparison.rows[0]),
            ("bare", self.bare, comparison.bare, comparison.rows[1]),
        )
        measured: tuple[list, list] = ([], [])
        for _ in range(1 + SLICES):
            for slices, (name, server, visit, rows) in zip(
                measured, programs, strict=True
            ):
                slices.append(self._slice(server, visit, at_once))
                self.expected[name] += rows * len(slices[-1].durations)
        warm = measured[0][1:], measured[1][1:]
        goals = comparison.goals(at_once)
        return report.row(comparison.name, at_once, warm, goals)

    def _slice(self, server: site.Server, visit: Make, at_once: int) -> Measurement:
        before = server.cpu() + site.cpu_of(self.database)
        done = put_load(server.port, visit, at_once=at_once, seconds=self.seconds)
        done.cpu = server.cpu() + site.cpu_of(self.database) - before
        return done


def generator_ceiling() -> float:
    """Requests a second of the load generator against a server that does nothing."""
    with site.served("bench.instant:application", dict(os.environ)) as server:
        return put_load(server.port, reading("/"), at_once=32, seconds=2).per_second


def keep_pages(portal: site.Server, folder: Path) -> int:
    """Keep the portal's pages for the bare program; return the submissions made."""
    for name, address in PLAIN.items():
        (folder / f"{_plain(name)}.html").write_bytes(_page(portal, address))
    return sum(
        _keep_pages(portal, folder, address, names)
        for address, names in (
            (ONE, ["one", "thanks"]),
            (THREE, ["three-1", "three-2", "three-3", "thanks"]),
        )
    )


def _page(portal: site.Server, address: str) -> bytes:
    pages: list[bytes] = []
    read = reading(address)
    put_load(portal.port, lambda: recorded(read(), pages), at_once=1, seconds=0.01)
    return pages[0]


def _keep_pages(
    portal: site.Server, folder: Path, address: str, names: list[str]
) -> int:
    pages: list[bytes] = []
    answer = answering(address, pages=len(names) - 1)
    done = put_load(
        portal.port, lambda: recorded(answer(), pages), at_once=1, seconds=0.01
    )
    for name, body in zip(names, pages, strict=False):
        site.keep_bytes(name, body, folder)
    return len(done.durations)


def measure(bench: Bench) -> list[report.Row]:
    rows = []
    for comparison in COMPARISONS:
        say(comparison.name.strip())
        rows += [bench.compare(comparison, each) for each in comparison.at_once]
    return rows


def run(own: site.Own, seconds: float) -> tuple[list, Counter[str], Counter[str]]:
    """Return the rows of the table, the submissions confirmed and those stored."""
    servers, folder = own.servers, own.folder
    environment = own.environment | {"BENCH_BYTES": str(folder)}
    say("making the database")
    site.prepare(environment)
    database = int((servers.postgresql.data / "postmaster.pid").read_text().split()[0])
    with ExitStack() as running:
        served = running.enter_context
        portal = served(site.served("civic.wsgi:application", environment))
        expected = Counter(portal=keep_pages(portal, folder))
        bare = served(site.served("bench.bare:application", environment))
        rows = measure(Bench(portal, bare, database, seconds, expected))
    return rows, expected, count_rows(servers)


def measure_others(
    environment: dict[str, str], rows: list[report.Row], options: argparse.Namespace
) -> dict[str, list]:
    """Measure what is no page that many ask for at once, by name in the report."""
    submissions = max(row.per_second.portal for row in rows if row.name == ONE_PAGE)
    responses = options.responses
    measurements: dict[str, Callable[[], list]] = {
        "log_phone": lambda: log_phone.measure(environment),
        "uploads": lambda: [uploads.measure(environment)],
        "theming": lambda: theming.measure(environment),
        "mail": lambda: [mail.measure(environment)],
        "export": lambda: [exports.measure(environment, responses)],
        "figures": lambda: figures.measure(environment, responses, submissions),
        "proposing": lambda: proposing.measure(responses=responses),
        "calendars": lambda: calendars.figures(environment, options.events),
    }
    found = {}
    for name, measured in measurements.items():
        say(name)
        try:
            found[name] = measured()
        except subprocess.CalledProcessError as error:
            say(f"{error}; see above")
            found[name] = []  # what else was measured is told all the same
    return found


def count_rows(servers: Servers) -> Counter[str]:
    """Rows in the database at the end: of the portal, of the bare program, drafts."""
    with psycopg.connect(servers.environment["DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT 'portal', count(*) FROM surveys_response"
            " JOIN surveys_survey ON surveys_survey.id = survey_id"
            " WHERE slug LIKE 'bench-%'"
            " UNION ALL SELECT 'bare', count(*) FROM bench_row"
            " UNION ALL SELECT 'drafts left', count(*) FROM surveys_draft"
        )
        return Counter(dict(found.fetchall()))


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


def show(rows: list[report.Row], ceiling: float) -> None:
    print(report.table(rows))
    highest = max(max(row.per_second.portal, row.per_second.bare) for row in rows)
    print(f"\nload generator alone: {ceiling:,.0f} requests a second")
    if ceiling < HEADROOM * highest:
        print("the load generator may be what limits the highest of these figures")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.6, help="of each slice")
    parser.add_argument(
        "--responses", type=int, default=1_000_000, help="that are exported and counted"
    )
    parser.add_argument(
        "--events", type=int, default=1000, help="of a calendar that is subscribed to"
    )
    options = parser.parse_args()
    ceiling = generator_ceiling()
    try:
        with site.own() as own:
            rows, expected, stored = run(own, options.seconds)
            others = measure_others(own.environment, rows, options)
    except subprocess.CalledProcessError as error:
        say(f"{error}; see above")
        return 1
    path = var_dir() / "bench.json"
    more = {name: [one.as_row() for one in found] for name, found in others.items()}
    report.write(rows, path, generator_per_second=ceiling, rows_stored=stored, **more)
    show(rows, ceiling)
    for found in others.values():
        print(*found, sep="\n")
    print(f"rows in the database: {dict(stored)}; written to {path}")
    if stored != expected:
        print(f"WRONG: {dict(expected)} were confirmed")
    return 0 if stored == expected and all(others.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
