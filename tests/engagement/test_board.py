from uuid import uuid4

import pytest

from engagement.forms.board import Note, parse_notes
from engagement.models import Conversation
from surveys.models import Response
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.surveys.factories import (
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def guide():
    return GuideFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def address(event, language="en") -> str:
    return f"/{language}/desk/conversations/{event.pk}/board/"


def sent(step, **fields) -> dict:
    common = {
        "submission": str(uuid4()),
        "opened": "",
        "question": "WISH",
        "method": "question_board",
        "language": "en",
        "step": step,
    }
    return common | fields


def lines(*notes, **fields) -> dict:
    """What the review page sends back."""
    data = {"lines-TOTAL_FORMS": len(notes), "lines-INITIAL_FORMS": len(notes)}
    for number, (text, people) in enumerate(notes):
        data |= {f"lines-{number}-text": text, f"lines-{number}-people": people}
    return sent("save", **{**data, **fields})


def line_errors(response) -> list[str]:
    found = [line.errors for line in response.context["lines"]]
    return [
        str(text) for errors in found for texts in errors.values() for text in texts
    ]


def stored() -> list[tuple[str, int]]:
    rows = Response.objects.order_by("pk")
    return [(row.answers["WISH"], row.people) for row in rows]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("more manga", Note("more manga", 1)),
        ("  more manga x3 ", Note("more manga", 3)),
        ("more manga ×12", Note("more manga", 12)),
        ("more manga X 2", Note("more manga", 2)),
        ("قصه‌خوانی ×۳", Note("قصه‌خوانی", 3)),
        ("قصه‌خوانی x٣", Note("قصه‌خوانی", 3)),
        ("باز کردن ساعت ۹", Note("باز کردن ساعت ۹", 1)),
        ("ساعت ۹ ×۲", Note("ساعت ۹", 2)),
        ("open at 9", Note("open at 9", 1)),
        ("x3", Note("x3", 1)),
        ("nothing ×0", Note("nothing", 0)),
        ("paper 3x4", Note("paper 3", 4)),
    ],
)
def test_parse_notes_reads_the_count_at_the_end(line, note):
    assert parse_notes(f"\n{line}\n\n") == [note]


def test_board_shows_the_notes_before_it_stores_them(desk, event, guide):
    response = desk.post(
        address(event), sent("review", notes="more manga ×3\n\nopen earlier")
    )

    shown = [line.line for line in response.context["lines"]]
    assert shown == [("more manga", 3), ("open earlier", 1)]
    assert "2 notes to be saved" in response.content.decode()
    assert Response.objects.count() == 0


def test_board_stores_what_was_reviewed(desk, event, guide):
    response = desk.post(
        address(event, "fa"),
        lines(("more manga", "۴"), ("", "1"), ("open at nine", "2"), language="vi"),
        follow=True,
    )

    assert stored() == [("more manga", 4), ("open at nine", 2)]
    entry = Conversation.objects.first()
    assert (entry.method, entry.response.language) == ("question_board", "vi")
    assert response.redirect_chain == [(address(event, "fa"), 302)]
    assert "lines" not in response.context


def test_board_says_how_many_notes_were_saved(desk, event, guide):
    board = lines(("a", "1"), ("b", "1"))

    first = desk.post(address(event), board, follow=True)
    again = desk.post(address(event), board, follow=True)

    assert "Saved: 2 notes of the board." in first.content.decode()
    assert "This board was saved before, counted once." in again.content.decode()
    assert Response.objects.count() == 2


def test_board_of_two_hundred_lines(desk, event, guide):
    text = "\n".join(f"wish number {number} ×2" for number in range(200))
    review = desk.post(address(event), sent("review", notes=text))
    notes = [line.line for line in review.context["lines"]]

    desk.post(address(event), lines(*notes))

    assert len(notes) == 200
    assert Response.objects.count() == 200
    assert set(Response.objects.values_list("people", flat=True)) == {2}


def test_board_refuses_more_lines_than_fit(desk, event, guide):
    text = "\n".join("a" for _number in range(301))

    response = desk.post(address(event), sent("review", notes=text))

    assert response.context["notes_form"].errors["notes"] == [
        "At most 300 notes can be saved at a time; here are 301."
    ]
    assert response.context["notes_form"]["notes"].value() == text


def test_board_goes_back_to_the_notes_with_the_corrections(desk, event, guide):
    board = lines(("more comics", "۳"), ("b", "1"), method="virtual_board")

    response = desk.post(address(event), board | {"step": "edit"})

    context = response.context
    assert context["notes_form"]["notes"].value() == "more comics ×۳\nb"
    assert context["form"]["method"].value() == "virtual_board"
    assert context["form"]["submission"].value() == board["submission"]


