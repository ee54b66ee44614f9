"""The question editor: each kind, its lists, and everything it refuses."""

import pytest

from surveys.models import Question, WordingChange
from tests.surveys.authoring import (
    choice_codes,
    listed,
    question_form,
    stored_form,
)
from tests.surveys.factories import (
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    community_survey,
    question,
)

DESK = "/en/desk/surveys/"


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def page(db):
    return PageFactory(survey=SurveyFactory(status="draft"))


def new(page) -> str:
    return f"{DESK}{page.survey_id}/pages/{page.pk}/questions/new/"


def edit(asked) -> str:
    return f"{DESK}{asked.survey_id}/questions/{asked.pk}/"


def problems(response) -> list[str]:
    return [words for _anchor, words in response.context["problems"]]


def labels(*texts: str) -> list[dict[str, object]]:
    return [{"label_en": text} for text in texts]


def test_first_step_offers_every_kind(desk, page):
    response = desk.get(new(page))

    kinds = [one.kind for one in response.context["kinds"]]
    assert sorted(kinds) == sorted(Question.Kind)


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_editor_opens_for_every_kind(desk, page, kind):
    response = desk.get(f"{new(page)}?kind={kind}")

    assert response.status_code == 200
    assert response.context["form"]["kind"].value() == kind
    assert response.context["form"]["code"].value() == "Q1"


KINDS = {
    "single": {**listed("choices", *labels("Yes", "No")), "has_other": "on"},
    "multiple": {
        **listed("choices", *labels("Books", "None")),
        "choices-1-is_exclusive": "on",
        "maximum": "1",
    },
    "dropdown": listed("choices", *labels("Yes", "No")),
    "rating": {"minimum": "۱", "maximum": "۵", "minimum_label_en": "Bad"},
    "matrix": {
        **listed("rows", *labels("Hours", "Staff")),
        **listed("choices", *labels("Good", "Bad")),
    },
    "ranking": {**listed("choices", *labels("Books", "Films")), "is_randomized": "on"},
    "number": {"minimum": "-5", "maximum": "5", "decimals": "2"},
    "date": {"earliest_on": "2025-01-01", "latest_on": "2025-12-31"},
    "short_text": {"maximum": "50"},
    "long_text": {"is_required": "on"},
    "district": {},
    "consent": {"is_required": "on"},
    "information": {},
}


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_question_of_every_kind_is_stored(desk, page, kind):
    response = desk.post(new(page), question_form(kind=kind, **KINDS[kind]))

    made = page.questions.get()
    assert response["Location"] == f"{DESK}{page.survey_id}/#question-Q1"
    assert (made.kind, made.text_en, made.survey) == (kind, "What else?", page.survey)


def test_settings_of_a_kind_are_stored(desk, page):
    desk.post(new(page), question_form(kind="multiple", **KINDS["multiple"]))

    made = page.questions.get()
    choices = list(made.choices.values_list("code", "label_en", "is_exclusive"))
    assert choices == [("A1", "Books", False), ("A2", "None", True)]
    assert (made.minimum, made.maximum) == (None, 1)


def test_settings_that_do_not_fit_the_kind_are_left_out(desk, page):
    form = question_form(
        kind="information",
        is_required="on",
        has_other="on",
        maximum="many",
        **listed("choices", *labels("Yes")),
    )
    desk.post(new(page), form)

    made = page.questions.get()
    assert (made.is_required, made.has_other, made.maximum) == (False, False, None)
    assert choice_codes(made) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"text_en": ""},
            "“Question” is empty. Write it here, or change the page’s language and "
            "write it in that one.",
        ),
        (
            {"code": "visits"},
            "Another question has the code “visits”. Choose another one.",
        ),
        (
            {"code": "پرسش"},
            "Code: Begin with a Latin letter; then Latin letters, digits and "
            "underscores only.",
        ),
        ({"kind": "rating"}, "Lowest step: A rating scale needs both its ends."),
        (
            {"kind": "rating", "minimum": "5", "maximum": "1"},
            "Highest step: This must not be less than the minimum.",
        ),
        (
            {"kind": "rating", "minimum": "0", "maximum": "۱۰۰۰"},
            "Highest step: A scale has from 2 to 11 steps; this one has 1,001.",
        ),
        (
            {"kind": "number", "minimum": "five"},
            "Smallest number: Write a whole number in digits, such as 3.",
        ),
        (
            {"kind": "date", "earliest_on": "2025-02-30"},
            "Earliest date: This is not a date. Write year, month and day, such as "
            "2025-09-23.",
        ),
        (
            {"kind": "date", "earliest_on": "2025-02-02", "latest_on": "2025-02-01"},
            "Latest date: This must not be before the earliest date.",
        ),
        (
            {"kind": "short_text", "maximum": "201"},
            "Longest answer, in characters: Write a number from 1 to 200, or leave "
            "it empty.",
        ),
        (
            {"kind": "single", **listed("choices", {"code": "x"}, {})},
            "Row 1: write its label, or remove the row.",
        ),
        (
            {
                "kind": "single",
                **listed(
                    "choices",
                    {"code": "yes", "label_en": "Yes"},
                    {},
                    {"code": "YES", "label_en": "Oh yes"},
                ),
            },
            "Row 3: the code “YES” is in row 1 already. Give another one.",
        ),
        (
            {"kind": "single", **listed("choices", {"code": "بله", "label_en": "Y"})},
            "Row 1: the code “بله” does not fit. Begin with a Latin letter; then "
            "Latin letters, digits and underscores, 40 at most.",
        ),
        (
            {"kind": "single", **listed("choices", {"code": "other", "label_en": "O"})},
            "Row 1: the code “other” is kept for “other, please say”. Give another "
            "one.",
        ),
        (
            {"kind": "single", **listed("choices", {"label_en": "x" * 201})},
            "Row 1: the label has 201 characters, and 200 fit.",
        ),
    ],
)
def test_question_is_refused_with_what_was_typed(desk, page, wrong, message):
    question(page, "visits", "single", "weekly")

    form = question_form(help_en="Think of spring.", **wrong)
    response = desk.post(new(page), form)

    assert response.status_code == 422
    assert problems(response)[0] == message
    assert "Think of spring." in response.text
    assert page.questions.count() == 1


