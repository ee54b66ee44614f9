"""A published summary stays as it was published; only withdrawn consent changes it."""

from uuid import uuid4

import pytest

from civic import editions
from engagement.actions import (
    correct_conversation,
    correct_summary,
    publish_summary,
    take_back,
)
from engagement.forms.entry import EntryForm, as_logged
from tests.engagement.test_summaries import READING, address, text_of
from tests.engagement.writing import fall_summary, section_of
from tests.factories import BranchFactory

REFUSAL = "This summary is published: findings can no longer be added or removed."


@pytest.fixture
def market(listening):
    return listening.event()


@pytest.fixture
def talk(listening, market):
    """One of the talks that the summary counts and quotes."""
    listening.note(market, {"WISH": "Chess"}, people=8)
    return listening.entry(
        market,
        {"WHY": ["borrow"], "WISH": "Light"},
        people=9,
        quotation="It is my second home.",
        quotation_consent="anonymous",
    )


@pytest.fixture
def summary(talk):
    summary = fall_summary()
    section_of(summary)
    summary.quotations.create(
        conversation=talk, original_language="en", text_en=talk.quotation
    )
    return summary


@pytest.fixture
def published(summary):
    return publish_summary(summary, actor=None)


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def corrected(talk, listening, **changes):
    """Correct a talk as its form does; ``changes`` are fields of the form."""
    guide = type(listening.guide).objects.with_questions().get()
    told = as_logged(talk, guide) | {"submission": uuid4(), "opened": ""} | changes
    data = {name: value for name, value in told.items() if value is not None}
    form = EntryForm(data, branches=[], guide=guide, initial={})
    assert form.is_valid(), form.errors
    correct_conversation(talk, entry=form.entry(), actor=None)


def test_log_changes_after_publication_change_nothing_on_the_page(
    client, published, talk, listening
):
    before, frozen = client.get(READING).content, published.evidence

    corrected(talk, listening, people="500", **{"q-WHY": ["space"]})
    listening.entry(talk.event, {"WHY": ["programs"]}, people=70)
    for note in talk.event.conversations.on_boards():
        take_back(note, actor=None)
    talk.refresh_from_db()
    published.refresh_from_db()

    assert talk.response.people == 500
    assert published.evidence == frozen
    assert client.get(READING).content == before


def test_entry_of_a_published_period_is_corrected_at_the_desk(
    client, desk, published, talk
):
    page = f"/en/desk/conversations/{talk.event_id}/{talk.pk}/"
    before = client.get(READING).content
    sent = {
        "submission": str(uuid4()),
        "language": "en",
        "method": "conversation",
        "people": "20",
        "q-WISH": "More light",
        "quotation": talk.quotation,
        "quotation_consent": "anonymous",
    }

    assert desk.post(page, sent).status_code == 303

    talk.response.refresh_from_db()
    assert talk.response.people == 20
    assert client.get(READING).content == before


def test_withdrawn_consent_takes_the_voice_off_the_published_page(
    client, published, talk, listening
):
    assert talk.quotation in text_of(client.get(READING))

    corrected(talk, listening, quotation_consent="none")

    editions.forget()  # a second later, kept pages are asked whether they are current
    words = text_of(client.get(READING))
    assert talk.quotation not in words
    assert "17 people heard" in words
    assert talk.quotation not in text_of(client.get("/en/"))


def test_section_added_after_publication_waits_for_a_correction(
    client, desk, published, editor
):
    desk.post(
        address("section-create", published.pk),
        {"branch": BranchFactory().pk, "body_en": "My long text"},
    )
    assert "My long text" not in text_of(client.get(READING))

    correct_summary(published, note={"en": "A branch was missing."}, actor=editor)

    editions.forget()
    assert "My long text" in text_of(client.get(READING))
    assert "My long text" not in text_of(client.get(f"{READING}versions/1/"))


def test_quotation_removed_after_publication_waits_for_a_correction(
    client, desk, published, talk, editor
):
    quotation = published.quotations.get()
    desk.post(address("quotation-delete", published.pk, quotation.pk))
    assert talk.quotation in text_of(client.get(READING))

    correct_summary(published, note={"en": "It was quoted twice."}, actor=editor)

    editions.forget()
    assert talk.quotation not in text_of(client.get(READING))
    assert talk.quotation in text_of(client.get(f"{READING}versions/1/"))


def test_findings_of_a_published_summary_are_neither_added_nor_removed(desk, published):
    finding = published.findings.create(title="Light")
    for page in (
        address("finding-create", published.pk),
        address("finding-delete", published.pk, finding.pk),
    ):
        assert REFUSAL in text_of(desk.get(page, follow=True))
    desk.post(address("finding-delete", published.pk, finding.pk))
    assert published.findings.get() == finding


def test_desk_offers_what_a_correction_may_change(desk, published):
    words = text_of(desk.get(address("desk-summary-detail", published.pk)))

    for word in ("Add a section", "Choose quotations", "Edit the introduction"):
        assert words.count(word) == 1
    assert "Write a finding" not in words
    assert words.count("Remove") == 2