@pytest.mark.parametrize(
    ("note", "message"),
    [
        (("a", "0"), "A note stands for at least 1 person."),
        (("a", "-1"), "A note stands for at least 1 person."),
        (("a", "9999999"), "A note stands for at most 5000 people."),
        (("a", "x"), "Write for how many people this note stands, such as 3."),
        (("a", ""), "Write for how many people this note stands."),
        (("a" * 501, "1"), "A note has at most 500 characters: shorten it."),
        (("a" * 1_000_000, "1"), "A note has at most 500 characters: shorten it."),
    ],
)
def test_board_refuses_a_wrong_line(desk, event, guide, note, message):
    response = desk.post(address(event), lines(("good", "1"), note))

    assert line_errors(response) == [message]
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "WHY"},
        {"question": "NONE"},
        {"method": "conversation"},
        {"language": "xx"},
        {"submission": "forged"},
    ],
)
def test_board_goes_back_when_its_setting_is_wrong(desk, event, guide, fields):
    response = desk.post(address(event), lines(("more manga", "2"), **fields))

    assert len(response.context["form"].errors) == 1
    assert response.context["notes_form"]["notes"].value() == "more manga ×2"
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "damage",
    [
        {"lines-TOTAL_FORMS": ""},
        {"lines-TOTAL_FORMS": "x"},
        {"lines-TOTAL_FORMS": "-1"},
        {"lines-TOTAL_FORMS": "100000"},
        {"lines-INITIAL_FORMS": "\x00"},
    ],
)
def test_board_survives_a_damaged_review(desk, event, guide, damage):
    response = desk.post(address(event), lines(("a", "1")) | damage)

    assert response.status_code in {200, 302}
    assert Response.objects.count() <= 1


def test_board_refuses_the_submission_of_another(desk, event, guide):
    board = lines(("a", "1"))
    desk.post(address(event), board)

    response = desk.post(address(OutreachEventFactory()), board)

    assert response.context["form"].non_field_errors() == [
        "This form belongs to another entry. Save it again."
    ]
    assert Response.objects.count() == 1


def test_board_asks_before_it_stores_an_address(desk, event, guide):
    notes = "more manga\nwrite to lan@example.org"
    review = desk.post(address(event), sent("review", notes=notes))
    board = lines(("more manga", "1"), ("write to lan@example.org", "1"))
    refused = desk.post(address(event), board)

    for response in (review, refused):
        assert line_errors(response)[0].startswith("This looks like an e-mail address")
        assert "None of it leads to a person" in response.content.decode()
    assert Response.objects.count() == 0

    desk.post(address(event), board | {"confirms_privacy": "on"})
    assert Response.objects.count() == 2


def test_board_needs_a_note(desk, event, guide):
    response = desk.post(address(event), sent("review", notes=" \n "))

    assert response.context["notes_form"].errors["notes"] == [
        "Write down at least one note."
    ]


def test_board_chooses_the_only_question(desk, event, guide):
    assert desk.get(address(event)).context["form"]["question"].value() == "WISH"


def test_board_of_a_guide_without_free_answers_says_so(desk, event):
    survey = SurveyFactory(purpose="guide")
    question(PageFactory(survey=survey), "WHY", "single", "a", "b")

    html = desk.get(address(event)).content.decode()

    assert "This guide has no question for a board" in html
    assert desk.post(address(event), lines(("a", "1"))).status_code == 409


def test_board_without_a_guide_says_so(desk, event):
    assert "No conversation guide is open" in desk.get(address(event)).content.decode()
    assert desk.post(address(event), lines(("a", "1"))).status_code == 409


def test_board_lines_are_not_corrected_as_talks(desk, event, guide, librarian):
    desk.post(address(event), lines(("a", "1")))
    line = Conversation.objects.get()
    talk = f"/en/desk/conversations/{event.pk}/{line.pk}/"

    assert desk.get(talk).status_code == 404
    assert desk.post(f"{talk}take-back/").status_code == 302
    assert Response.objects.get().review_state == "excluded"


def test_board_does_not_count_what_came_another_way(desk, event, guide):
    ResponseFactory(survey=guide)

    desk.post(address(event), lines(("a", "1")))

    assert Conversation.objects.count() == 1


def test_board_lists_ones_own_notes_and_no_talks(desk, event, guide, librarian):
    desk.post(address(event), lines(("more manga", "1")))
    ConversationFactory(event=event, staff=librarian)

    entries = desk.get(address(event)).context["own_entries"]

    assert [entry.told for entry in entries] == [["more manga"]]
