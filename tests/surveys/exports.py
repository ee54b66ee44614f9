"""A survey with every kind of question and three responses, for the exports' tests."""

import datetime as dt

from surveys.models import Question, QuestionRow, Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    question,
)

# Late evening in the city is the next day in UTC.
SENT_AT = dt.datetime(2025, 9, 24, 3, tzinfo=dt.UTC)
FULL = {
    "visits": "weekly",
    "heard": "other",
    "heard-other": "=1+1",
    "uses": ["books", "other"],
    "uses-other": "the piano",
    "trust": 4,
    "rooms": {"hall": "good", "garden": "bad"},
    "order": ["quiet", "long"],
    "age": 41.5,
    "born": "1984-03-20",
    "nick": "+48 – Łucja",
    "wish": "A garden,\nwith “shade” \\ and\ttea",
    "home": "north",
    "agree": "yes",
}


def questionnaire(**fields) -> Survey:
    """Each kind once; “heard” and “agree” are shown on a condition."""
    survey = SurveyFactory(**{"slug": "every-kind"} | fields)
    page, kind = PageFactory(survey=survey), Question.Kind
    question(page, "hello", kind.INFORMATION)
    visits = question(page, "visits", kind.SINGLE, "weekly", "never")
    visits.choices.filter(code="weekly").update(label_fa="هر هفته", label_it="")
    is_visitor = {"question": "visits", "operator": "is", "value": "weekly"}
    shown_if = {"match": "all", "conditions": [is_visitor]}
    heard = {"has_other": True, "shown_if": shown_if}
    question(page, "heard", kind.DROPDOWN, "friend", **heard)
    question(page, "uses", kind.MULTIPLE, "books", "wifi", has_other=True)
    ends = {"minimum_label_en": "not at all", "maximum_label_en": "fully"}
    question(page, "trust", kind.RATING, minimum=1, maximum=5, **ends)
    rooms = question(page, "rooms", kind.MATRIX, "good", "bad")
    for position, code in enumerate(("hall", "garden"), start=1):
        QuestionRow.objects.create(
            question=rooms, position=position, code=code, label_en=code.capitalize()
        )
    second = PageFactory(survey=survey)
    question(second, "order", kind.RANKING, "long", "quiet", "warm")
    question(second, "age", kind.NUMBER, decimals=1)
    question(second, "born", kind.DATE)
    question(second, "nick", kind.SHORT_TEXT)
    question(second, "wish", kind.LONG_TEXT)
    question(second, "home", kind.DISTRICT)
    question(second, "agree", kind.CONSENT)
    return survey


def answered(survey: Survey) -> list[Response]:
    """One who answered everything, one nothing, and one who is excluded."""
    north = DistrictFactory(code="north", name_en="North", name_fa="شمال")
    collector = CollectorFactory(survey=survey, slug="every-kind-web")
    fields = {"survey": survey, "collector": collector, "submitted_at": SENT_AT}
    return [
        ResponseFactory(answers=FULL, district=north, language="pl", **fields),
        ResponseFactory(answers={}, language="fa", people=3, **fields),
        ResponseFactory(answers={"uses": ["wifi"]}, review_state="excluded", **fields),
    ]
