"""The same answers again within minutes are flagged, and count all the same."""

import datetime as dt

import pytest
from django.utils import timezone

from surveys import tallying
from surveys.models import Response, Tally
from tests.surveys.factories import CollectorFactory, ResponseFactory, SurveyFactory

TOLD = {"visits": "weekly", "wish": "More chairs by the window"}
NOW = timezone.now()


@pytest.fixture
def collector(db):
    return CollectorFactory()


def sent(collector, minutes_ago=0.0, answers=None, **fields) -> Response:
    return ResponseFactory(
        survey=collector.survey,
        collector=collector,
        answers=TOLD if answers is None else answers,
        submitted_at=NOW - dt.timedelta(minutes=minutes_ago),
        **fields,
    )


def people_counted(survey) -> int:
    whole = Tally.objects.filter(survey=survey, question=None)
    return sum(whole.values_list("people", flat=True))


def flagged() -> list[tuple[int, str]]:
    tallying.fold_responses()
    found = Response.objects.filter(review_state="flagged").order_by("pk")
    return list(found.values_list("pk", "review_reason"))


def test_the_second_of_two_equal_responses_is_flagged(collector):
    sent(collector, minutes_ago=3)
    second = sent(collector)
    assert flagged() == [(second.pk, "repeated")]
    assert people_counted(collector.survey) == 2
    assert tallying.count_differences() == 0


def test_a_repeat_is_found_though_the_first_was_folded_before(collector):
    sent(collector, minutes_ago=3)
    tallying.fold_responses()
    second = sent(collector)
    assert flagged() == [(second.pk, "repeated")]


def test_many_equal_codes_are_a_repeat_without_any_words(collector):
    answers = {f"question_{number}": "yes" for number in range(5)}
    sent(collector, answers=answers)
    second = sent(collector, answers=answers)
    assert flagged() == [(second.pk, "repeated")]


@pytest.mark.parametrize(
    "answers", [{"visits": "weekly", "trust": 4}, {"wish": "Chairs"}, {}]
)
def test_few_and_short_answers_may_well_agree(collector, answers):
    for _ in range(2):
        sent(collector, answers=answers)
    assert flagged() == []


def test_equal_answers_long_after_are_not_a_repeat(collector):
    sent(collector, minutes_ago=11)
    sent(collector)
    assert flagged() == []


def test_equal_answers_at_another_place_are_not_a_repeat(collector):
    sent(collector)
    sent(CollectorFactory(survey=collector.survey))
    assert flagged() == []


def test_what_was_brought_in_from_elsewhere_is_left_alone(collector):
    for _ in range(2):
        sent(collector, minutes_ago=2 * 24 * 60)
    assert flagged() == []


def test_entries_of_a_guide_are_left_alone(db):
    collector = CollectorFactory(survey=SurveyFactory(purpose="guide"))
    for _ in range(2):
        sent(collector)
    assert flagged() == []


def test_a_response_that_was_reviewed_stays_as_it_is(collector):
    sent(collector)
    second = sent(collector, review_state="excluded", review_reason="trap")
    assert flagged() == []
    second.refresh_from_db()
    assert second.review_reason == "trap"
