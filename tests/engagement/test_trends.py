"""Change since earlier quarters where the same question was asked."""

import datetime as dt
from dataclasses import replace

import pytest

from engagement.evidence import Answer, Evidence, QuestionEvidence
from engagement.models import Summary
from engagement.trends import Earlier, Trend, change_of, is_same_question, trends_of
from tests.engagement.writing import fall_summary

WHY = QuestionEvidence(
    survey="guide-2025",
    code="WHY",
    kind="multiple",
    labels={"en": "Why do you use the library?", "fa": "چرا؟"},
    people=40,
    conversations=None,
    notes=None,
    is_exclusive=False,
    choices=(Answer("borrow", {}, 20), Answer("space", {}, None)),
    family="one",
)


def evidence(*questions):
    return Evidence("2024-07-01", "2024-10-31", 99, 9, 9, 9, questions=questions)


def published(year, question, status="published"):
    return Summary.objects.create(
        year=year,
        season="fall",
        starts_on=dt.date(year, 7, 1),
        ends_on=dt.date(year, 10, 31),
        status=status,
        evidence=replace(evidence(question), is_published=True).as_json(),
        published_at=dt.datetime(year, 11, 9, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(
    ("then", "is_same"),
    [
        ({}, True),
        ({"survey": "other", "labels": {}}, True),  # a version of the same survey
        ({"survey": "other", "family": "two"}, True),  # in the same words
        ({"survey": "other", "family": "", "labels": {"en": "Why?"}}, False),
        ({"survey": "other", "family": "", "labels": {}}, False),
        ({"code": "WHYNOT"}, False),
        ({"is_exclusive": True}, False),
    ],
)
def test_question_is_the_same_by_its_survey_or_its_words(then, is_same):
    assert is_same_question(WHY, replace(WHY, **then)) is is_same


def test_trend_has_the_earlier_published_quarters_latest_first(db):
    then = replace(WHY, people=50, choices=(Answer("borrow", {}, 10),))
    published(2023, replace(then, people=100))
    published(2024, then)
    published(2026, then)

    [trend] = trends_of(evidence(WHY), fall_summary())

    assert trend == Trend(
        "guide-2025",
        "WHY",
        "borrow",
        (Earlier(2024, "fall", 10, 50), Earlier(2023, "fall", 10, 100)),
    )
    change = change_of(WHY, "borrow", [trend])
    assert (change.before.share, change.share, change.points) == (0.2, 0.5, 30)


@pytest.mark.parametrize(
    ("now", "then"),
    [(20, None), (None, 20)],
)
def test_change_is_told_only_where_both_numbers_are_shown(db, now, then):
    published(2024, replace(WHY, choices=(Answer("borrow", {}, then),)))
    asked = replace(WHY, choices=(Answer("borrow", {}, now),))

    assert trends_of(evidence(asked), fall_summary()) == ()
    assert change_of(asked, "borrow", ()) is None


def test_draft_of_an_earlier_quarter_is_no_comparison(db):
    published(2024, WHY, status="draft")

    assert trends_of(evidence(WHY), fall_summary()) == ()
