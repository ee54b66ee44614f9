"""Surveys about to be published, for the tests of what follows."""

import datetime as dt

from surveys.models import Survey
from tests.surveys.factories import PageFactory, SurveyFactory, question

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DRAFT, OPEN, CLOSED = Survey.Status.DRAFT, Survey.Status.OPEN, Survey.Status.CLOSED


def draft_survey(**fields) -> Survey:
    """A draft of one page with one question, ready to be published in English."""
    fields = {"status": DRAFT, "languages": ["en"]} | fields
    survey = SurveyFactory(**fields)
    question(PageFactory(survey=survey, position=1), "visits", "single", "often", "no")
    return survey


def condition(code: str, operator: str = "is", value: object = "often", **more):
    one = {"question": code, "operator": operator, "value": value, **more}
    return {"match": "all", "conditions": [one]}