def test_code_is_set_once(desk, page):
    asked = question(page, "wish", "long_text")
    form = stored_form(desk.get(edit(asked)))

    desk.post(edit(asked), {**form, "code": "other_code", "text_en": "Your wish?"})

    asked.refresh_from_db()
    assert (asked.code, asked.text_en) == ("wish", "Your wish?")


def test_codes_of_choices_are_set_once(desk, page):
    asked = question(page, "visits", "single", "weekly", "never")
    form = stored_form(desk.get(edit(asked)))

    desk.post(edit(asked), {**form, "choices-0-code": "other_code"})

    assert choice_codes(asked) == ["weekly", "never"]


def test_next_code_is_free(desk, page):
    question(page, "q1", "long_text")
    question(page, "Q3", "long_text")

    response = desk.get(f"{new(page)}?kind=single")

    assert response.context["form"]["code"].value() == "Q2"


def test_kind_can_be_changed_before_the_first_answer(desk, page):
    asked = question(page, "visits", "single", "weekly", has_other=True)
    form = stored_form(desk.get(edit(asked)))

    desk.post(edit(asked), {**form, "kind": "long_text"})

    asked.refresh_from_db()
    assert (asked.kind, asked.has_other) == ("long_text", False)
    assert choice_codes(asked) == []


def test_text_is_written_in_the_page_s_language(desk, page):
    asked = question(page, "wish", "long_text", text_en="A wish?", text_fa="")
    address = f"/fa/desk/surveys/{page.survey_id}/questions/{asked.pk}/"
    opened = desk.get(address)

    desk.post(address, {**stored_form(opened), "text_fa": "آرزو؟"})

    asked.refresh_from_db()
    assert (asked.text_en, asked.text_fa) == ("A wish?", "آرزو؟")
    assert "A wish?" in opened.text


def test_text_may_be_missing_in_a_language_while_another_has_it(desk, page):
    asked = question(page, "wish", "long_text", text_en="A wish?", text_fa="")
    address = f"/fa/desk/surveys/{page.survey_id}/questions/{asked.pk}/"

    response = desk.post(address, {**stored_form(desk.get(address)), "text_fa": ""})

    assert response.status_code == 302


def test_text_of_a_published_question_keeps_its_history(desk, editor):
    asked = community_survey().all_questions.get(code="wish")
    form = stored_form(desk.get(edit(asked)))

    desk.post(edit(asked), {**form, "text_en": "Your wish?"})

    change = WordingChange.objects.get()
    assert (change.place, change.after) == ("question:wish", "Your wish?")


# Lists, arranged before anything is saved


def arranged(desk, page, wish: str, **lists) -> list[str]:
    """The labels of the choices after a button of the list was pressed."""
    form = question_form(kind="single", arrange=wish, **lists)
    response = desk.post(new(page), form)
    assert response.status_code == 200
    assert page.questions.count() == 0
    return [one.label_field.value() or "" for one in response.context["form"].choices]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("choices:add", ["a", "b", "c", ""]),
        ("choices:1:up", ["b", "a", "c"]),
        ("choices:0:up", ["a", "b", "c"]),
        ("choices:1:down", ["a", "c", "b"]),
        ("choices:2:down", ["a", "b", "c"]),
        ("choices:0:to:2", ["b", "c", "a"]),
        ("choices:1:remove", ["a", "c"]),
        ("choices:9:remove", ["a", "b", "c"]),
        ("nonsense", ["a", "b", "c"]),
    ],
)
def test_list_is_arranged_without_saving(desk, page, wish, expected):
    rows = listed("choices", *labels("a", "b", "c"))
    assert arranged(desk, page, wish, **rows) == expected


