import datetime as dt
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from surveys import tallying
from surveys.models import Response, Tally, UnfoldedResponse
from surveys.tasks import fold_responses as fold_task
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    ResponseFactory,
    community_survey,
)

NOON = dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)


@pytest.fixture
def survey(db):
    return community_survey()


def tallies(survey, *fields):
    """What was counted: (question, choice) with people and answers."""
    rows = Tally.objects.filter(survey=survey).values_list(
        "question__code", "choice", *fields, "people", "answers"
    )
    return {row[:-2]: row[-2:] for row in rows if any(row[-2:])}


def answer(survey, **answers):
    return ResponseFactory(
        survey=survey,
        collector=survey.collectors.first() or CollectorFactory(survey=survey),
        answers=answers,
        submitted_at=NOON,
    )


def test_each_inserted_response_is_queued(survey):
    response = answer(survey, visits="weekly")

    assert UnfoldedResponse.objects.get().response == response


def test_bulk_inserted_responses_are_queued(survey):
    collector = CollectorFactory(survey=survey)

    Response.objects.bulk_create(
        ResponseFactory.build(survey=survey, collector=collector) for _ in range(3)
    )

    assert UnfoldedResponse.objects.count() == 3


def test_responses_inserted_in_plain_sql_are_queued(survey):
    answer(survey, visits="weekly")

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO surveys_response (submission, survey_id, collector_id, "
            "language, people, answers, receipt_hash, review_state, review_reason, "
            "started_at, submitted_at) SELECT gen_random_uuid(), survey_id, "
            "collector_id, language, people, answers, receipt_hash, review_state, "
            "review_reason, started_at, submitted_at FROM surveys_response"
        )

    assert UnfoldedResponse.objects.count() == 2


def test_fold_counts_every_kind_of_answer(survey):
    answer(
        survey,
        visits="weekly",
        uses=["books", "other"],
        **{"uses-other": "Chess"},
        trust=4,
        wish="A garden",
        home="north",
    )

    assert tallying.fold_responses() == 1

    assert tallies(survey) == {
        (None, ""): (1, 1),
        ("visits", ""): (1, 1),
        ("visits", "weekly"): (1, 1),
        ("uses", ""): (1, 1),
        ("uses", "books"): (1, 1),
        ("uses", "other"): (1, 1),
        ("trust", ""): (1, 1),
        ("trust", "4"): (1, 1),
        ("wish", ""): (1, 1),
        ("home", ""): (1, 1),
        ("home", "north"): (1, 1),
    }


def test_fold_does_not_count_empty_answers(survey):
    answer(survey, visits=None, uses=[], wish="", gone="code of no question")

    tallying.fold_responses()

    assert tallies(survey) == {(None, ""): (1, 1)}


def test_fold_counts_a_repeated_choice_once(survey):
    answer(survey, uses=["books", "books"])

    tallying.fold_responses()

    assert tallies(survey)["uses", "books"] == (1, 1)


def test_fold_counts_people_beside_answers(survey):
    for people in (1, 5):
        ResponseFactory(survey=survey, people=people, answers={"visits": "never"})

    tallying.fold_responses()

    rows = Tally.objects.filter(survey=survey, choice="never")
    assert sorted(rows.values_list("people", "answers")) == [(1, 1), (5, 1)]


def test_fold_tells_channel_language_district_and_day_apart(survey):
    north = DistrictFactory()
    one, other = CollectorFactory.create_batch(2, survey=survey)
    for collector, language, district in (
        (one, "fa", north),
        (one, "fa", None),
        (one, "vi", None),
        (other, "vi", None),
    ):
        ResponseFactory(
            survey=survey,
            collector=collector,
            language=language,
            district=district,
            submitted_at=NOON,
        )

    tallying.fold_responses()

    day = dt.date(2026, 3, 1)
    assert tallies(survey, "collector", "language", "district", "day") == {
        (None, "", one.pk, "fa", north.pk, day): (1, 1),
        (None, "", one.pk, "fa", None, day): (1, 1),
        (None, "", one.pk, "vi", None, day): (1, 1),
        (None, "", other.pk, "vi", None, day): (1, 1),
    }


def test_fold_takes_the_day_of_the_city(survey):
    after_midnight_utc = dt.datetime(2026, 3, 1, 1, tzinfo=dt.UTC)
    ResponseFactory(survey=survey, submitted_at=after_midnight_utc)

    tallying.fold_responses()

    assert Tally.objects.get().day == dt.date(2026, 2, 28)


def test_fold_adds_to_what_is_counted(survey):
    for _ in range(3):
        answer(survey, visits="weekly")
        tallying.fold_responses()

    assert tallies(survey)["visits", "weekly"] == (3, 3)


def test_fold_takes_no_more_than_its_limit(survey):
    for _ in range(3):
        answer(survey)

    assert [tallying.fold_responses(limit=2) for _ in range(3)] == [2, 1, 0]


def test_fold_leaves_out_the_excluded(survey):
    response = answer(survey, visits="weekly")
    response.review_state = Response.ReviewState.EXCLUDED
    response.save()

    assert tallying.fold_responses() == 1

    assert tallies(survey) == {}


