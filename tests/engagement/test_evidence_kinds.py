"""What a guide's questions of every kind come to in the evidence of a period."""

import datetime as dt

import pytest

from engagement.actions import publish_summary
from engagement.evidence import evidence_for
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.listening import IN_FALL
from tests.engagement.writing import fall_summary
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    EVERY_KIND_ANSWERS,
    ResponseFactory,
    every_kind_survey,
)

PEOPLE = 6
DAYS = dt.date(2025, 7, 1), dt.date(2025, 10, 31)
TABLED = {"single", "dropdown", "multiple", "rating", "district"}


@pytest.fixture
def questions(db):
    """The published evidence of a guide that asks every kind, by the kind."""
    DistrictFactory(code="north")
    guide = every_kind_survey(slug="guide", purpose="guide")
    event = OutreachEventFactory(starts_at=IN_FALL, status="held")
    for _person in range(PEOPLE):
        response = ResponseFactory(survey=guide, answers=EVERY_KIND_ANSWERS)
        ConversationFactory(event=event, response=response)
    published = evidence_for(*DAYS).published()
    return {question.kind: question for question in published.questions}


def test_evidence_counts_who_answered_a_question_of_any_kind(questions):
    assert {question.people for question in questions.values()} == {PEOPLE}


def test_evidence_asks_nothing_by_an_information_text(questions):
    assert "information" not in questions


def test_evidence_counts_single_answers_only_where_they_are_offered(questions):
    assert {kind for kind, one in questions.items() if one.choices} == TABLED


def test_evidence_tells_answers_in_words_from_others(questions):
    in_words = {kind for kind, one in questions.items() if one.is_in_own_words}
    assert in_words == {"short_text", "long_text"}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_summary_shows_questions_of_every_kind(client, questions, language):
    publish_summary(fall_summary(), actor=None)
    page = client.get(f"/{language}/summaries/2025/fall/")
    assert page.status_code == 200
    assert "{&#x27;" not in page.content.decode()
