"""Folding beside one grouping statement; results of few beside those of many.

usage: python -m bench.figures [--responses N]; a part of ``make bench``
"""

import argparse
import json
import subprocess
import sys

from bench import site
from bench.report import Figure

FOLDING_GOAL = 0.3
SUBMISSIONS_GOAL = 5
PAGE_GOAL = 1.1


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
            least_ratio=FOLDING_GOAL,
        )
    ]
    if submissions:
        name = f"{folding}, beside submissions"
        figures.append(
            Figure(name, "a second", rate, submissions, least_ratio=SUBMISSIONS_GOAL)
        )
    for key, page in (("page", "results page"), ("page_by_channel", "by channel")):
        few, many = found[key]["bench-few"], found[key]["bench-many"]
        name = f"{page} of {responses:,} responses, beside 1,000"
        figures.append(Figure(name, "ms", many, few, most_ratio=PAGE_GOAL))
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
