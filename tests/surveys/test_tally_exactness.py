"""Whatever comes, and in whatever order, the tallies agree with a recount."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from surveys import tallying
from surveys.actions.corrections import correct_response
from surveys.models import Collector, Response, Survey, Tally, TallySum
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    QuestionRowFactory,
    ResponseFactory,
    SurveyFactory,
    question,
)
from tests.surveys.test_tallying import fold_by_tens, in_threads

NOON = dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)
CODES = ["a", "b", "c"]


def survey_of_every_kind() -> Survey:
    survey = SurveyFactory()
    page = PageFactory(survey=survey)
    for kind in ("single", "dropdown", "multiple"):
        question(page, kind, kind, *CODES, has_other=True)
    question(page, "ranking", "ranking", *CODES)
    rows = question(page, "matrix", "matrix", *CODES)
    for code in ("x", "y"):
        QuestionRowFactory(question=rows, code=code)
    question(page, "rating", "rating", minimum=1, maximum=5)
    for kind in ("number", "date", "consent", "information", "long_text", "district"):
        question(page, kind, kind)
    return survey


def tallies(survey):
    rows = Tally.objects.filter(survey=survey, people__gt=0).exclude(question=None)
    return dict(rows.values_list("choice", "people"))


@pytest.mark.parametrize(
    ("kind", "given", "counted"),
    [
        ("dropdown", "a", {"": 1, "a": 1}),
        ("matrix", {"x": "a", "y": "b"}, {"": 1, "x:": 1, "x:a": 1, "y:": 1, "y:b": 1}),
        ("matrix", {"x": "a", "y": None}, {"": 1, "x:": 1, "x:a": 1}),
        ("ranking", ["c", "a"], {"": 1, "c:": 1, "c:1": 1, "a:": 1, "a:2": 1}),
        ("number", 12.5, {"": 1}),
        ("number", 0, {"": 1}),
        ("date", "2025-09-23", {"": 1}),
        ("consent", "yes", {"": 1, "yes": 1}),
        ("information", "yes", {}),
        ("matrix", {}, {}),
        ("ranking", [], {}),
        # What no form lets through must not stop the rest from being counted.
        ("matrix", "x", {"": 1}),
        ("ranking", {"a": 1}, {"": 1}),
        ("number", "many", {"": 1}),
    ],
)
def test_fold_counts_each_kind(db, kind, given, counted):
    survey = survey_of_every_kind()
    ResponseFactory(survey=survey, answers={kind: given})

    tallying.fold_responses()

    assert tallies(survey) == counted
    assert tallying.count_differences() == 0


def test_numbers_are_summed_exactly(db):
    survey = survey_of_every_kind()
    for value, people in ((0.1, 1), (0.2, 3), (-1.333333, 1)):
        ResponseFactory(survey=survey, people=people, answers={"number": value})

    tallying.fold_responses()

    total = TallySum.objects.get(
        survey=survey, question__code="number", choice="", dimension=""
    )
    assert total.people == 5
    assert total.points == Decimal("-0.633333")
    assert total.squares == Decimal("1.907776888889")


def test_sums_are_kept_for_each_group_of_each_dimension(db):
    survey = survey_of_every_kind()
    north = DistrictFactory()
    kiosk = CollectorFactory(survey=survey, kind=Collector.Kind.KIOSK)
    for language, district, people in (("fa", north, 2), ("vi", None, 1)):
        ResponseFactory(
            survey=survey,
            collector=kiosk,
            language=language,
            district=district,
            people=people,
            submitted_at=NOON,
        )

    tallying.fold_responses()

    sums = TallySum.objects.filter(survey=survey)
    assert sorted(sums.values_list("dimension", "group", "people")) == sorted(
        [
            ("", "", 3),
            ("channel", "kiosk", 3),
            ("district", "", 1),
            ("district", str(north.pk), 2),
            ("language", "fa", 2),
            ("language", "vi", 1),
            ("month", "2026-03", 3),
        ]
    )


def test_differences_of_sums_are_counted(db):
    survey = survey_of_every_kind()
    ResponseFactory(survey=survey, answers={"number": 3})
    tallying.fold_responses()

    TallySum.objects.filter(dimension="language", question=None).update(people=9)
    TallySum.objects.filter(dimension="", question__code="number").update(points=9)

    assert tallying.count_differences() == 2
    assert tallying.count_differences([SurveyFactory()]) == 0


words = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.just(" \t\n")
answers = st.fixed_dictionaries(
    {},
    optional={
        "single": st.sampled_from(CODES),
        "dropdown": st.sampled_from([*CODES, None, ""]),
        "multiple": st.lists(st.sampled_from([*CODES, "other"]), max_size=4),
        "ranking": st.permutations(CODES) | st.just(["b"]) | st.just([]),
        "matrix": st.dictionaries(
            st.sampled_from(["x", "y"]), st.sampled_from([*CODES, None])
        ),
        "rating": st.integers(1, 5),
        "number": st.integers(-(10**9), 10**9)
        | st.decimals(-1000, 1000, places=6).map(float),
        "date": st.dates().map(str),
        "consent": st.just("yes"),
        "information": st.just("x"),
        "long_text": words,
        "multiple-other": words,
        "rating-other": words,
        "gone": st.just("x"),
    },
)
responses = st.lists(
    st.tuples(answers, st.sampled_from(["vi", "fa"]), st.integers(1, 3)),
    min_size=1,
    max_size=8,
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["fold", "one", "exclude", "restore", "rebuild", "correct"]),
        st.integers(0, 7),
        answers,
    ),
    max_size=12,
)


def review(response: Response, state: str, sign: int) -> None:
    """What the action for excluding and restoring does to the figures."""
    with transaction.atomic():
        changed = Response.objects.filter(pk=response.pk).exclude(review_state=state)
        if changed.update(review_state=state):
            tallying.apply([response.pk], sign)


def take(step: str, response: Response, answers: dict) -> None:
    if step == "fold":
        tallying.fold_responses()
    elif step == "one":
        tallying.fold_responses(limit=1)
    elif step == "exclude":
        review(response, Response.ReviewState.EXCLUDED, -1)
    elif step == "restore":
        review(response, Response.ReviewState.ACCEPTED, 1)
    elif step == "correct":
        correct_response(response, answers=answers, language="it")
    else:
        tallying.rebuild_tallies(response.survey)


class AnyOrder(TestCase):
    """Hypothesis needs a transaction of its own around each example."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(responses, steps)
    def test_any_answers_in_any_order_agree_with_a_recount(self, given, steps):
        survey = survey_of_every_kind()
        collector = CollectorFactory(survey=survey)
        made = [
            ResponseFactory(
                survey=survey,
                collector=collector,
                answers=dict(answers),
                language=language,
                people=people,
                submitted_at=NOON + dt.timedelta(days=11 * number),
            )
            for number, (answers, language, people) in enumerate(given)
        ]

        for step, number, corrected in steps:
            take(step, made[number % len(made)], corrected)
            assert tallying.count_differences() == 0
        before = tallying.counts_of(survey)
        tallying.fold_responses()

        assert tallying.count_differences() == 0
        assert tallying.counts_of(survey) == before
        tallying.rebuild_tallies(survey)
        assert tallying.counts_of(survey) == before


