"""What became of a contribution: found by its receipt code, without its answers."""

import datetime as dt
from dataclasses import dataclass

from surveys.models import Response, Survey
from surveys.outcomes import Outcome, outcomes_of


@dataclass(frozen=True)
class Contribution:
    """Which survey was answered, when (or said in a talk), and what became of it.

    Never what was answered, in which language or where, nor its review.
    """

    survey: Survey
    happened_at: dt.datetime
    outcomes: list[Outcome]

    @property
    def is_from_a_talk(self) -> bool:
        """Whether staff wrote it down in a conversation."""
        return self.survey.purpose == Survey.Purpose.GUIDE

    @property
    def results_come_later(self) -> bool:
        """Whether residents will read the results once the survey is closed."""
        survey = self.survey
        return (
            not survey.has_public_results
            and survey.purpose == Survey.Purpose.SURVEY
            and survey.results_policy == Survey.ResultsPolicy.CLOSED
        )


def contribution(code: str) -> Contribution | None:
    """Return what the receipt ``code`` was given for; None if it never was.

    Only the hash of a code is stored, so it can be recognized but not looked up.
    """
    found = (
        Response.objects.with_receipt(code)
        .select_related("survey")
        .defer("answers")
        .first()
    )
    if found is None:
        return None
    outcomes = outcomes_of(found.pk)
    moments = (one.happened_at for one in outcomes)
    happened_at = next(filter(None, moments), found.submitted_at)
    return Contribution(found.survey, happened_at, outcomes)
