import pytest
from django.utils import translation

from surveys.models import Survey
from surveys.telling import district_names, told_answers
from tests.factories import DistrictFactory
from tests.surveys.factories import PageFactory, QuestionFactory, SurveyFactory
from tests.surveys.factories import question as asked

ANSWERS = {
    "visits": "weekly",
    "uses": ["books", "other"],
    "uses-other": "Quiet",
    "trust": 4,
    "services": {"hours": "good"},
    "order": ["wifi", "books"],
    "hours": 12.5,
    "since": "2025-09-23",
    "agrees": "yes",
    "wish": "More chairs",
    "home": "d1",
}


@pytest.fixture
def survey(db):
    DistrictFactory(code="d1", name_en="Old Town", name_fa="شهر کهنه")
    made = SurveyFactory()
    page = PageFactory(survey=made)
    asked(page, "visits", "dropdown", "weekly", "never")
    asked(page, "uses", "multiple", "books", "wifi", has_other=True)
    asked(page, "trust", "rating", minimum=1, maximum=5)
    matrix = asked(page, "services", "matrix", "good", "bad")
    matrix.rows.create(position=1, code="hours", label_en="Opening hours")
    asked(page, "order", "ranking", "books", "wifi")
    for code, kind in (("hours", "number"), ("since", "date"), ("agrees", "consent")):
        QuestionFactory(page=page, code=code, kind=kind)
    asked(page, "wish", "long_text")
    asked(page, "home", "district")
    return Survey.objects.with_questions().get()


def told(survey, answers):
    found = told_answers(survey, answers, district_names())
    return {one.question.code: one.texts for one in found}


def test_answers_are_told_in_words(survey):
    assert told(survey, ANSWERS) == {
        "visits": ["Weekly"],
        "uses": ["Books", "Quiet"],
        "trust": ["4"],
        "services": ["Opening hours: Good"],
        "order": ["1. Wifi", "2. Books"],
        "hours": ["12.5"],
        "since": ["September 23, 2025"],
        "agrees": ["Agreed"],
        "wish": ["More chairs"],
        "home": ["Old Town"],
    }


def test_answers_are_told_with_the_readers_digits_and_calendar(survey):
    with translation.override("fa"):
        found = told(survey, ANSWERS)
    assert (found["hours"], found["since"]) == (["۱۲٫۵"], ["۱ مهر ۱۴۰۴"])
    assert found["home"] == ["شهر کهنه"]


def test_a_code_that_is_gone_is_told_as_it_is(survey):
    answers = {"visits": "daily", "home": "d9", "services": {"hours": "odd"}}
    assert told(survey, answers) == {
        "visits": ["daily"],
        "services": ["Opening hours: odd"],
        "home": ["d9"],
    }
