"""The work list of the next outreach: groups below target, and what is planned."""

import datetime as dt
from dataclasses import dataclass

from civic.calendars import quarter_of
from engagement.coverage import Coverage
from engagement.coverage_figures import LEVELS, GroupCoverage
from engagement.models import Summary
from engagement.plan import Outlook, OutreachPlan
from engagement.population import DISTRICT, LANGUAGE


@dataclass(frozen=True)
class Gap:
    """A group below target: ``wanted`` people of it would have been enough.

    ``outlook`` is what is planned for it; of age groups that is not known.
    """

    group: GroupCoverage
    wanted: int
    outlook: Outlook | None


def gaps_of(coverage: Coverage, plan: OutreachPlan) -> list[Gap]:
    """Return the groups that were heard too little, those hardly heard first."""
    outlooks = {(DISTRICT, one.code): to for one, to in plan.districts if one}
    outlooks |= {(LANGUAGE, one.code): to for one, to in plan.languages}
    found = [
        Gap(
            row.group,
            row.wanted,
            outlooks.get((row.group.dimension, row.group.code)),
        )
        for each in coverage.dimensions
        for row in each.rows
        if row.group.level
    ]
    return sorted(found, key=lambda gap: list(LEVELS).index(gap.group.level))


def period_before(first: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of the last summary that ended before ``first``.

    Without one, the calendar quarter before.
    """
    before = Summary.objects.filter(ends_on__lt=first).first()
    if before:
        return before.starts_on, before.ends_on
    return quarter_of(quarter_of(first)[0] - dt.timedelta(days=1))
