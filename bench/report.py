"""The rows, the table and var/bench.json."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load import Measurement


@dataclass
class Row:
    """One comparison; ``goal`` is the least ratio, None where none is set."""

    name: str
    at_once: int
    portal_per_second: float
    bare_per_second: float
    portal_p95_ms: float
    bare_p95_ms: float
    goal: float | None
    p95_goal: float | None = None

    @property
    def ratio(self) -> float:
        return self.portal_per_second / self.bare_per_second

    @property
    def p95_ratio(self) -> float:
        return self.portal_p95_ms / self.bare_p95_ms

    @property
    def is_met(self) -> bool:
        return (self.goal is None or self.ratio >= self.goal) and (
            self.p95_goal is None or self.p95_ratio <= self.p95_goal
        )


def row(
    name: str,
    at_once: int,
    measured: tuple[Measurement, Measurement],
    goals: tuple[float | None, float | None],
) -> Row:
    portal, bare = measured
    return Row(
        name,
        at_once,
        *(portal.per_second, bare.per_second, portal.p95 * 1000, bare.p95 * 1000),
        *goals,
    )


COLUMNS = "{:<34}{:>8}{:>10}{:>10}{:>8}{:>7}{:>10}{:>10}{:>8}{:>7}  {}"


def table(rows: list[Row]) -> str:
    """The rows as text: visits a second, and the time 95 of 100 visits take."""
    lines = [
        COLUMNS.format(
            *("", "at once", "portal/s", "bare/s", "ratio", "goal"),
            *("p95 ms", "bare p95", "ratio", "goal", ""),
        )
    ]
    lines += [
        COLUMNS.format(
            *(each.name, each.at_once),
            *(f"{each.portal_per_second:,.0f}", f"{each.bare_per_second:,.0f}"),
            *(f"{each.ratio:.2f}", f"≥ {each.goal}" if each.goal else ""),
            *(f"{each.portal_p95_ms:.1f}", f"{each.bare_p95_ms:.1f}"),
            f"{each.p95_ratio:.2f}",
            f"≤ {each.p95_goal}" if each.p95_goal else "",
            "met" if each.is_met else "NOT MET",
        )
        for each in rows
    ]
    return "\n".join(lines)


def write(rows: list[Row], path: Path, **more: object) -> None:
    content = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        **more,
        "rows": [
            asdict(each)
            | {"ratio": each.ratio, "p95_ratio": each.p95_ratio, "met": each.is_met}
            for each in rows
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
