"""Follow your voice: from a receipt code to what was heard, learned and promised."""

import datetime as dt
from uuid import uuid4

import pytest

from civic import receipts
from engagement.actions import publish_summary
from engagement.contributions import outcome_of
from engagement.models import (
    Commitment,
    CommitmentUpdate,
    EvidenceSet,
    Finding,
    OutreachEvent,
)
from surveys.models import Response
from tests.engagement.listening import Listening
from tests.engagement.test_summaries import text_of
from tests.engagement.writing import commitment_of, fall_summary

CODE = receipts.code_for(uuid4())


@pytest.fixture
def talk(db):
    """An entry at an event, with a receipt; 40 people more stand beside it."""
    listening = Listening()
    market, fair = listening.event(), listening.event()
    listening.entry(fair, {"WISH": "noise"}, people=40)
    listening.entry(market, {"WISH": "my secret wish"}, people=1)
    response = Response.objects.latest("pk")
    response.receipt_hash = receipts.hash_code(CODE)
    response.save()
    return response


def finding_on(event, title):
    finding = Finding.objects.create(summary=fall_summary(), title_en=title)
    EvidenceSet.objects.create(finding=finding, event=event)
    return finding


@pytest.fixture
def published(talk):
    summary = fall_summary()
    own = finding_on(talk.conversation.event, "More light")
    first = Response.objects.exclude(pk=talk.pk).first().conversation.event
    other = finding_on(first, "Less noise")
    commitment_of(summary, statement_en="Hang lamps", finding=own)
    commitment_of(summary, statement_en="Lay carpets", finding=other)
    commitment_of(summary, statement_en="Say thanks")
    return publish_summary(summary, actor=None)


def follow(client, language="en", code=CODE):
    return client.post(f"/{language}/voice/", {"code": code})


def test_code_leads_to_summary_finding_and_commitments(client, published):
    words = text_of(follow(client))

    assert "You were counted" in words
    assert "41 people heard, and you are among them" in words
    assert "More light" in words
    assert words.index("Hang lamps") < words.index("Say thanks")


def test_code_does_not_lead_to_what_others_said(client, published):
    words = text_of(follow(client))

    assert "Less noise" not in words
    assert "Lay carpets" not in words


def test_code_tells_neither_the_answers_nor_where_they_were_given(
    client, published, talk
):
    page = follow(client).content.decode()

    assert "my secret wish" not in page
    assert talk.conversation.event.title not in page
    assert str(talk.submission) not in page


def test_code_tells_the_state_of_today(client, published):
    commitment = Commitment.objects.get(statement_en="Hang lamps")
    CommitmentUpdate.objects.create(
        commitment=commitment,
        reported_on=dt.date(2026, 1, 5),
        status="done",
        text_en="The lamps hang.",
    )
    Commitment.objects.filter(pk=commitment.pk).update(status="done")

    assert "Done Hang lamps" in text_of(follow(client))
    assert "The lamps hang." in text_of(follow(client))


@pytest.mark.parametrize("is_published", [True, False])
def test_what_no_published_summary_counts_comes_next(client, talk, is_published):
    if is_published:
        Response.objects.filter(pk=talk.pk).update(review_state="excluded")
        publish_summary(fall_summary(), actor=None)

    words = text_of(follow(client))

    assert "No published summary counts it yet." in words
    assert "You were counted" not in words


def test_talk_is_told_with_the_month_of_its_event(client, talk):
    Response.objects.filter(pk=talk.pk).update(
        submitted_at=dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    )
    OutreachEvent.objects.filter(conversations__response=talk).update(
        starts_at=dt.datetime(2025, 10, 9, 18, tzinfo=dt.UTC),
        ends_at=dt.datetime(2025, 10, 9, 20, tzinfo=dt.UTC),
    )

    assert "You talked with the library’s staff in October 2025" in text_of(
        follow(client)
    )


def test_wrong_code_tells_nothing_of_what_is_published(client, published):
    words = text_of(follow(client, code=receipts.code_for(uuid4())))

    assert "We do not know this receipt code" in words
    assert "More light" not in words


def test_wrong_codes_are_limited_in_rate(client, published):
    for _number in range(10):
        follow(client, code=receipts.code_for(uuid4()))

    response = follow(client)

    assert response.status_code == 429
    assert "More light" not in text_of(response)


@pytest.mark.parametrize("more", [1, 3])
def test_outcome_costs_the_same_queries(talk, more, django_assert_num_queries):
    for number in range(more):
        finding = finding_on(talk.conversation.event, f"Finding {number}")
        commitment_of(fall_summary(), finding=finding)
    publish_summary(fall_summary(), actor=None)

    with django_assert_num_queries(6):
        outcome_of(talk.pk)
