"""What is typed at the desk stays when the page's language changes."""

import pytest

from engagement.models import Conversation, Summary, SummarySection
from surveys.models import Response
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.engagement.test_log import sent
from tests.engagement.writing import commitment_of, fall_summary, section_of

pytestmark = pytest.mark.django_db

SWITCH = {"in_language": "fa"}


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory()


@pytest.fixture
def log(as_user, librarian):
    return as_user(librarian)


@pytest.fixture
def composer(as_user, editor):
    return as_user(editor)


def persian(response) -> str:
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('<html lang="fa" dir="rtl">') == 1
    assert page.count("data-error-summary") == 0
    assert page.count("data-invalid") == 0
    return page


def test_typed_conversation_is_shown_in_the_other_language_and_not_saved(log, event):
    typed = sent(people="0", quotation="call 408 555 0100", **{"q-WISH": "more manga"})
    page = persian(log.post(f"/fa/desk/conversations/{event.pk}/", typed | SWITCH))

    assert page.count("more manga") == 1
    assert page.count("call 408 555 0100") == 1
    assert page.count(f'value="{typed["submission"]}"') == 1
    assert page.count('value="borrow" id="id_q-WHY_0" checked') == 1
    assert not Conversation.objects.exists()


def test_typed_correction_is_kept(log, event, librarian):
    entry = ConversationFactory(event=event, staff=librarian)
    address = f"/fa/desk/conversations/{event.pk}/{entry.pk}/"
    page = persian(log.post(address, sent(reading="my new reading") | SWITCH))
    entry.refresh_from_db()
    assert page.count("my new reading") == 1
    assert entry.reading != "my new reading"


def test_typed_notes_of_a_board_are_kept(log, event):
    address = f"/fa/desk/conversations/{event.pk}/board/"
    written = {"question": "WISH", "notes": "more manga ×3\nopen earlier"}
    page = persian(log.post(address, sent() | written | SWITCH))

    assert page.count("more manga ×3\nopen earlier") == 1
    assert not Response.objects.exists()


def test_typed_corrections_of_a_board_are_kept_as_notes(log, event):
    address = f"/fa/desk/conversations/{event.pk}/board/"
    lines = {
        "question": "WISH",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1",
        "lines-0-text": "more manga",
        "lines-0-people": "4",
    }
    page = persian(log.post(address, sent(method="question_board") | lines | SWITCH))

    assert page.count("more manga ×4") == 1
    assert not Response.objects.exists()


def test_typed_reach_is_kept(log, event):
    address = f"/fa/desk/conversations/{event.pk}/reach/"
    page = persian(log.post(address, {"attendance": "many"} | SWITCH))
    event.refresh_from_db()
    assert page.count('value="many"') == 1
    assert event.attendance is None


def test_typed_texts_of_a_summary_are_kept(composer):
    summary = fall_summary()
    section, commitment = section_of(summary), commitment_of(summary)
    desk = f"/fa/desk/summaries/{summary.pk}"
    for address, name in (
        (f"{desk}/introduction/", "introduction_en"),
        (f"{desk}/sections/new/", "body_en"),
        (f"{desk}/sections/{section.pk}/", "body_vi"),
        (f"{desk}/commitments/new/", "statement_it"),
        (f"{desk}/commitments/{commitment.pk}/", "statement_it"),
        (f"{desk}/commitments/{commitment.pk}/report/", "text_en"),
    ):
        page = persian(composer.post(address, {name: "half a sentence"} | SWITCH))
        assert (address, page.count("half a sentence")) == (address, 1)

    assert SummarySection.objects.get().body_vi != "half a sentence"
    assert commitment.updates.count() == 0


def test_typed_new_summary_is_kept(composer):
    page = persian(composer.post("/fa/desk/summaries/new/", {"year": "20"} | SWITCH))
    assert page.count('value="20"') == 1
    assert not Summary.objects.exists()


def test_languages_are_links_where_nothing_is_typed(composer):
    page = composer.get("/en/desk/summaries/").content.decode()
    assert page.count('name="in_language"') == 0
    assert page.count('href="/fa/desk/summaries/"') == 2
