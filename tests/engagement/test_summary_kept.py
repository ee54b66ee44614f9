"""A published summary stays as it was published; only withdrawn consent changes it."""

from uuid import uuid4

import pytest

from civic import editions
from engagement.actions import correct_conversation, publish_summary, take_back
from engagement.forms.entry import EntryForm, as_logged
from tests.engagement.listening import Listening
from tests.engagement.test_summaries import READING, address, text_of
from tests.engagement.writing import fall_summary, section_of
from tests.factories import BranchFactory

REFUSAL = "This summary is published: sections and quotations can no longer be added"


@pytest.fixture
def listening(db):
    return Listening()


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


@pytest.mark.parametrize("name", ["section-create", "quotable-list"])
def test_nothing_is_added_to_a_published_summary(desk, published, name):
    response = desk.get(address(name, published.pk), follow=True)

    assert REFUSAL in text_of(response)
    detail = address("desk-summary-detail", published.pk)
    assert response.redirect_chain[0][0].split("#")[0] == detail


@pytest.mark.parametrize("parts", ["sections", "quotations"])
def test_nothing_is_removed_from_a_published_summary(desk, published, parts):
    part = getattr(published, parts).get()
    page = address(f"{parts[:-1]}-delete", published.pk, part.pk)

    assert REFUSAL in text_of(desk.get(page, follow=True))
    assert REFUSAL in text_of(desk.post(page))
    assert getattr(published, parts).get() == part


def test_section_typed_while_the_summary_was_published_is_not_lost(desk, published):
    response = desk.post(
        address("section-create", published.pk),
        {"branch": BranchFactory().pk, "body_en": "My long text"},
    )

    assert REFUSAL in text_of(response)
    assert ">\nMy long text</textarea>" in response.content.decode()
    assert published.sections.count() == 1


def test_published_summary_offers_no_adding_and_removing(desk, published):
    words = text_of(desk.get(address("desk-summary-detail", published.pk)))

    for word in ("Remove", "Add a section", "Choose quotations"):
        assert word not in words
    assert words.count("Edit the introduction") == 1
    assert words.count("Edit") == 3
