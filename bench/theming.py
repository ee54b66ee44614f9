"""The theming table over many answers: a filter's whole page beside the bare SQL.

usage: python -m bench.theming [--notes N]; a part of ``make bench``
"""

import argparse
import json
import subprocess
import sys

from bench import site
from bench.report import Figure

GOAL = 200  # milliseconds
NOTES = 100_000


def measure(environment: dict[str, str], notes: int = NOTES) -> list[Figure]:
    """Fill the database with so many answers in words, and filter them."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.table", str(notes)],
        env=environment | {"DJANGO_SETTINGS_MODULE": "civic.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    return [
        Figure(f"theming table, {name}", "ms", page, bare, most=GOAL)
        for name, (page, bare) in found.items()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=NOTES)
    notes = parser.parse_args().notes
    with site.empty() as environment:
        figures = measure(environment, notes)
    print(*figures, sep="\n")
    return 0 if all(one.is_met for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
