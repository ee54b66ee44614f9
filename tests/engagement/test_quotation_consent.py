"""From the log to the published page: what was agreed to, and nothing beyond it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from civic import editions, languages
from engagement.actions import correct_conversation, publish_summary
from engagement.forms.entry import EntryForm, as_logged
from engagement.models import Conversation
from tests.engagement.listening import IN_FALL
from tests.engagement.test_summaries import READING, address, text_of
from tests.engagement.writing import fall_summary, section_of

SAID = "The library is my second home"
TOLD = "Somebody feels at home among the shelves."


@pytest.fixture
def market(listening):
    event = listening.event(starts_at=IN_FALL)
    listening.note(event, {"WISH": "Chess"}, people=20)
    return event


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def summary(market):
    summary = fall_summary()
    section_of(summary)
    return summary


@pytest.fixture
def quoted(desk, market, summary) -> Conversation:
    """A talk that a published summary quotes word for word."""
    talk = logged(desk, market, "anonymous")
    desk.post(address("quotation-create", summary.pk, talk.pk), {})
    publish_summary(summary, actor=None)
    return talk


def logged(desk, event, consent: str) -> Conversation:
    """A talk as it is typed into the log."""
    entry = {
        "submission": str(uuid4()),
        "opened": str(int(timezone.now().timestamp())),
        "q-WISH": "light",
        "people": "1",
        "language": "en",
        "method": "conversation",
        "quotation": SAID,
        "quotation_consent": consent,
    }
    desk.post(f"/en/desk/conversations/{event.pk}/", entry)
    return Conversation.objects.get(quotation=SAID)


def consent_becomes(talk: Conversation, listening, consent: str) -> None:
    guide = type(listening.guide).objects.with_questions().get()
    told = as_logged(talk, guide) | {
        "submission": uuid4(),
        "opened": "",
        "quotation_consent": consent,
    }
    data = {name: value for name, value in told.items() if value is not None}
    form = EntryForm(
        data, branches=list(talk.event.branches.all()), guide=guide, initial={}
    )
    assert form.is_valid(), form.errors
    correct_conversation(talk, entry=form.entry(), actor=None)


def published_pages(client) -> str:
    """All that residents see of it: the summary and the home page."""
    pages = [READING.replace("/en/", f"/{code}/") for code in languages.CODES]
    homes = [f"/{code}/" for code in languages.CODES]
    return " ".join(text_of(client.get(page)) for page in [*pages, *homes])


def test_nothing_is_offered_of_what_may_not_be_published(desk, market, summary):
    talk = logged(desk, market, "none")

    offered = text_of(desk.get(address("quotable-list", summary.pk)))

    assert SAID not in offered
    page = address("quotation-create", summary.pk, talk.pk)
    assert desk.post(page, {"text_en": SAID}).status_code == 404


def test_word_for_word_is_published_as_it_was_said(client, desk, market, summary):
    talk = logged(desk, market, "anonymous")

    page = address("quotation-create", summary.pk, talk.pk)
    desk.post(page, {"text_en": "Never said so", "text_it": "Una seconda casa"})
    publish_summary(summary, actor=None)

    shown = published_pages(client)
    assert SAID in shown
    assert "Una seconda casa" in shown
    assert "Never said so" not in shown


def test_paraphrase_is_published_and_the_words_are_not(client, desk, market, summary):
    talk = logged(desk, market, "paraphrase")

    page = address("quotation-create", summary.pk, talk.pk)
    desk.post(page, {"text_en": TOLD})
    publish_summary(summary, actor=None)

    shown = published_pages(client)
    assert TOLD in shown
    assert SAID not in shown


@pytest.mark.parametrize("name", ["text_en", "text_fa"])
@pytest.mark.parametrize(
    "told",
    [
        SAID,
        "the  LIBRARY is my second home!",
        "She told us: “The library is my second home”, and smiled.",
    ],
)
def test_paraphrase_that_holds_the_words_is_refused(desk, market, summary, told, name):
    talk = logged(desk, market, "paraphrase")

    page = address("quotation-create", summary.pk, talk.pk)
    refused = desk.post(page, {"text_en": TOLD, "text_fa": "آنجا خانه است", name: told})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [name]
    assert not summary.quotations.exists()


def test_paraphrase_may_share_a_few_words(desk, market, summary, listening):
    talk = listening.entry(
        market, {}, quotation="More light", quotation_consent="paraphrase"
    )

    page = address("quotation-create", summary.pk, talk.pk)
    desk.post(page, {"text_en": "Somebody wants more light in the reading room."})

    assert summary.quotations.get().is_paraphrase


@pytest.mark.parametrize("consent", ["paraphrase", "none"])
def test_consent_that_shrinks_takes_the_words_off_all_pages(
    client, quoted, listening, consent
):
    assert SAID in published_pages(client)

    consent_becomes(quoted, listening, consent)
    editions.forget()  # a second later, kept pages are asked whether they are current

    assert SAID not in published_pages(client)
