"""Passages that may lead to a person, on the pages of the log: blanked out or kept."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.utils import timezone

from civic import languages
from engagement.models import Conversation
from engagement.public_places import public_places
from surveys.models import Response
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.factories import BranchFactory
from tests.surveys.factories import ResponseFactory

pytestmark = pytest.mark.django_db

CALL = "My name is Lan, call 408 555 0100"


@pytest.fixture
def event():
    return OutreachEventFactory(address="Emma Prusch Farm Park, 647 S. King Rd.")


@pytest.fixture
def guide():
    return GuideFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def address(event, rest="", language="en") -> str:
    return f"/{language}/desk/conversations/{event.pk}/{rest}"


def sent(**fields) -> dict:
    common = {
        "submission": str(uuid4()),
        "opened": str(int(timezone.now().timestamp())),
        "q-WHY": ["borrow"],
        "people": "1",
        "language": "en",
        "method": "conversation",
        "quotation_consent": "none",
    }
    return common | fields


def board(*notes: str, **fields) -> dict:
    count = {"lines-TOTAL_FORMS": len(notes), "lines-INITIAL_FORMS": len(notes)}
    texts = {f"lines-{number}-text": text for number, text in enumerate(notes)}
    people = {f"lines-{number}-people": "1" for number in range(len(notes))}
    kept = {"question": "WISH", "method": "question_board", "step": "save"}
    return sent() | kept | count | texts | people | fields


def wishes() -> list[str]:
    return [row.answers["WISH"] for row in Response.objects.order_by("pk")]


# Conversations


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("408 555 0100", "This looks like a telephone number: “{}”."),
        ("lan@example.org", "This looks like an e-mail address: “{}”."),
        ("12 Oak Lane", "This looks like where someone lives: “{}”."),
        ("219-09-9999", "This looks like the number of a document: “{}”."),
        ("@lan_n", "This looks like someone’s account: “{}”."),
        ("AB 123 CD", "This looks like the plate of a car: “{}”."),
    ],
)
def test_log_says_what_each_passage_looks_like(desk, event, guide, text, sentence):
    refused = desk.post(address(event), sent(quotation=f"so: {text}"))

    assert refused.status_code == 422
    assert refused.context["form"].details.errors == {
        "quotation": [sentence.format(f"\u2068{text}\u2069")]
    }


def test_log_names_several_passages_and_offers_to_blank_them_out(desk, event, guide):
    refused = desk.post(address(event), sent(**{"q-WISH": CALL, "reading": "Mrs. Doe"}))
    html = refused.content.decode()

    assert refused.context["form"].errors == {
        "q-WISH": [
            "This looks like someone’s name: “\u2068Lan\u2069”.",
            "This looks like a telephone number: “\u2068408 555 0100\u2069”.",
        ],
        "reading": ["This looks like someone’s name: “\u2068Doe\u2069”."],
    }
    assert html.count('name="blanks_findings"') == 1
    assert html.count("data-privacy-flagged") == 2
    assert refused.context["form"].pages[0]["q-WISH"].value() == CALL


def test_log_blanks_out_and_saves_everything_else(desk, event, guide):
    entry = sent(
        **{
            "q-WISH": CALL,
            "q-WHY-other": "to see Mrs. Doe",
            "quotation": "Write to lan@example.org",
            "quotation_consent": "anonymous",
            "reading": "lives at 12 Oak Lane, lonely",
        }
    )

    desk.post(address(event), entry | {"blanks_findings": "on"})

    stored = Conversation.objects.get()
    assert stored.response.answers == {
        "WHY": ["borrow", "other"],
        "WHY-other": "to see Mrs. […]",
        "WISH": "My name is […], call […]",
    }
    assert stored.quotation == "Write to […]"
    assert stored.reading == "lives at […], lonely"


def test_log_blanks_out_nothing_while_something_else_is_wrong(desk, event, guide):
    entry = sent(**{"q-WISH": CALL, "people": "0", "blanks_findings": "on"})

    refused = desk.post(address(event), entry)

    assert refused.status_code == 422
    assert refused.context["form"].pages[0]["q-WISH"].value() == CALL
    assert not Response.objects.exists()


def test_log_keeps_what_was_confirmed(desk, event, guide):
    desk.post(address(event), sent(**{"q-WISH": CALL, "confirms_privacy": "on"}))

    assert wishes() == [CALL]


def test_log_finds_what_was_typed_with_marks_apart(desk, event, guide):
    apart = "To\u0302i te\u0302n la\u0300 Lan"

    refused = desk.post(address(event), sent(**{"q-WISH": apart}))

    assert refused.context["form"].errors == {
        "q-WISH": ["This looks like someone’s name: “\u2068Lan\u2069”."]
    }


@pytest.mark.parametrize("language", languages.CODES)
def test_log_page_hands_words_and_texts_to_the_script(desk, event, guide, language):
    html = desk.get(address(event, language=language)).content.decode()

    assert html.count("<template data-privacy-words ") == 1
    assert html.count(" data-watch-privacy") == 4  # wish, other, quotation, reading
    assert html.count("{passage}") == 7


# Boards


def test_board_marks_the_lines_and_counts_them(desk, event, guide):
    response = desk.post(address(event, "board/"), board("more manga", CALL, "tea"))

    assert response.status_code == 422
    assert "1 of 3 lines could lead to a person" in response.content.decode()
    assert [bool(line.errors) for line in response.context["lines"]] == [
        False,
        True,
        False,
    ]


def test_board_blanks_out_all_lines_and_saves(desk, event, guide):
    notes = board("more manga", CALL, "Em tên Lan", blanks_findings="on")
    del notes["step"]  # a button sends its own name only

    desk.post(address(event, "board/"), notes)

    assert wishes() == ["more manga", "My name is […], call […]", "Em tên […]"]


def test_board_of_200_lines_asks_for_the_public_places_once(
    desk, event, guide, django_assert_max_num_queries
):
    lines = [f"{number} Oak Lane is dark" for number in range(100, 300)]

    with django_assert_max_num_queries(20):
        response = desk.post(address(event, "board/"), board(*lines))

    assert sum(bool(line.errors) for line in response.context["lines"]) == 200


# Corrections


def test_correction_of_a_talk_blanks_out(desk, librarian, event, guide):
    desk.post(address(event), sent(**{"q-WISH": "tea"}))
    entry = Conversation.objects.get()
    page = address(event, f"{entry.pk}/")
    change = sent(**{"q-WISH": CALL})

    assert desk.post(page, change).status_code == 422
    desk.post(page, change | {"blanks_findings": "on"})

    assert wishes() == ["My name is […], call […]"]


def test_correction_of_a_note_blanks_out(desk, librarian, event, guide):
    response = ResponseFactory(survey=guide, answers={"WISH": "tea"})
    note = ConversationFactory(
        response=response, event=event, staff=librarian, method="question_board"
    )
    page = address(event, f"notes/{note.pk}/")

    refused = desk.post(page, {"text": CALL, "people": "1"})
    assert refused.status_code == 422
    assert 'name="blanks_findings"' in refused.content.decode()
    desk.post(page, {"text": CALL, "people": "1", "blanks_findings": "on"})

    assert wishes() == ["My name is […], call […]"]


# Public places


@pytest.mark.parametrize(
    "text",
    [
        "150 E San Fernando St is too far",
        "It was at 647 South King Road",
        "the Dr. Roberto Cruz library",
    ],
)
def test_log_takes_addresses_and_names_of_the_library(desk, event, guide, text):
    BranchFactory(address="150 E. San Fernando St.", name_en="Dr. Roberto Cruz")

    desk.post(address(event), sent(**{"q-WISH": text}))

    assert wishes() == [text]


def test_public_places_are_branches_and_the_events_of_these_months(event):
    BranchFactory(address="", name_en="King Library", name_fa="کتابخانهٔ کینگ")
    long_ago = timezone.now() - dt.timedelta(days=300)
    OutreachEventFactory(address="1 Old Road", starts_at=long_ago, branches=[])

    places = set(public_places())

    assert {event.address, "King Library", "کتابخانهٔ کینگ"} <= places
    assert not places & {"", None, "1 Old Road"}


def test_public_places_are_told_to_the_script(desk, event, guide):
    html = desk.get(address(event)).content.decode()
    told = html.split('data-places="')[1].split('"')[0].replace("&quot;", '"')

    assert event.address in json.loads(told)
