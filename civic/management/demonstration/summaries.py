"""The quarters' summaries, their sections, quotations and commitments."""

import datetime as dt
from dataclasses import dataclass

from civic.calendars import Season
from civic.management.demonstration.conversations import submission
from civic.management.demonstration.findings import load_findings
from civic.management.demonstration.publishing import bring_on_its_way
from civic.management.demonstration.quotations import FALL_2025, Quoted
from civic.management.demonstration.texts import all_columns, columns, part
from civic.models import Branch, District, User
from civic.roles import Role
from engagement.models import (
    Commitment,
    CommitmentUpdate,
    Conversation,
    Summary,
    SummaryQuotation,
    SummarySection,
    Theme,
)

TEXTS = ("introduction", "decided", "reasons")


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A commitment; ``updates`` tell the state it had on the days of its reports."""

    key: str
    branch: str | None = None
    theme: str | None = None
    district: str | None = None
    due: tuple[int, str] | tuple[None, str] = (None, "")
    status: str = "planned"
    updates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A summary; ``published`` is empty for one that is still being translated.

    ``corrected`` is when a misprint in its introduction was put right.
    """

    year: int
    season: str
    first: str
    last: str
    branches: tuple[str, ...]
    published: str = ""
    corrected: str = ""
    quotations: tuple[Quoted, ...] = ()
    commitments: tuple[Promised, ...] = ()


QUARTERS = (
    Quarter(
        year=2023,
        season=Season.FALL,
        first="2023-08-01",
        last="2023-10-31",
        branches=("almaden",),
    ),
    Quarter(
        year=2024,
        season=Season.SPRING,
        first="2024-01-15",
        last="2024-04-21",
        branches=("berryessa", "evergreen"),
        published="2024-05-14 10:00",
        commitments=(
            Promised(
                key="middle-school",
                branch="berryessa",
                theme="teens",
                district="district-4",
                status="under_way",
                updates=(("2024-09-12", "under_way"), ("2025-02-06", "under_way")),
            ),
        ),
    ),
    Quarter(
        year=2024,
        season=Season.SUMMER,
        first="2024-04-22",
        last="2024-07-31",
        branches=("bascom",),
        published="2024-08-20 09:30",
        corrected="2024-08-27 14:05",
        commitments=(
            Promised(
                key="recreation",
                branch="bascom",
                theme="spanish-adults",
                district="district-6",
                due=(2025, Season.SPRING),
                status="done",
                updates=(("2024-10-08", "under_way"), ("2025-03-20", "done")),
            ),
        ),
    ),
    Quarter(
        year=2024,
        season=Season.FALL,
        first="2024-08-01",
        last="2024-10-31",
        branches=("almaden",),
        published="2024-11-19 11:00",
        commitments=(
            Promised(
                key="manga",
                branch="almaden",
                theme="comics-and-games",
                district="district-10",
                due=(2024, Season.WINTER),
                status="done",
                updates=(("2025-01-22", "done"),),
            ),
            Promised(
                key="animals",
                branch="almaden",
                theme="small-children",
                district="district-10",
                due=(2025, Season.SPRING),
                status="not_possible",
                updates=(("2025-02-18", "not_possible"),),
            ),
        ),
    ),
    Quarter(
        year=2025,
        season=Season.FALL,
        first="2025-07-01",
        last="2025-10-31",
        branches=(
            *("king", "educational-park", "evergreen", "tully"),
            *("bascom", "west-valley", "willow-glen"),
        ),
        published="2025-11-06 10:15",
        quotations=FALL_2025,
        commitments=(
            Promised(
                key="hotspots",
                theme="hotspots",
                due=(2026, Season.SPRING),
                status="under_way",
                updates=(("2025-12-10", "under_way"), ("2026-06-12", "under_way")),
            ),
            Promised(
                key="mondays",
                theme="opening-hours",
                due=(2027, Season.SPRING),
            ),
            Promised(
                key="garden",
                branch="evergreen",
                theme="gardening",
                district="district-8",
                due=(2026, Season.SUMMER),
                updates=(("2026-09-08", "planned"),),
            ),
            Promised(
                key="drawing",
                branch="willow-glen",
                theme="crafts",
                district="district-6",
                due=(2026, Season.WINTER),
            ),
        ),
    ),
)


def load_summaries(staff: dict[str, User]) -> None:
    for quarter in QUARTERS:
        summary = load_summary(quarter)
        load_sections(summary, quarter)
        librarian = staff.get(Role.LIBRARIAN)
        if librarian and not quarter.published:
            for section in summary.sections.all():
                section.authors.add(librarian)
        load_quotations(summary, quarter)
        load_findings(summary, load_commitments(summary, quarter))
        if not summary.steps.exists():
            bring_on_its_way(summary, quarter, staff)


def load_summary(quarter: Quarter) -> Summary:
    place = f"{quarter.year}-{quarter.season}"
    summary, _ = Summary.objects.update_or_create(
        year=quarter.year,
        season=quarter.season,
        defaults={
            "starts_on": quarter.first,
            "ends_on": quarter.last,
            "is_demonstration": True,
            **all_columns(TEXTS, "summaries", "summaries", place),
        },
    )
    return summary


def load_sections(summary: Summary, quarter: Quarter) -> None:
    place = f"{quarter.year}-{quarter.season}"
    for position, branch in enumerate(quarter.branches, start=1):
        SummarySection.objects.update_or_create(
            summary=summary,
            branch=Branch.objects.get(code=branch),
            defaults={
                "position": position,
                **columns("byline", "places", "bylines", branch),
                **columns("body", "summaries", "summaries", place, "sections", branch),
            },
        )


def load_quotations(summary: Summary, quarter: Quarter) -> None:
    for position, quoted in enumerate(quarter.quotations, start=1):
        said = submission(quoted.event, "talk", 0, quoted.number)
        SummaryQuotation.objects.update_or_create(
            summary=summary,
            conversation=Conversation.objects.get(response__submission=said),
            defaults={
                "position": position,
                "original_language": quoted.language,
                **columns("text", "summaries", "quotations", quoted.key),
            },
        )


def load_commitments(summary: Summary, quarter: Quarter) -> dict[str, Commitment]:
    """Load what was promised; return it by its keys."""
    loaded = {}
    for position, promised in enumerate(quarter.commitments, start=1):
        year, season = promised.due
        branch = promised.branch and Branch.objects.get(code=promised.branch)
        texts = part("summaries", "en")["commitments"][promised.key]
        commitment, _ = Commitment.objects.update_or_create(
            summary=summary,
            position=position,
            defaults={
                "branch": branch,
                "theme": Theme.objects.filter(code=promised.theme).first(),
                "district": District.objects.filter(code=promised.district).first(),
                "due_year": year,
                "due_season": season,
                "status": promised.status,
                "is_demonstration": True,
                **all_columns(
                    tuple(texts.keys() - {"updates"}),
                    "summaries",
                    "commitments",
                    promised.key,
                ),
            },
        )
        load_updates(commitment, promised)
        loaded[promised.key] = commitment
    return loaded


def load_updates(commitment: Commitment, promised: Promised) -> None:
    for day, status in promised.updates:
        place = ("commitments", promised.key, "updates", day)
        CommitmentUpdate.objects.update_or_create(
            commitment=commitment,
            reported_on=dt.date.fromisoformat(day),
            defaults={"status": status, **columns("text", "summaries", *place)},
        )
