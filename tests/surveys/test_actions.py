import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from civic import receipts
from surveys import tasks
from surveys.actions import (
    DRAFT_LIFETIME,
    SubmissionMismatch,
    purge_drafts,
    save_draft,
    submit_response,
)
from surveys.models import Draft, Response
from tests.factories import DistrictFactory
from tests.surveys.factories import CollectorFactory, community_survey


@pytest.fixture
def collector(db):
    return CollectorFactory(survey=community_survey())


def submit(collector, **kwargs):
    values = {
        "submission": uuid.uuid4(),
        "answers": {"visits": "weekly"},
        "language": "fa",
        "started_at": timezone.now() - dt.timedelta(minutes=2),
    }
    return submit_response(collector.survey, collector=collector, **values | kwargs)


def draft(collector, submission, **sent):
    return save_draft(
        collector.survey,
        collector=collector,
        submission=submission,
        sent=sent,
        started_at=timezone.now(),
    )


def test_submit_response_stores_everything(collector):
    home = DistrictFactory(code="north")
    answers = {"visits": "weekly", "wish": "بیشتر", "home": "north"}
    submission = uuid.uuid4()
    response, is_new = submit(
        collector, submission=submission, answers=answers, people=3
    )
    stored = Response.objects.get()

    assert is_new
    assert stored == response
    assert stored.answers == answers
    assert stored.district == home
    assert (stored.people, stored.language) == (3, "fa")
    assert (stored.review_state, stored.review_reason) == ("accepted", "")
    assert stored.submission == receipts.stored_id(submission)
    code = receipts.code_for(submission)
    assert stored.receipt_hash == receipts.hash_code(code)


def test_submit_response_again_returns_the_stored_one(collector):
    submission = uuid.uuid4()
    first, _ = submit(collector, submission=submission)
    again, is_new = submit(
        collector, submission=submission, answers={"visits": "never"}
    )

    assert not is_new
    assert again == first
    assert again.answers == {"visits": "weekly"}


def test_submit_response_refuses_a_submission_of_another_collector(collector):
    submission = uuid.uuid4()
    submit(collector, submission=submission)
    other = CollectorFactory(survey=collector.survey)

    with pytest.raises(SubmissionMismatch):
        submit(other, submission=submission)
    assert Response.objects.count() == 1


def test_submit_response_flags_with_reasons(collector):
    response, _ = submit(collector, flags=["trap", "pace"])

    assert response.review_state == "flagged"
    assert response.review_reason == "trap, pace"
    assert list(Response.objects.counted()) == [response]


def test_submit_response_removes_the_draft(collector):
    submission = uuid.uuid4()
    draft(collector, submission, **{"q-visits": ["weekly"]})
    submit(collector, submission=submission)

    assert not Draft.objects.exists()


def test_submit_response_takes_a_given_time(collector):
    moment = dt.datetime(2025, 9, 30, 12, tzinfo=dt.UTC)
    response, _ = submit(collector, submitted_at=moment)

    assert Response.objects.get(pk=response.pk).submitted_at == moment


@pytest.mark.django_db(transaction=True)
def test_submit_response_at_the_same_time_stores_once():
    collector = CollectorFactory(survey=community_survey())
    submission = uuid.uuid4()

    def once(_number):
        try:
            return submit(collector, submission=submission)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(once, range(6)))

    assert sorted(is_new for _response, is_new in results) == [False] * 5 + [True]
    assert {response.pk for response, _ in results} == {Response.objects.get().pk}


def test_save_draft_merges_pages(collector):
    submission = uuid.uuid4()
    first = draft(collector, submission, **{"q-visits": ["weekly"], "q-uses": ["wifi"]})
    second = draft(collector, submission, **{"q-uses": [], "q-wish": ["a"]})
    stored = Draft.objects.get()

    assert first.answers == {"q-visits": ["weekly"], "q-uses": ["wifi"]}
    assert second.answers == {"q-visits": ["weekly"], "q-uses": [], "q-wish": ["a"]}
    assert stored.answers == second.answers
    assert stored.started_at == second.started_at == first.started_at


def test_save_draft_after_the_response_keeps_nothing(collector):
    submission = uuid.uuid4()
    submit(collector, submission=submission)

    assert draft(collector, submission, **{"q-wish": ["late"]}) is None
    assert not Draft.objects.exists()


def test_save_draft_refuses_a_submission_of_another_survey(collector):
    submission = uuid.uuid4()
    draft(collector, submission, **{"q-wish": ["mine"]})
    other = CollectorFactory(survey=community_survey())

    assert draft(other, submission, **{"q-wish": ["forged"]}) is None
    assert Draft.objects.get().answers == {"q-wish": ["mine"]}


def test_purge_drafts_keeps_the_recent(collector):
    old, recent = uuid.uuid4(), uuid.uuid4()
    for submission in (old, recent):
        draft(collector, submission, **{"q-wish": ["a"]})
    now = timezone.now()
    Draft.objects.filter(submission=old).update(saved_at=now - DRAFT_LIFETIME * 1.1)

    assert purge_drafts() == 1
    assert Draft.objects.get().submission == recent
    assert purge_drafts(now=now + DRAFT_LIFETIME * 1.1) == 1


def test_purge_drafts_deletes_one_that_was_saved_while_it_was_sent(collector):
    sent, begun = uuid.uuid4(), uuid.uuid4()
    draft(collector, begun, **{"q-wish": ["b"]})
    draft(collector, sent, **{"q-wish": ["a"]})
    left = Draft.objects.get(submission=sent)
    submit(collector, submission=sent)
    left.save(force_insert=True)

    assert purge_drafts() == 1
    assert Draft.objects.get().submission == begun
    assert Response.objects.count() == 1


def test_purge_drafts_task(collector):
    draft(collector, uuid.uuid4(), **{"q-wish": ["a"]})
    tasks.purge_drafts()
    assert Draft.objects.count() == 1

    Draft.objects.update(saved_at=timezone.now() - DRAFT_LIFETIME * 1.1)
    tasks.purge_drafts()
    assert not Draft.objects.exists()
