"""What was found in a quarter, and the answers that each finding rests on."""

from dataclasses import dataclass

from civic.management.demonstration.texts import all_columns
from engagement.models import Commitment, EvidenceSet, Finding, Summary, Theme

TEXTS = ("title", "wants", "concerns", "actions")


@dataclass(frozen=True)
class Found:
    """The texts under ``key``, the themes, and the commitments that answer them."""

    key: str
    themes: tuple[str, ...]
    answered_by: tuple[str, ...] = ()


FOUND: dict[tuple[int, str], tuple[Found, ...]] = {
    (2025, "fall"): (
        Found("hotspots", ("digital",), ("hotspots",)),
        Found("hours", ("coming",), ("mondays",)),
        Found("making", ("making",), ("garden", "drawing")),
    ),
    (2024, "fall"): (Found("young", ("young-people", "comics-and-games"), ("manga",)),),
}


def load_findings(summary: Summary, promised: dict[str, Commitment]) -> None:
    """Load a summary's findings; ``promised`` are its commitments by their keys."""
    found = FOUND.get((summary.year, summary.season), ())
    for position, one in enumerate(found, start=1):
        finding, _is_new = Finding.objects.update_or_create(
            summary=summary,
            position=position,
            defaults=all_columns(TEXTS, "summaries", "findings", one.key),
        )
        for code in one.themes:
            theme = Theme.objects.get(code=code)
            EvidenceSet.objects.get_or_create(finding=finding, theme=theme)
        for key in one.answered_by:
            Commitment.objects.filter(pk=promised[key].pk).update(finding=finding)