def test_pasted_lines_become_choices(desk, page):
    rows = listed("choices", {"label_en": "a"}, {})
    pasted = {"choices-pasted": "b\r\n\r\n  c  \n"}
    assert arranged(desk, page, "choices:paste", **rows, **pasted) == ["a", "b", "c"]


def test_lines_still_in_the_box_are_saved_too(desk, page):
    form = question_form(kind="single", **{"choices-pasted": "Yes\nNo"})
    desk.post(new(page), form)

    assert choice_codes(page.questions.get()) == ["A1", "A2"]


@pytest.mark.parametrize("button", [{}, {"arrange": "choices:paste"}])
def test_ten_thousand_pasted_choices_are_refused_and_kept(desk, page, button):
    lines = "\n".join(f"Choice {number}" for number in range(10_000))
    form = question_form(kind="single", **{"choices-pasted": lines}, **button)
    response = desk.post(new(page), form)

    message = "500 rows fit into one list; with what was pasted it would have 10,000."
    assert response.context["paste_refusal"] == message
    assert "Choice 9999" in response.text
    assert page.questions.count() == 0


def test_longest_list_is_saved_and_can_be_sent_again(desk, page):
    lines = "\n".join(f"Choice {number}" for number in range(500))
    form = question_form(kind="multiple", **{"choices-pasted": lines})
    desk.post(new(page), form)
    asked = page.questions.get()
    form = stored_form(desk.get(edit(asked)))
    ticked = {f"choices-{row}-is_exclusive": "on" for row in range(500)}

    response = desk.post(edit(asked), form | ticked)

    assert len(form | ticked) > 1500
    assert response.status_code == 302
    assert asked.choices.filter(is_exclusive=True).count() == 500


def test_forged_number_of_rows_is_refused(desk, page):
    form = question_form(kind="single", **{"choices-TOTAL_FORMS": "10000"})
    response = desk.post(new(page), form)

    assert response.status_code == 422
    assert problems(response) == ["At most 500 rows fit into one list."]


def test_choices_are_reordered_added_and_removed_in_one_save(desk, page):
    asked = question(page, "visits", "single", "weekly", "monthly", "never")
    weekly, _monthly, never = asked.choices.all()
    form = stored_form(desk.get(edit(asked)))
    rows = listed(
        "choices",
        {"item": never.pk, "label_en": "Not at all"},
        {"label_en": "Daily", "code": "daily"},
        {"item": weekly.pk, "label_en": "Weekly"},
    )

    others = {name: value for name, value in form.items() if "choices-" not in name}
    desk.post(edit(asked), {**others, **rows})

    stored = list(asked.choices.values_list("code", "label_en", "label_fa"))
    assert stored == [
        ("never", "Not at all", never.label_fa),
        ("daily", "Daily", None),
        ("weekly", "Weekly", weekly.label_fa),
    ]


def test_choice_of_another_question_is_not_taken(desk, page):
    asked = question(page, "visits", "single", "weekly")
    foreign = question(page, "uses", "single", "books").choices.get()
    form = stored_form(desk.get(edit(asked)))

    rows = listed("choices", {"item": foreign.pk, "label_en": "Mine", "code": "mine"})
    desk.post(edit(asked), {**form, **rows})

    foreign.refresh_from_db()
    assert foreign.label_en == "Books"
    assert choice_codes(asked) == ["mine"]


# Two at once, and answers


def test_second_of_two_saves_is_refused_and_kept(desk, page):
    asked = question(page, "wish", "long_text")
    form = stored_form(desk.get(edit(asked)))

    desk.post(edit(asked), {**form, "text_en": "First"})
    refused = desk.post(edit(asked), {**form, "text_en": "Second"})

    asked.refresh_from_db()
    assert refused.status_code == 422
    assert problems(refused)[0].startswith("Somebody else changed this")
    assert refused.context["form"]["text_en"].value() == "Second"
    assert asked.text_en == "First"


def test_question_of_an_answered_survey_is_shown_and_not_changed(desk, page):
    asked = question(page, "visits", "single", "weekly")
    form = stored_form(desk.get(edit(asked)))
    ResponseFactory(survey=page.survey)

    opened = desk.get(edit(asked))
    refused = desk.post(edit(asked), {**form, "text_en": "Other"})

    asked.refresh_from_db()
    assert opened.context["form"].fields["kind"].disabled is True
    assert "so its questions are frozen" in opened.text
    assert 'accesskey="s"' not in opened.text
    assert refused.status_code == 422
    assert problems(refused)[-1].startswith("This survey has answers by now")
    assert asked.text_en != "Other"


@pytest.mark.parametrize("person", ["librarian", "translator", "moderator", "stranger"])
def test_editor_is_closed_to_those_who_do_not_write_surveys(
    as_user, request, person, page
):
    client = as_user(request.getfixturevalue(person))

    statuses = {client.get(new(page)).status_code, client.post(new(page)).status_code}

    assert statuses == {403}


def test_editor_sends_the_anonymous_to_sign_in(client, page):
    assert client.get(new(page))["Location"].startswith("/en/accounts/login/")
