from uuid import uuid4

import pytest

from engagement.board_notes import Note, parse_notes
from engagement.boards import BoardLine
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
        ("30× tea", Note("tea", 30)),
        ("3 x tea", Note("tea", 3)),
        ("٣٠× چای", Note("چای", 30)),
        ("3x4 meters", Note("3x4 meters", 1)),
        ("3 x 4 meters", Note("3 x 4 meters", 1)),
        ("huge x99999999", Note("huge", 99999999)),
        ("huge x" + "9" * 5000, Note("huge", 10**9)),
    ],
)
def test_parse_notes_reads_the_count_at_the_end(line, note):
    assert parse_notes(f"\n{line}\n\n") == [note]


def test_board_shows_the_notes_before_it_stores_them(desk, event, guide):
    response = desk.post(
        address(event), sent("review", notes="more manga ×3\n\nopen earlier")
    )

    shown = [line.line for line in response.context["lines"]]
    assert shown == [BoardLine("more manga", 3), BoardLine("open earlier", 1)]
    assert response.context["lines"].filled == 2
    assert "<span data-board-people>4</span>" in response.content.decode()
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
    assert response.redirect_chain == [(address(event, "fa"), 303)]
    assert "lines" not in response.context


def test_board_says_how_many_notes_were_saved(desk, event, guide):
    board = lines(("a", "1"), ("b", "1"))

    first = desk.post(address(event), board, follow=True)
    again = desk.post(address(event), board, follow=True)

    assert "Saved: 2 notes of the board." in first.content.decode()
    assert "This board was already saved and counts once." in again.content.decode()
    assert Response.objects.count() == 2


def test_board_of_two_hundred_lines(desk, event, guide):
    text = "\n".join(f"wish number {number} ×2" for number in range(200))
    review = desk.post(address(event), sent("review", notes=text))
    notes = [line.line[:2] for line in review.context["lines"]]

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
        (("a", "x"), "Enter how many people this note stands for, such as 3."),
        (("a", ""), "Enter how many people this note stands for."),
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

    assert response.status_code in {303, 422}
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
        assert "None of this identifies anyone" in response.content.decode()
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


def test_board_of_a_guide_that_asks_nothing_for_a_board_says_so(desk, event):
    survey = SurveyFactory(purpose="guide")
    question(PageFactory(survey=survey), "HOME", "district")

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
    assert desk.post(f"{talk}take-back/").status_code == 303
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


# Stickers under a question with choices


def stickers(**fields) -> dict:
    return sent("review", question="WHY", **fields)


def chosen(board: dict, step: str, **fields) -> dict:
    """What the review page of ``board`` sends back, as a browser reads it."""
    data = {name: value for name, value in board.items() if name != "notes"}
    return data | {"step": step} | fields


REVIEWED = {
    "lines-TOTAL_FORMS": "3",
    "lines-INITIAL_FORMS": "3",
    "lines-0-choice": "borrow",
    "lines-0-people": "12",
    "lines-1-choice": "space",
    "lines-1-people": "۵",
    "lines-2-choice": "",
    "lines-2-text": "to sleep",
    "lines-2-people": "2",
}


def test_sticker_board_shows_a_number_for_each_choice(desk, event, guide):
    response = desk.get(address(event) + "?question=WHY")

    fields = [field.html_name for field in response.context["notes_form"].counters()]
    assert fields == ["choice-borrow", "choice-programs", "choice-space"]
    html = response.content.decode()
    assert html.count('name="choice-borrow"') == 1
    assert html.count("Other answers, one per line") == 1
    assert html.count('question=WHY" aria-current="true"') == 1


def test_sticker_board_is_looked_over_before_it_is_stored(desk, event, guide):
    board = {"choice-borrow": "۱۲", "choice-space": "0", "notes": "to sleep ×2"}

    review = desk.post(address(event, "fa"), stickers(**board))

    assert [line.line for line in review.context["lines"]] == [
        BoardLine("", 12, "borrow"),
        BoardLine("to sleep", 2),
    ]
    assert not Response.objects.exists()


def test_sticker_board_stores_a_response_for_each_choice_once(desk, event, guide):
    board = chosen(stickers(), "save", **REVIEWED)

    saved = desk.post(address(event), board, follow=True)
    again = desk.post(address(event), board, follow=True)

    rows = Response.objects.order_by("pk").values_list("answers", "people")
    assert list(rows) == [
        ({"WHY": ["borrow"]}, 12),
        ({"WHY": ["space"]}, 5),
        ({"WHY": ["other"], "WHY-other": "to sleep"}, 2),
    ]
    assert (
        "Saved from the board, stickers and notes together: 19."
        in saved.content.decode()
    )
    assert "This board was already saved and counts once." in again.content.decode()
    entries = saved.context["own_entries"]
    assert [entry.told for entry in entries] == [["to sleep"], ["Space"], ["Borrow"]]


