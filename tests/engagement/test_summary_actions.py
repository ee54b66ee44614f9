"""Publishing, reordering and reporting."""

import datetime as dt

import pytest
import time_machine

from civic.models import Activity
from engagement.actions import publish_summary
from engagement.actions.summaries import (
    move_part,
    quotable_conversations,
    report_on_commitment,
)
from engagement.evidence import Evidence
from engagement.models import Commitment, CommitmentUpdate, Conversation, Summary
from engagement.summary_refusals import (
    IntroductionMissing,
    NothingHeard,
    PeriodNotOver,
    PublicationRefused,
)
from tests.engagement.writing import commitment_of, fall_summary, section_of

Consent = Conversation.Consent


@pytest.fixture
def heard(listening):
    """A market at which seven people were heard."""
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"]}, people=7)
    return market


def test_publishing_freezes_the_evidence(heard, listening, editor):
    summary = publish_summary(fall_summary(), actor=editor)

    listening.entry(heard, {"WHY": ["space"]}, people=50)
    summary.refresh_from_db()

    assert summary.is_published
    assert summary.published_by == editor
    assert Evidence.from_json(summary.evidence).people_heard == 7


def test_publishing_is_recorded(heard, editor):
    summary = publish_summary(fall_summary(), actor=editor)

    recorded = Activity.objects.get()
    assert (recorded.actor, recorded.verb) == (editor, "published")
    assert recorded.subject_id == str(summary.pk)


def test_publishing_twice_changes_nothing(heard, listening, editor):
    first = publish_summary(fall_summary(), actor=editor)
    listening.entry(heard, {"WHY": ["space"]}, people=50)

    second = publish_summary(first, actor=None)

    assert second.published_at == first.published_at
    assert second.published_by == editor
    assert second.evidence == first.evidence
    assert Activity.objects.count() == 1


def test_publishing_freezes_no_count_below_five(heard, listening):
    listening.entry(heard, {"WHY": ["space"]}, people=2)

    evidence = publish_summary(fall_summary(), actor=None).evidence

    counts = [one["people"] for one in evidence["questions"][0]["choices"]]
    assert not {1, 2, 3, 4} & set(counts)


def test_publishing_without_an_introduction_is_refused(heard, editor):
    summary = fall_summary(introduction_en="")

    with pytest.raises(IntroductionMissing, match="Write the introduction"):
        publish_summary(summary, actor=editor)

    summary.refresh_from_db()
    assert not summary.is_published
    assert not Activity.objects.exists()


def test_publishing_needs_the_introduction_in_one_language_only(heard):
    summary = fall_summary(introduction_en="", introduction_fa="شنیدیم.")

    assert publish_summary(summary, actor=None).is_published


def test_publishing_a_period_with_nothing_heard_is_refused(heard, editor):
    summary = fall_summary(starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 3, 1))

    with pytest.raises(NothingHeard, match="Nothing is logged"):
        publish_summary(summary, actor=editor)

    assert not Summary.objects.published().exists()


def test_quotable_are_those_agreed_to_in_the_period(heard, listening):
    agreed = listening.entry(
        heard, {}, quotation="A", quotation_consent=Consent.ANONYMOUS
    )
    own_words = listening.entry(
        heard, {}, quotation="B", quotation_consent=Consent.PARAPHRASE
    )
    listening.entry(heard, {}, quotation="C", quotation_consent=Consent.NONE)
    excluded = listening.entry(
        heard, {}, quotation="D", quotation_consent=Consent.ANONYMOUS
    )
    excluded.response.review_state = "excluded"
    excluded.response.save()
    winter = listening.event(starts_at=heard.starts_at + dt.timedelta(days=150))
    listening.entry(winter, {}, quotation="E", quotation_consent=Consent.ANONYMOUS)

    assert list(quotable_conversations(fall_summary())) == [agreed, own_words]


def test_quoted_conversations_are_not_offered_again(heard, listening):
    entry = listening.entry(
        heard, {}, quotation="A", quotation_consent=Consent.ANONYMOUS
    )
    summary = fall_summary()
    summary.quotations.create(conversation=entry, original_language="en", text_en="A")

    assert not quotable_conversations(summary).exists()


@pytest.mark.parametrize(
    ("direction", "expected"), [("up", [1, 0, 2]), ("down", [0, 2, 1])]
)
def test_moving_a_part_swaps_it_with_its_neighbor(db, direction, expected):
    summary = fall_summary()
    sections = [section_of(summary) for _number in range(3)]

    move_part(sections[1], direction=direction)

    assert list(summary.sections.all()) == [sections[index] for index in expected]


@pytest.mark.parametrize(("index", "direction"), [(0, "up"), (2, "down")])
def test_moving_beyond_the_end_changes_nothing(db, index, direction):
    summary = fall_summary()
    sections = [section_of(summary) for _number in range(3)]

    move_part(sections[index], direction=direction)

    assert list(summary.sections.all()) == sections


def test_moving_leaves_other_summaries_alone(db):
    other = fall_summary(
        year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 9, 1)
    )
    untouched = section_of(other, position=7)
    first, second = (section_of(fall_summary()) for _number in range(2))
    assert first.summary == second.summary

    move_part(second, direction="up")

    untouched.refresh_from_db()
    assert untouched.position == 7


def _report(commitment, status, text="Report"):
    update = CommitmentUpdate(
        commitment=commitment,
        status=status,
        reported_on=dt.date(2026, 1, 5),
        text_en=text,
    )
    report_on_commitment(update, actor=None)
    commitment.refresh_from_db()
    return update


def test_report_gives_the_commitment_its_state(db):
    commitment = commitment_of(fall_summary())

    update = _report(commitment, Commitment.Status.DONE)

    assert commitment.status == Commitment.Status.DONE
    assert list(commitment.updates.all()) == [update]
    assert Activity.objects.get().details == {"before": "planned", "after": "done"}


def test_report_of_what_is_not_possible_becomes_its_reason(db):
    commitment = commitment_of(fall_summary())

    _report(commitment, Commitment.Status.NOT_POSSIBLE, text="No room")

    assert commitment.reason_en == "No room"


def test_report_keeps_a_reason_given_before(db):
    commitment = commitment_of(fall_summary(), reason_en="No money")

    _report(commitment, Commitment.Status.NOT_POSSIBLE, text="No room")

    assert commitment.reason_en == "No money"


def test_refusals_have_a_message_for_the_editor():
    assert str(PublicationRefused()) == "This summary cannot be published yet."


# 23:30 of October 31 in the city, and half an hour after midnight
LAST_EVENING = dt.datetime(2025, 11, 1, 6, 30, tzinfo=dt.UTC)


def test_publishing_waits_for_the_end_of_the_period(heard, editor):
    summary = fall_summary()

    with time_machine.travel(LAST_EVENING), pytest.raises(PeriodNotOver):
        publish_summary(summary, actor=editor)
    with time_machine.travel(LAST_EVENING + dt.timedelta(hours=1)):
        assert publish_summary(summary, actor=editor).is_published


def test_moving_a_part_removed_meanwhile_changes_nothing(db):
    summary = fall_summary()
    first, second = section_of(summary), section_of(summary)
    gone = type(first).objects.get(pk=first.pk)
    first.delete()

    move_part(gone, direction="down")

    assert list(summary.sections.all()) == [second]
