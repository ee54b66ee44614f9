"""Answers in words have rows of their own that follow their responses."""

import datetime as dt
import importlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from surveys import tallying
from surveys.actions import submit_response
from surveys.actions.corrections import correct_response
from surveys.actions.review import review_responses
from surveys.models import OpenAnswer, Response
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    ResponseFactory,
    community_survey,
)

LATE_IN_THE_CITY = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)


@pytest.fixture
def survey(db):
    return community_survey()


def answer(survey, **fields):
    fields.setdefault("answers", {"wish": "A garden"})
    return ResponseFactory(
        survey=survey,
        collector=survey.collectors.first() or CollectorFactory(survey=survey),
        **fields,
    )


def read():
    """What is there, by response and question."""
    rows = OpenAnswer.objects.order_by("response", "question__code")
    return list(rows.values_list("response", "question__code", "text"))


def test_folding_reads_answers_in_words_and_those_of_other(survey):
    words = {"wish": "A garden", "street": "Elm", "uses-other": "Chess"}
    response = answer(survey, answers={"visits": "weekly", "uses": ["other"], **words})

    tallying.fold_responses()

    assert read() == [
        (response.pk, "street", "Elm"),
        (response.pk, "uses", "Chess"),
        (response.pk, "wish", "A garden"),
    ]


def test_what_stands_beside_the_words_is_the_responses(survey):
    district = DistrictFactory()
    response = answer(
        survey,
        language="vi",
        people=3,
        district=district,
        submitted_at=LATE_IN_THE_CITY,
        answers={"wish": "Một khu Vườn Đẹp"},
    )

    tallying.fold_responses()

    row = OpenAnswer.objects.get()
    assert (row.response, row.collector) == (response, response.collector)
    assert (row.district, row.language, row.people) == (district, "vi", 3)
    assert (row.day, row.is_counted) == (dt.date(2026, 3, 1), True)
    assert row.folded == "mot khu vuon dep"
    assert str(row) == "Một khu Vườn Đẹp"


@pytest.mark.parametrize(
    "given", ["", " \t\n ", None, 7, ["A garden"], {"a": "garden"}, True]
)
def test_blanks_and_what_is_no_text_are_left_out(survey, given):
    answer(survey, answers={"wish": given, "gone": "of no question"})

    tallying.fold_responses()

    assert read() == []
    assert tallying.count_differences() == 0


def test_an_answer_that_waits_is_not_read_yet(survey):
    answer(survey)

    assert read() == []
    assert tallying.count_differences() == 0


def test_excluding_and_restoring_follow(survey):
    response = answer(survey)
    tallying.fold_responses()
    excluded, accepted = Response.ReviewState.EXCLUDED, Response.ReviewState.ACCEPTED

    review_responses(survey, responses=[response.pk], state=excluded, actor=None)
    assert not OpenAnswer.objects.counted().exists()
    assert OpenAnswer.objects.exists()

    review_responses(survey, responses=[response.pk], state=accepted, actor=None)
    assert OpenAnswer.objects.counted().exists()


def test_one_excluded_while_it_waits_is_read_and_does_not_count(survey):
    answer(survey, review_state=Response.ReviewState.EXCLUDED)

    tallying.fold_responses()

    assert OpenAnswer.objects.get().is_counted is False


def test_correction_keeps_the_row_and_changes_its_words(survey):
    response = answer(survey)
    tallying.fold_responses()
    row = OpenAnswer.objects.get()

    correct_response(response, answers={"wish": "Two gardens"}, people=4, language="pl")

    corrected = OpenAnswer.objects.get()
    assert (corrected.pk, corrected.text) == (row.pk, "Two gardens")
    assert (corrected.people, corrected.language) == (4, "pl")
    assert corrected.folded == "two gardens"


def test_correction_removes_words_that_were_taken_away(survey):
    response = answer(survey, answers={"wish": "A garden", "street": "Elm"})
    tallying.fold_responses()

    correct_response(response, answers={"street": "Oak"})

    assert read() == [(response.pk, "street", "Oak")]


def test_correction_of_an_excluded_response_follows_and_does_not_count(survey):
    response = answer(survey, review_state=Response.ReviewState.EXCLUDED)
    tallying.fold_responses()

    correct_response(response, answers={"street": "Oak"})

    assert read() == [(response.pk, "street", "Oak")]
    assert OpenAnswer.objects.get().is_counted is False
    assert tallying.count_differences() == 0


def test_correction_while_it_waits_is_left_to_folding(survey):
    response = answer(survey, review_state=Response.ReviewState.EXCLUDED)

    correct_response(response, answers={"street": "Oak"})
    assert read() == []

    tallying.fold_responses()
    assert read() == [(response.pk, "street", "Oak")]


def test_submitting_reads_nothing(survey):
    """What a resident waits for is the same as without answers in words."""
    collector = CollectorFactory(survey=survey)
    response = ResponseFactory.build(survey=survey)

    submit_response(
        survey,
        collector=collector,
        submission=response.submission,
        answers={"wish": "A garden"},
        language="en",
        started_at=response.started_at,
    )

    assert read() == []


def test_check_tallies_finds_words_that_differ(survey):
    answer(survey)
    tallying.fold_responses()
    OpenAnswer.objects.update(text="A car park")

    with pytest.raises(CommandError, match=r"^1 cells or answers in words differ"):
        call_command("check_tallies")


@pytest.mark.parametrize("spoil", ["missing", "changed", "uncounted", "too many"])
def test_rebuilding_mends_what_differs_and_keeps_the_rest(survey, spoil):
    response, other = answer(survey), answer(survey)
    tallying.fold_responses()
    kept = OpenAnswer.objects.get(response=other).pk
    rows = OpenAnswer.objects.filter(response=response)
    if spoil == "missing":
        rows.delete()
    elif spoil == "changed":
        rows.update(text="x", language="it", people=9)
    elif spoil == "uncounted":
        rows.update(is_counted=False)
    else:
        row = rows.get()
        row.pk, row.question = None, survey.all_questions.get(code="street")
        row.save()
    assert tallying.count_differences() == 1

    tallying.rebuild_tallies(survey)

    assert tallying.count_differences() == 0
    assert OpenAnswer.objects.filter(pk=kept, response=other).exists()
    assert len(read()) == 2


def test_answers_folded_before_are_read_by_the_migration(survey):
    for _number in range(2):
        answer(survey, answers={"wish": "A garden", "uses-other": "Chess"})
    answer(survey, review_state=Response.ReviewState.EXCLUDED)
    tallying.fold_responses()
    OpenAnswer.objects.filter(text="A garden").delete()
    answer(survey)  # waits

    name = "surveys.migrations.0016_read_words_answered_before"
    migration = importlib.import_module(name)
    with connection.schema_editor() as editor:
        migration.read_words(None, editor)

    assert len(read()) == 5
    assert tallying.count_differences() == 0


def test_only_those_who_code_see_answers(
    survey, librarian, editor, translator, stranger
):
    answer(survey)
    tallying.fold_responses()

    seen = [OpenAnswer.objects.visible_to(one).count() for one in (librarian, editor)]
    unseen = [
        OpenAnswer.objects.visible_to(one).count() for one in (translator, stranger)
    ]
    assert (seen, unseen) == ([1, 1], [0, 0])


def test_rows_go_with_their_response(survey):
    response = answer(survey)
    tallying.fold_responses()

    with transaction.atomic():
        response.delete()

    assert read() == []