def test_sticker_board_leaves_out_what_is_emptied_in_the_review(desk, event, guide):
    emptied = {"lines-0-people": "", "lines-1-people": "۰", "lines-2-text": ""}

    desk.post(address(event), chosen(stickers(), "save", **REVIEWED) | emptied)

    assert not Response.objects.exists()


def test_sticker_board_goes_back_to_what_was_counted(desk, event, guide):
    response = desk.post(address(event), chosen(stickers(), "edit", **REVIEWED))

    form = response.context["notes_form"]
    assert form["choice-borrow"].value() == "12"
    assert form["choice-space"].value() == "۵"
    assert form["notes"].value() == "to sleep ×2"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("many", "Write the number of stickers in digits, such as 3."),
        ("-1", "Write 0 where there is no sticker."),
        ("5001", "At most 5000 stickers fit at one answer."),
    ],
)
def test_sticker_board_refuses_a_wrong_number(desk, event, guide, number, message):
    response = desk.post(address(event), stickers(**{"choice-space": number}))

    form = response.context["notes_form"]
    assert form.errors == {"choice-space": [message]}
    assert form["choice-space"].value() == number


def test_sticker_board_needs_a_sticker_or_a_note(desk, event, guide):
    form = desk.post(address(event), stickers()).context["notes_form"]

    assert form.non_field_errors() == [
        "Write down at least one sticker or one other answer."
    ]


def test_sticker_board_refuses_a_choice_that_is_not_offered(desk, event, guide):
    forged = REVIEWED | {"lines-0-choice": "sleep"}

    response = desk.post(address(event), chosen(stickers(), "save", **forged))

    assert "not one of the answers offered" in line_errors(response)[0]
    assert not Response.objects.exists()


# What the review tells


def test_board_review_links_its_errors_to_the_lines(desk, event, guide):
    good = [(f"wish {number}", "1") for number in range(31)]
    response = desk.post(address(event), lines(*good, ("zero", "0"), ("a" * 501, "1")))
    page = response.content.decode()

    assert response.status_code == 422
    assert page.count("<title>Please correct: ") == 1
    assert page.count("2 fields need a correction") == 1
    assert (
        page.count('<a href="#id_lines-31-people">Number of people for note 32</a>')
        == 1
    )
    assert page.count('<a href="#id_lines-32-text">Note 33</a>') == 1


def test_board_review_refuses_a_count_that_is_too_large(desk, event, guide):
    response = desk.post(address(event), sent("review", notes="huge x99999999"))

    assert response.status_code == 422
    assert line_errors(response) == ["A note stands for at most 5000 people."]


def test_board_review_asks_about_many_people_and_lets_them_pass(desk, event, guide):
    review = desk.post(address(event), sent("review", notes="Xbox x360\nmanga x50"))

    assert review.status_code == 200
    page = review.content.decode()
    assert page.count("Is it really 360 people?") == 1
    assert page.count("Is it really") == 1
    assert page.count("<span data-board-people>410</span>") == 1
    desk.post(address(event), lines(("Xbox x360", "1"), ("manga", "51")))
    assert stored() == [("Xbox x360", 1), ("manga", 51)]


def test_board_goes_back_to_a_number_that_belongs_to_the_note(desk, event, guide):
    board = lines(("Xbox x360", "1"), ("manga", "1"))
    response = desk.post(address(event), board | {"step": "edit"})

    typed = response.context["notes_form"]["notes"].value()
    assert typed == "Xbox x360 ×1\nmanga"
    assert parse_notes(typed) == [Note("Xbox x360"), Note("manga")]


def test_empty_board_shows_one_summary_of_its_errors(desk, event, guide):
    empty = sent("review", notes="", language="", method="")
    response = desk.post(address(event), empty)

    assert response.status_code == 422
    assert response.content.decode().count("data-error-summary") == 1


def test_board_says_notes_everywhere_in_the_same_sense(desk, event, guide):
    saved = desk.post(
        address(event), lines(("manga", "30"), ("tea", "2")), follow=True
    ).content.decode()

    assert saved.count("Saved: 32 notes of the board.") == 1
    chosen = desk.get("/en/desk/conversations/").content.decode()
    assert chosen.count("32 notes from boards") == 1


def test_sticker_board_speaks_of_stickers(desk, event, guide):
    page = desk.get(address(event) + "?question=WHY").content.decode()
    review = desk.post(
        address(event), stickers(**{"choice-borrow": "12", "choice-space": "7"})
    ).content.decode()

    assert page.count("One sticker per person") == 1
    assert page.count("Review the board") == 1
    assert review.count("Stickers and notes to be saved: 19") == 1
    assert review.count("Back to the board") == 1
    assert review.count("2 lines") == 1
