"""The theming table over many answers: a filter's whole page beside the bare SQL.

usage: python -m bench.theming [--notes N]; a part of ``make bench``
"""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from bench import site

GOAL = 200  # milliseconds
NOTES = 100_000


@dataclass(frozen=True)
class Filtered:
    """Milliseconds of one filter: the whole page, and its condition bare."""

    name: str
    portal_ms: float
    bare_ms: float

    @property
    def is_met(self) -> bool:
        return self.portal_ms <= GOAL

    def __str__(self) -> str:
        met = "met" if self.is_met else "NOT MET"
        return (
            f"  {self.name:<32}{self.portal_ms:>8.1f} ms"
            f"{self.bare_ms:>8.1f} ms bare  {met}"
        )

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "met": self.is_met}


def measure(environment: dict[str, str], notes: int = NOTES) -> list[Filtered]:
    """Fill the database with so many answers in words, and filter them."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.table", str(notes)],
        env=environment | {"DJANGO_SETTINGS_MODULE": "civic.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    return [Filtered(name, portal, bare) for name, (portal, bare) in found.items()]


def table(filtered: list[Filtered]) -> str:
    slowest = max(one.portal_ms for one in filtered)
    head = f"theming table, each filter ≤ {GOAL} ms (slowest {slowest:.0f} ms)"
    return "\n".join([head, *map(str, filtered)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=NOTES)
    notes = parser.parse_args().notes
    with site.empty() as environment:
        filtered = measure(environment, notes)
    print(table(filtered))
    return 0 if all(one.is_met for one in filtered) else 1


if __name__ == "__main__":
    sys.exit(main())
