"""Folding beside one grouping statement; results of few beside those of many.

usage: python -m bench.figures [--responses N]; a part of ``make bench``
"""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from bench import site

FOLDING_GOAL = 0.3
SUBMISSIONS_GOAL = 5
PAGE_GOAL = 1.1


@dataclass(frozen=True)
class Figure:
    """One figure beside its ceiling; with ``is_most`` the ratio may not be above.

    Without a ``goal`` it is only reported.
    """

    name: str
    unit: str
    portal: float
    beside: float
    goal: float | None
    is_most: bool = False

    @property
    def ratio(self) -> float:
        return self.portal / self.beside

    @property
    def is_met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.ratio <= self.goal if self.is_most else self.ratio >= self.goal

    def __str__(self) -> str:
        sign = "≤" if self.is_most else "≥"
        met = {True: "met", False: "NOT MET", None: ""}[self.is_met]
        goal = f" (goal {sign} {self.goal})  {met}" if self.goal else ""
        return (
            f"{self.name}: {self.portal:,.1f} beside {self.beside:,.1f} {self.unit},"
            f" ratio {self.ratio:.2f}{goal}"
        )

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "met": self.is_met}


def measure(
    environment: dict[str, str], responses: int, submissions: float | None = None
) -> list[Figure]:
    """Measure with so many responses; ``submissions`` a second, where measured."""
    command = [sys.executable, "-m", "bench.counting", str(responses)]
    done = subprocess.run(
        command,
        env=environment | {"DJANGO_SETTINGS_MODULE": "civic.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    folding = f"folding of {responses:,} responses"
    rate = found["folding"]
    figures = [
        Figure(
            f"{folding}, beside one grouping statement",
            "a second",
            rate,
            found["grouping"],
            FOLDING_GOAL,
        )
    ]
    if submissions:
        name = f"{folding}, beside submissions"
        figures.append(Figure(name, "a second", rate, submissions, SUBMISSIONS_GOAL))
    for key, page in (("page", "results page"), ("page_by_channel", "by channel")):
        few, many = found[key]["bench-few"], found[key]["bench-many"]
        name = f"{page} of {responses:,} responses, beside 1,000"
        figures.append(Figure(name, "ms", many, few, PAGE_GOAL, is_most=True))
    print(f"check_tallies: {found['check_seconds']:.1f} s", file=sys.stderr)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=1_000_000)
    responses = parser.parse_args().responses
    with site.empty() as environment:
        figures = measure(environment, responses)
    for figure in figures:
        print(figure)
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