def test_fold_task_empties_the_queue(survey):
    for _ in range(3):
        answer(survey)

    fold_task()

    assert UnfoldedResponse.objects.count() == 0
    assert tallies(survey) == {(None, ""): (3, 3)}


def test_apply_takes_back_and_adds_again(survey):
    kept, excluded = (answer(survey, visits="weekly") for _ in range(2))
    tallying.fold_responses()

    tallying.apply([excluded.pk], -1)
    assert tallies(survey)["visits", "weekly"] == (1, 1)

    tallying.apply([kept.pk], -1)
    assert tallies(survey) == {}

    tallying.apply([excluded.pk], 1)
    assert tallies(survey)["visits", "weekly"] == (1, 1)


def test_apply_leaves_what_still_waits_to_folding(survey):
    response = answer(survey, visits="weekly")

    tallying.apply([response.pk], -1)

    assert tallies(survey) == {}
    assert UnfoldedResponse.objects.count() == 1


def test_rebuild_counts_afresh_and_empties_the_queue(survey):
    answer(survey, visits="weekly")
    tallying.fold_responses()
    answer(survey, visits="never")
    Tally.objects.update(people=7)

    tallying.rebuild_tallies(survey)

    assert tallies(survey)["visits", "weekly"] == (1, 1)
    assert tallies(survey)["visits", "never"] == (1, 1)
    assert UnfoldedResponse.objects.count() == 0


def test_rebuild_leaves_other_surveys_alone(survey):
    other = answer(community_survey(), visits="weekly")

    tallying.rebuild_tallies(survey)

    assert UnfoldedResponse.objects.get().response == other


def test_differences_are_none_after_folding(survey):
    answer(survey, visits="weekly", uses=["books", "wifi"])
    tallying.fold_responses()
    answer(survey, visits="never")

    assert tallying.count_differences() == 0


def test_differences_are_counted_by_cell(survey):
    answer(survey, visits="weekly")
    tallying.fold_responses()

    Tally.objects.filter(choice="weekly").update(people=2)
    Tally.objects.filter(question=None).delete()

    assert tallying.count_differences() == 2


# Several workers at once


def in_threads(*functions):
    """Run all at the same time, each on a connection of its own."""
    failures = []
    barrier = Barrier(len(functions))

    def run(function):
        try:
            barrier.wait(10)
            function()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def fold_by_tens():
    while tallying.fold_responses(limit=10):
        pass


@pytest.mark.django_db(transaction=True)
def test_two_workers_fold_each_response_once():
    survey = community_survey()
    for number in range(120):
        answer(survey, visits=["weekly", "never"][number % 2], trust=number % 5 + 1)

    in_threads(fold_by_tens, fold_by_tens)
    fold_by_tens()

    assert tallies(survey)[None, ""] == (120, 120)
    assert tallying.count_differences() == 0


@pytest.mark.django_db(transaction=True)
def test_rebuild_beside_folding_and_submitting_agrees_to_the_last_unit():
    survey = community_survey()
    for _ in range(60):
        answer(survey, visits="weekly")

    def submit():
        for _ in range(30):
            answer(survey, visits="never")

    def rebuild():
        for _ in range(5):
            tallying.rebuild_tallies(survey)

    in_threads(fold_by_tens, fold_by_tens, submit, rebuild)
    fold_by_tens()

    assert tallies(survey)[None, ""] == (90, 90)
    assert tallying.count_differences() == 0


@pytest.mark.django_db(transaction=True)
def test_excluding_beside_folding_agrees_to_the_last_unit():
    survey = community_survey()
    responses = [answer(survey, visits="weekly").pk for _ in range(60)]

    def exclude():
        for response in responses[::3]:
            with transaction.atomic():
                Response.objects.filter(pk=response).update(
                    review_state=Response.ReviewState.EXCLUDED
                )
                tallying.apply([response], -1)

    in_threads(fold_by_tens, exclude, fold_by_tens)
    fold_by_tens()

    assert tallies(survey)["visits", "weekly"] == (40, 40)
    assert tallying.count_differences() == 0


def test_a_few_that_wait_are_folded_at_once(survey):
    answer(survey, visits="weekly")

    tallying.fold_a_few()
    tallying.fold_a_few()

    assert tallies(survey)["visits", "weekly"] == (1, 1)


def test_many_that_wait_are_left_to_the_worker(survey, monkeypatch):
    monkeypatch.setattr(tallying, "FEW", 1)
    for _ in range(2):
        answer(survey, visits="weekly")

    tallying.fold_a_few()

    assert tallies(survey) == {}


@pytest.mark.django_db(transaction=True)
def test_folding_a_few_does_not_wait_while_all_is_counted_afresh():
    survey = community_survey()
    answer(survey, visits="weekly")
    is_held, is_over = Event(), Event()

    def rebuild():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [tallying.LOCK])
            is_held.set()
            is_over.wait(10)

    def look():
        is_held.wait(10)
        tallying.fold_a_few()
        is_over.set()

    in_threads(rebuild, look)
    assert tallies(survey) == {}
    tallying.fold_a_few()
    assert tallies(survey)["visits", "weekly"] == (1, 1)
