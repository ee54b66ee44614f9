"""Proposing a summary over many notes and many answers to surveys.

usage: python -m bench.proposing [--notes N] [--responses N]; a part of ``make bench``
"""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from bench import site

GOAL = 5  # seconds
NOTES = 100_000
RESPONSES = 1_000_000


@dataclass(frozen=True)
class Proposed:
    """Seconds until the composer's page is there, and of its counting alone."""

    name: str
    seconds: float
    counting: float

    @property
    def is_met(self) -> bool:
        return self.seconds <= GOAL

    def __str__(self) -> str:
        met = "met" if self.is_met else "NOT MET"
        return (
            f"{self.name}: {self.seconds:.2f} s, of which counting"
            f" {self.counting:.2f} s (goal ≤ {GOAL} s)  {met}"
        )

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "met": self.is_met}


def measure(notes: int = NOTES, responses: int = RESPONSES) -> list[Proposed]:
    """Fill a database of its own, and open the composer of a draft over all of it."""
    with site.empty() as environment:
        done = subprocess.run(
            [sys.executable, "-m", "bench.proposed", str(notes), str(responses)],
            env=environment | {"DJANGO_SETTINGS_MODULE": "civic.settings"},
            stdout=subprocess.PIPE,
            check=True,
        )
    found = json.loads(done.stdout)
    name = f"proposing a summary of {notes:,} notes and {responses:,} answers"
    return [Proposed(name, found["page"], found["counting"])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=NOTES)
    parser.add_argument("--responses", type=int, default=RESPONSES)
    options = parser.parse_args()
    proposed = measure(options.notes, options.responses)
    print("\n".join(map(str, proposed)))
    return 0 if all(one.is_met for one in proposed) else 1


if __name__ == "__main__":
    sys.exit(main())