@pytest.mark.django_db(transaction=True)
def test_everything_at_once_agrees_to_the_last_unit():
    survey = survey_of_every_kind()
    collector = CollectorFactory(survey=survey)
    made = [
        ResponseFactory(
            survey=survey,
            collector=collector,
            answers={
                "number": n / 8,
                "ranking": ["a", "b"],
                "matrix": {"x": "a"},
                "long_text": f"More chairs {n}",
            },
            language=["fa", "vi"][n % 2],
        )
        for n in range(40)
    ]

    def exclude():
        for response in made[::3]:
            review(response, Response.ReviewState.EXCLUDED, -1)

    def restore():
        for response in made[::6]:
            review(response, Response.ReviewState.EXCLUDED, -1)
            review(response, Response.ReviewState.ACCEPTED, 1)

    def correct():
        for n, response in enumerate(made[::4]):
            words = {"long_text": "Fewer chairs"} if n % 2 else {}
            correct_response(response, answers=words)

    def rebuild():
        for _ in range(3):
            tallying.rebuild_tallies(survey)

    in_threads(fold_by_tens, fold_by_tens, exclude, restore, correct, rebuild)
    fold_by_tens()

    assert tallying.count_differences() == 0


def test_counts_are_equal_before_and_after_folding_to_the_last_sign(db):
    survey = survey_of_every_kind()
    ResponseFactory(survey=survey, answers={"number": 100})
    before = tallying.counts_of(survey)
    tallying.fold_responses()

    assert repr(tallying.counts_of(survey)) == repr(before)
