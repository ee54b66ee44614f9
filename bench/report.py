"""The rows, the table and var/bench.json."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.load import Measurement

Slices = Sequence[Measurement]


@dataclass(frozen=True)
class Pair:
    """A figure of the portal and of the bare program: medians over all slices.

    ``ratio`` is the median over the pairs of slices that stood side by side, so that
    a noisy moment of the machine meets both or drops out.
    """

    portal: float
    bare: float
    ratio: float

    @classmethod
    def of(
        cls, portal: Slices, bare: Slices, figure: Callable[[Measurement], float]
    ) -> "Pair":
        ours, theirs = (
            [figure(each) for each in portal],
            [figure(each) for each in bare],
        )
        ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
        return cls(median(ours), median(theirs), median(ratios))


@dataclass(frozen=True)
class Row:
    """One comparison; ``goal`` is the least ratio, None where none is set."""

    name: str
    at_once: int
    per_second: Pair
    p95_ms: Pair
    cpu_ms: Pair
    goal: float | None
    p95_goal: float | None

    @property
    def is_met(self) -> bool | None:
        """Whether it reaches its goals; None if it has none."""
        if self.goal is None:
            return None
        is_steady = self.p95_goal is None or self.p95_ms.ratio <= self.p95_goal
        return self.per_second.ratio >= self.goal and is_steady


def row(
    name: str,
    at_once: int,
    measured: tuple[Slices, Slices],
    goals: tuple[float | None, float | None],
) -> Row:
    portal, bare = measured
    totals = [
        Measurement(
            sum(each.seconds for each in slices),
            [duration for each in slices for duration in each.durations],
            sum(each.cpu for each in slices),
        )
        for slices in measured
    ]
    return Row(
        name,
        at_once,
        Pair.of(portal, bare, lambda each: each.per_second),
        Pair.of(portal, bare, lambda each: each.p95 * 1000),
        # Of all slices together: the kernel counts in hundredths of a second.
        Pair.of(*([each] for each in totals), lambda each: each.cpu_per_visit * 1000),
        *goals,
    )


@dataclass(frozen=True)
class Figure:
    """One figure of the portal, and that of what stands ``beside`` it, if anything.

    Goals are for the figure itself or for the ratio of the two; without any it is only
    reported.
    """

    name: str
    unit: str
    portal: float
    beside: float | None = None
    most: float | None = None
    least_ratio: float | None = None
    most_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.beside is None else self.portal / self.beside

    @property
    def is_met(self) -> bool | None:
        met = [met for met, _goal in self._goals]
        return all(met) if met else None

    @property
    def _goals(self) -> list[tuple[bool, str]]:
        goals = []
        if self.most is not None:
            goals.append((self.portal <= self.most, f"≤ {self.most:g} {self.unit}"))
        if self.ratio is not None and self.least_ratio is not None:
            is_met = self.ratio >= self.least_ratio
            goals.append((is_met, f"ratio ≥ {self.least_ratio:g}"))
        if self.ratio is not None and self.most_ratio is not None:
            is_met = self.ratio <= self.most_ratio
            goals.append((is_met, f"ratio ≤ {self.most_ratio:g}"))
        return goals

    def __str__(self) -> str:
        beside = ""
        if self.beside is not None:
            beside = f" beside {_rounded(self.beside)}, ratio {self.ratio:.2f}"
        goal = ", ".join(goal for _met, goal in self._goals)
        told = f"{self.name}: {_rounded(self.portal)} {self.unit}{beside}"
        return f"{told} (goal {goal})  {MET[self.is_met]}" if goal else told

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "met": self.is_met}


def _rounded(value: float) -> str:
    """In three digits, or in as many as it has before the point."""
    return f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.3g}"


WHOLE = 100
COLUMNS = "{:<34}{:>8}{:>10}{:>8}{:>7}{:>7}{:>10}{:>10}{:>7}{:>7}{:>9}{:>10}{:>7}  {}"
HEADINGS = (
    *("", "at once", "portal/s", "bare/s", "ratio", "goal"),
    *("p95 ms", "bare p95", "ratio", "goal"),
    *("CPU ms", "bare CPU", "ratio", ""),
)
MET = {True: "met", False: "NOT MET", None: ""}


def table(rows: list[Row]) -> str:
    """The rows as text.

    Visits a second, the time 95 of 100 visits take, and the CPU that one visit takes
    of web server and database, which other work on the machine hardly changes.
    """
    return "\n".join([COLUMNS.format(*HEADINGS), *map(_line, rows)])


def _line(row: Row) -> str:
    speed, p95, cpu = row.per_second, row.p95_ms, row.cpu_ms
    return COLUMNS.format(
        *(row.name, row.at_once, f"{speed.portal:,.0f}", f"{speed.bare:,.0f}"),
        *(f"{speed.ratio:.2f}", f"≥ {row.goal}" if row.goal else ""),
        *(f"{p95.portal:.1f}", f"{p95.bare:.1f}", f"{p95.ratio:.2f}"),
        f"≤ {row.p95_goal}" if row.p95_goal else "",
        *(f"{cpu.portal:.2f}", f"{cpu.bare:.2f}", f"{cpu.ratio:.2f}"),
        MET[row.is_met],
    )


def write(rows: list[Row], path: Path, **more: object) -> None:
    content = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        **more,
        "rows": [asdict(each) | {"met": each.is_met} for each in rows],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
