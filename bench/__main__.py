"""Run the benchmarks: ``make bench``, about two minutes."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import report, site
from bench.load import Measurement, Visit, put_load
from bench.visits import answering, reading, three_bare_posts
from civic.embedded import Servers, var_dir

AT_ONCE = (1, 8, 32)
ROUNDS = 3  # portal and bare take turns, so that a noisy moment meets both
HEADROOM = 2  # the generator must be this much faster than what it measures

Make = Callable[[], Visit]


@dataclass(frozen=True)
class Comparison:
    name: str
    portal: Make
    bare: Make
    goal: float
    has_p95_goal: bool = False

    def goals(self, at_once: int) -> tuple[float | None, float | None]:
        if not self.has_p95_goal:
            return self.goal, None
        return (self.goal, 1.5) if at_once > 1 else (None, None)


COMPARISONS = [
    Comparison(
        "survey page, warm",
        reading("/en/surveys/bench-one/"),
        reading("/one/"),
        goal=0.7,
    ),
    Comparison(
        "submission of a one-page survey",
        answering("/en/surveys/bench-one/", pages=1),
        answering("/one/", pages=1),
        goal=0.7,
        has_p95_goal=True,
    ),
    Comparison(
        "submission over three pages",
        answering("/en/surveys/bench-three/", pages=3),
        three_bare_posts("/three/"),
        goal=0.6,
    ),
]


def compare(
    comparison: Comparison, ports: tuple[int, int], at_once: int, seconds: float
) -> report.Row:
    visits = (comparison.portal, comparison.bare)
    totals = (Measurement(), Measurement())
    for port, visit in zip(ports, visits, strict=True):
        put_load(port, visit, at_once=at_once, seconds=0.3)  # warm
    for _ in range(ROUNDS):
        for total, port, visit in zip(totals, ports, visits, strict=True):
            total.add(put_load(port, visit, at_once=at_once, seconds=seconds))
    return report.row(comparison.name, at_once, totals, comparison.goals(at_once))


def generator_ceiling(seconds: float) -> float:
    """Requests a second of the load generator against a server that does nothing."""
    target = "bench.instant:application"
    with site.served(target, dict(os.environ)) as port:
        return put_load(port, reading("/"), at_once=32, seconds=seconds).per_second


def measure(servers: Servers, folder: Path, seconds: float) -> tuple[float, list]:
    environment = site.production(servers, folder)
    say("making the database")
    site.prepare(environment)
    ceiling = generator_ceiling(seconds)
    with ExitStack() as running:
        portal = running.enter_context(
            site.served("civic.wsgi:application", environment)
        )
        for name in ("one", "three"):
            page = site.fetch(portal, f"/en/surveys/bench-{name}/")
            site.keep_bytes(name, page, folder)
        thanks = site.fetch(portal, "/en/surveys/bench-one/thanks/")
        (folder / "thanks.html").write_bytes(
            thanks.replace(b"</main>", b"<p data-receipt></p></main>")
        )
        environment["BENCH_BYTES"] = str(folder)
        bare = running.enter_context(site.served("bench.bare:application", environment))
        rows = []
        for comparison in COMPARISONS:
            say(comparison.name)
            rows += [
                compare(comparison, (portal, bare), at_once, seconds)
                for at_once in AT_ONCE
            ]
        return ceiling, rows


def count_rows(servers: Servers) -> dict[str, int]:
    """Rows that are in the database at the end, by survey and for the bare program."""
    with psycopg.connect(servers.environment["DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT slug, count(*) FROM surveys_response"
            " JOIN surveys_survey ON surveys_survey.id = survey_id"
            " WHERE slug LIKE 'bench-%' GROUP BY slug"
            " UNION ALL SELECT 'bare', count(*) FROM bench_row ORDER BY 1"
        )
        return dict(found.fetchall())


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each stretch")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        (folder / "static").mkdir()
        folder.chmod(0o755)  # as root, the servers run as another user
        servers = Servers(folder)
        with servers.running():
            try:
                ceiling, rows = measure(servers, folder, seconds)
            except subprocess.CalledProcessError as error:
                say(f"{error}; see above")
                return 1
            stored = count_rows(servers)
    path = var_dir() / "bench.json"
    report.write(rows, path, generator_per_second=ceiling, rows_stored=stored)
    print(report.table(rows))
    print(f"\nrows in the database: {stored}; written to {path}")
    highest = max(max(row.portal_per_second, row.bare_per_second) for row in rows)
    print(f"load generator alone: {ceiling:,.0f} requests a second")
    if ceiling < HEADROOM * highest:
        print("the load generator may be what limits the highest of these figures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
