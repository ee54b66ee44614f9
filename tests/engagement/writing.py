"""Summaries and their parts in few words, with required fields only."""

import datetime as dt

from civic import languages
from engagement.models import Commitment, Summary, SummarySection
from tests.factories import BranchFactory


def fall_summary(**fields) -> Summary:
    """The summary of July to October 2025, made on first use.

    A draft that a single editor may publish as it is: what was said, what was decided
    and why, with a notice in each language.
    """
    values = {
        "year": 2025,
        "season": "fall",
        "starts_on": dt.date(2025, 7, 1),
        "ends_on": dt.date(2025, 10, 31),
        "introduction_en": "We went out to listen.",
        "decided_en": "We open earlier.",
        "reasons_en": "Many asked for it.",
        "with_notice": list(languages.CODES),
    } | fields
    found = Summary.objects.filter(year=values["year"], season=values["season"])
    return found.first() or Summary.objects.create(**values)


def section_of(summary: Summary, **fields) -> SummarySection:
    values = {"body_en": "At our branch."} | fields
    if "branch" not in values:
        values["branch"] = BranchFactory()
    values.setdefault("position", summary.sections.count())
    return SummarySection.objects.create(summary=summary, **values)


def commitment_of(summary: Summary, **fields) -> Commitment:
    values = {"statement_en": "Open earlier on Mondays", "owner_en": "Branch managers"}
    return Commitment.objects.create(summary=summary, **values | fields)
