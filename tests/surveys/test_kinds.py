"""Each kind of question that came after the first six: right, wrong, shown again."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import translation

from surveys.forms import as_initial, page_form
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    EVERY_KIND_ANSWERS,
    PageFactory,
    every_kind_survey,
    matrix,
    question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return PageFactory()


def sent(page, values=None, **kwargs):
    data = QueryDict(mutable=True)
    for name, value in (values or {}).items():
        data.setlist(f"q-{name}", value if isinstance(value, list) else [value])
    return page_form(page, data, **kwargs)


def error(form) -> tuple[str, str]:
    """The only error of the form, with the field it stands at."""
    ((name, (message,)),) = form.errors.items()
    return name, message


def shown(form, name: str) -> str:
    return str(form[f"q-{name}"])


# All together


def test_every_kind_is_answered():
    DistrictFactory(code="north")
    survey = every_kind_survey()
    answers = as_initial(survey.questions, EVERY_KIND_ANSWERS)
    forms = [page_form(page, answers) for page in survey.pages.all()]

    assert [form.errors for form in forms] == [{}, {}, {}]
    assert {
        code: answer for form in forms for code, answer in form.answers().items()
    } == EVERY_KIND_ANSWERS


def test_every_kind_may_be_passed_over():
    forms = [sent(page) for page in every_kind_survey().pages.all()]

    assert [(form.errors, form.answers()) for form in forms] == [({}, {})] * 3


@pytest.mark.parametrize(
    ("kind", "place", "message"),
    [
        ("dropdown", "q-why", "“Why?”: please choose an answer."),
        ("ranking", "q-why-a", "“Why?”: please write 1 beside your first choice."),
        ("number", "q-why", "“Why?”: please write a number."),
        ("date", "q-why", "“Why?”: please give a date."),
        ("consent", "q-why", "“Why?”: please tick the box if you agree."),
    ],
)
def test_required_names_the_question(page, kind, place, message):
    choices = "ab" if kind in {"dropdown", "ranking"} else ""
    question(page, "why", kind, *choices, is_required=True, text_en="Why?")

    assert error(sent(page)) == (place, message)


# Dropdown


def test_dropdown_is_answered_with_a_code(page):
    question(page, "branch", "dropdown", "main", "harbor")
    form = sent(page, {"branch": "harbor"})

    assert form.is_valid()
    assert form.answers() == {"branch": "harbor"}


def test_dropdown_takes_words_for_other(page):
    question(page, "branch", "dropdown", "main", has_other=True)
    form = sent(page, {"branch": "other", "branch-other": "the bus"})

    assert form.is_valid()
    assert form.answers() == {"branch": "other", "branch-other": "the bus"}


def test_dropdown_refuses_a_forged_code(page):
    question(page, "branch", "dropdown", "main", text_en="Which branch?")

    assert error(sent(page, {"branch": "castle"})) == (
        "q-branch",
        "“Which branch?”: what was sent is not one of the answers offered. Please "
        "choose again.",
    )


def test_dropdown_words_for_other_beside_a_choice_are_not_lost(page):
    question(page, "branch", "dropdown", "main", has_other=True, text_en="Which?")
    form = sent(page, {"branch": "main", "branch-other": "the bus"})

    assert error(form) == (
        "q-branch-other",
        "“Which?”: you chose “Main” and also wrote under “Other”. Please choose "
        "“Other”, or empty its text.",
    )
    assert 'value="the bus"' in shown(form, "branch-other")


# Consent


def test_consent_is_yes_or_nothing(page):
    question(page, "agrees", "consent")

    assert sent(page, {"agrees": "yes"}).answers() == {"agrees": "yes"}
    assert sent(page).answers() == {}


@pytest.mark.parametrize("forged", ["on", "no", "true", "1"])
def test_consent_is_never_made_of_something_else(page, forged):
    question(page, "agrees", "consent", text_en="I agree.")

    assert error(sent(page, {"agrees": forged})) == (
        "q-agrees",
        "“I agree.”: what was sent is not one of the answers offered. Please choose "
        "again.",
    )


def test_consent_stays_ticked(page):
    question(page, "agrees", "consent")
    again = page_form(page, initial={"q-agrees": "yes"})

    assert shown(sent(page, {"agrees": "yes"}), "agrees") == (
        '<input type="checkbox" name="q-agrees" value="yes" id="id_q-agrees" checked>'
    )
    assert " checked" in shown(again, "agrees")
    assert " checked" not in shown(sent(page), "agrees")
    assert " checked" not in shown(sent(page, {"agrees": "no"}), "agrees")


# Information


def test_information_asks_nothing(page):
    question(page, "welcome", "information", help_en="Five minutes.")
    form = sent(page, {"welcome": "forged"})
    (entry,) = form.entries

    assert form.is_valid()
    assert (form.answers(), form.sent(), entry.field) == ({}, {}, None)


# Matrix


def test_matrix_keeps_a_choice_for_each_row(page):
    matrix(page, "services", ["hours", "staff"], "good", "bad")
    form = sent(page, {"services-staff": "good", "services-hours": "bad"})

    assert form.is_valid()
    assert form.answers() == {"services": {"hours": "bad", "staff": "good"}}


def test_matrix_that_is_not_required_may_be_half_answered(page):
    matrix(page, "services", ["hours", "staff"], "good", "bad")
    form = sent(page, {"services-staff": "good"})

    assert form.is_valid()
    assert form.answers() == {"services": {"staff": "good"}}


def test_matrix_that_is_required_needs_each_row_and_names_it(page):
    matrix(
        page,
        "services",
        ["hours", "staff", "rooms"],
        "good",
        is_required=True,
        text_en="How is it?",
    )
    form = sent(page, {"services-staff": "good"})

    assert form.errors == {
        "q-services-hours": ["“How is it?”, “Hours”: please choose an answer."],
        "q-services-rooms": ["“How is it?”, “Rooms”: please choose an answer."],
    }
    assert form.answers() == {}
    assert form["q-services-staff"].value() == "good"


def test_matrix_names_the_row_of_a_forged_choice(page):
    matrix(page, "services", ["hours"], "good", is_required=True, text_en="How is it?")

    assert error(sent(page, {"services-hours": "forged"})) == (
        "q-services-hours",
        "“How is it?”, “Hours”: what was sent is not one of the answers offered. "
        "Please choose again.",
    )


def test_matrix_knows_no_other_rows(page):
    matrix(page, "services", ["hours"], "good")
    form = sent(page, {"services-roof": "good", "services": "good"})

    assert form.is_valid()
    assert form.answers() == {}


# Ranking


@pytest.fixture
def ranking(page):
    return question(page, "order", "ranking", "a", "b", "c", text_en="In which order?")


def ranked(page, **ranks):
    return sent(page, {f"order-{code}": rank for code, rank in ranks.items()})


def test_ranking_lists_choices_by_preference(page, ranking):
    assert ranked(page, a="3", b="1", c="2").answers() == {"order": ["b", "c", "a"]}


def test_ranking_may_leave_some_out(page, ranking):
    form = ranked(page, a="", b="2", c="1")

    assert form.is_valid()
    assert form.answers() == {"order": ["c", "b"]}


def test_ranking_reads_any_digits(page, ranking):
    assert ranked(page, a="۲", b="١").answers() == {"order": ["b", "a"]}


@pytest.mark.parametrize(
    ("language", "values"), [("en", ["1", "2"]), ("fa", ["۱", "۲"])]
)
def test_ranking_is_shown_again_in_the_digits_of_the_page(
    page, ranking, language, values
):
    with translation.override(language):
        form = ranked(page, a="۱", b="2")
        for name, value in zip(["order-a", "order-b"], values, strict=True):
            assert f'value="{value}"' in shown(form, name)


def test_ranking_names_both_that_have_one_number(page, ranking):
    form = ranked(page, a="1", b="2", c="2")

    assert error(form) == (
        "q-order-c",
        "“In which order?”: both “B” and “C” have the number 2. Please give each a "
        "number of its own.",
    )
    assert [form[f"q-order-{code}"].value() for code in "abc"] == ["1", "2", "2"]


@pytest.mark.parametrize("rank", ["0", "4", "-1", "1.5", "first", "9" * 500])
def test_ranking_refuses_what_is_no_rank(page, ranking, rank):
    form = ranked(page, b=rank)

    assert error(form) == (
        "q-order-b",
        "“In which order?”, “B”: please write a whole number from 1 to 3, or leave it "
        "empty.",
    )
    assert form["q-order-b"].value() == rank


def test_ranking_holds_its_bounds(page):
    question(page, "order", "ranking", *"abcd", minimum=2, maximum=3, text_en="Why?")

    assert error(ranked(page, a="1")) == (
        "q-order-b",
        "“Why?”: please give numbers to at least 2 answers.",
    )
    assert error(ranked(page, a="1", b="2", c="4")) == (
        "q-order-c",
        "“Why?”, “C”: please write a whole number from 1 to 3, or leave it empty.",
    )
    assert ranked(page, a="2", b="3", c="1").answers() == {"order": ["c", "a", "b"]}
    assert ranked(page).is_valid()


def test_ranking_says_how_it_is_answered(page):
    question(page, "order", "ranking", *"abcd", minimum=2, maximum=3)
    (entry,) = sent(page).entries

    assert entry.hint == (
        "Write 1 beside your first choice, 2 beside the second, and so on. Give "
        "numbers to at least 2 answers. Give numbers to at most 3 answers."
    )


@pytest.mark.parametrize("own_help", ["", "Think of last year."])
def test_limits_are_told_beforehand(page, own_help):
    multiple = {"minimum": 2, "maximum": 3, "help_en": own_help}
    question(page, "uses", "multiple", *"abcd", **multiple)
    question(page, "age", "number", minimum=0, maximum=99, help_en=own_help)
    question(page, "far", "number", decimals=1, help_en=own_help)

    assert [entry.hint for entry in sent(page).entries] == [
        "Choose at least 2 answers. Choose at most 3 answers.",
        "A number from 0 to 99. Whole numbers only.",
        "At most 1 decimal place.",
    ]


# Number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("۱۲", 12),
        ("١٢", 12),
        (" 12 ", 12),
        ("-3", -3),
        ("−3", -3),
        ("1 250", 1250),
        ("1.250", 1250),
        ("1,250", 1250),
        ("1,250,000", 1250000),
        ("۱٬۲۵۰", 1250),
        ("12,0", 12),
        ("0", 0),
    ],
)
def test_number_is_read_in_every_script(page, typed, number):
    question(page, "age", "number", is_required=True)
    form = sent(page, {"age": typed})

    assert form.is_valid()
    assert form.answers() == {"age": number}
    assert isinstance(form.answers()["age"], int)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("۱۲٫۵", 12.5),
        (",5", 0.5),
        ("1.234,5", 1234.5),
        ("1,234.56", 1234.56),
        ("۱٬۲۳۴٫۵", 1234.5),
        ("12٫500", 12.5),
    ],
)
def test_number_with_decimals_is_read_in_every_language(page, typed, number):
    question(page, "age", "number", decimals=2)

    assert sent(page, {"age": typed}).answers() == {"age": number}


def test_number_with_three_decimals_takes_a_point_for_the_decimal_sign(page):
    question(page, "age", "number", decimals=3)

    assert sent(page, {"age": "1.250"}).answers() == {"age": 1.25}
    assert sent(page, {"age": "1.250,5"}).answers() == {"age": 1250.5}


@pytest.mark.parametrize("typed", ["twelve", "1-2", "12.5.7", "--3", "1e9", "٫", "½"])
def test_number_says_what_is_none(page, typed):
    question(page, "age", "number", text_en="How old?")
    form = sent(page, {"age": typed})

    assert error(form) == (
        "q-age",
        f"“How old?”: “{typed}” is not a number. Please write it in digits, such as "
        "12.",
    )
    assert f'value="{typed}"' in shown(form, "age")


@pytest.mark.parametrize(
    ("bounds", "typed", "message"),
    [
        ({"minimum": 0, "maximum": 120}, "-1", "a number from 0 to 120"),
        ({"minimum": 0, "maximum": 120}, "1200", "a number from 0 to 120"),
        ({"minimum": 18}, "17", "at least 18"),
        ({"maximum": 5}, "6", "at most 5"),
        ({}, "1" * 30, "a number from -999,999,999,999 to 999,999,999,999"),
    ],
)
def test_number_holds_its_bounds(page, bounds, typed, message):
    question(page, "age", "number", text_en="How old?", **bounds)

    assert error(sent(page, {"age": typed})) == (
        "q-age",
        f"“How old?”: please write {message}.",
    )


@pytest.mark.parametrize(
    ("decimals", "message"),
    [
        (0, "please write a whole number, without a decimal part"),
        (1, "please write at most 1 decimal place"),
        (2, "please write at most 2 decimal places"),
    ],
)
def test_number_holds_its_decimals(page, decimals, message):
    question(page, "age", "number", decimals=decimals, text_en="How far?")

    assert error(sent(page, {"age": "0.125"})) == ("q-age", f"“How far?”: {message}.")


def test_number_messages_and_hint_come_in_the_readers_digits(page):
    question(page, "age", "number", minimum=1, maximum=1200, text_fa="چند سال؟")
    with translation.override("fa"):
        form = sent(page, {"age": "0"})
        (entry,) = form.entries
        _place, message = error(form)

        assert "۱٬۲۰۰" in message
        assert "۱٬۲۰۰" in entry.hint


def test_number_stored_comes_back_as_the_language_writes_it(page):
    question(page, "far", "number", decimals=1)
    with translation.override("fa"):
        again = page_form(page, initial={"q-far": 2.5})

        assert 'value="۲٫۵"' in shown(again, "far")


def test_number_of_ten_thousand_digits_is_quoted_in_short(page):
    question(page, "age", "number", text_en="How old?")
    _place, message = error(sent(page, {"age": "1" * 10_000}))

    assert message == (
        f"“How old?”: “{'1' * 40}…” is not a number. Please write it in digits, such "
        "as 12."
    )


# Date


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "2025-09-23"),
        ("fa", "۱۴۰۴/۰۷/۰۱"),
        ("fa", "1404-7-1"),
        ("fa", "2025-09-23"),
        ("en", "١٤٠٤/٠٧/٠١"),
    ],
)
def test_date_is_kept_as_a_day(page, language, typed):
    question(page, "since", "date")
    with translation.override(language):
        assert sent(page, {"since": typed}).answers() == {"since": "2025-09-23"}


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "2025-02-29"), ("fa", "۱۴۰۴/۱۲/۳۰"), ("en", "soon"), ("fa", "1404/13/01")],
)
def test_date_that_does_not_exist_comes_back_as_it_was_typed(page, language, typed):
    question(page, "since", "date", text_en="Since when?", text_fa="از کی؟")
    with translation.override(language):
        form = sent(page, {"since": typed})
        place, message = error(form)

        calendar = {"en": "is not a date of the calendar", "fa": "در تقویم وجود ندارد"}
        assert place == "q-since"
        assert calendar[language] in message
        assert typed in message
        assert f'type="text" name="q-since" value="{typed}"' in shown(form, "since")


@pytest.mark.parametrize(
    ("bounds", "typed", "message"),
    [
        (
            ("2000-01-01", "2020-12-31"),
            "1999-12-31",
            "from January 1, 2000 to December",
        ),
        (("2000-01-01", None), "1999-12-31", "from January 1, 2000 on."),
        ((None, "2020-12-31"), "2021-01-01", "up to December 31, 2020."),
    ],
)
def test_date_holds_its_bounds(page, bounds, typed, message):
    earliest, latest = (dt.date.fromisoformat(day) if day else None for day in bounds)
    question(page, "since", "date", earliest_on=earliest, latest_on=latest)
    _place, words = error(sent(page, {"since": typed}))

    assert f"please give a date {message}" in words


def test_date_changes_its_calendar_with_the_language(page):
    question(page, "since", "date")
    persian = page_form(page, initial={"q-since": "2025-09-23"})
    english = page_form(page, initial={"q-since": "۱۴۰۴/۰۷/۰۱"})

    assert 'type="date" name="q-since" value="2025-09-23"' in shown(english, "since")
    with translation.override("fa"):
        assert 'value="۱۴۰۴/۰۷/۰۱"' in shown(persian, "since")


def test_date_typed_in_the_pages_calendar_stays_as_it_is(page):
    question(page, "since", "date")
    with translation.override("fa"):
        assert 'value="1404/7/1"' in shown(sent(page, {"since": "1404/7/1"}), "since")


def test_date_gives_its_bounds_to_the_browsers_calendar(page):
    question(page, "since", "date", earliest_on=dt.date(1950, 1, 1))

    assert ' min="1950-01-01"' in shown(sent(page), "since")


def test_date_says_how_it_is_typed_where_no_calendar_opens(page):
    question(page, "since", "date", latest_on=dt.date(2025, 9, 23))
    (english,) = sent(page).entries
    with translation.override("fa"):
        (persian,) = sent(page).entries
        hint = persian.hint

    assert english.hint == "A date up to September 23, 2025."
    assert "۱۴۰۴/۰۷/۰۱" in hint


# Shown if


@pytest.fixture
def asked_on_condition(page):
    """“visits”, and “why” for those who never come."""
    shown_if = {
        "match": "all",
        "conditions": [{"question": "visits", "operator": "is", "value": "never"}],
    }
    question(page, "visits", "single", "weekly", "never")
    question(page, "why", "long_text", is_required=True, shown_if=shown_if)
    return shown_if


def test_condition_asks_what_is_shown(page, asked_on_condition):
    assert list(sent(page, {"visits": "never"}).errors) == ["q-why"]
    assert sent(page, {"visits": "never", "why": "far"}).answers() == {
        "visits": "never",
        "why": "far",
    }


def test_condition_leaves_out_what_is_not_shown(page, asked_on_condition):
    form = sent(page, {"visits": "weekly", "why": "x" * 9000})

    assert form.is_valid()
    assert form.answers() == {"visits": "weekly"}
    assert [one.code for one in form.passed_over] == ["why"]
    assert form.sent()["q-why"] == ["x" * 9000]


def test_condition_looks_at_earlier_pages(page, asked_on_condition):
    later = PageFactory(survey=page.survey)
    question(later, "how", "number", is_required=True, shown_if=asked_on_condition)

    assert sent(later, earlier={"visits": "weekly"}).is_valid()
    assert list(sent(later, earlier={"visits": "never"}).errors) == ["q-how"]


def test_condition_on_a_question_that_is_not_shown_does_not_hold(
    page, asked_on_condition
):
    answered = {"conditions": [{"question": "why", "operator": "answered"}]}
    question(page, "more", "short_text", is_required=True, shown_if=answered)

    assert sent(page, {"visits": "weekly", "why": "far"}).is_valid()


def test_condition_of_a_whole_page_leaves_all_out(page):
    question(page, "visits", "single", "weekly", is_required=True)
    form = sent(page, {"visits": "weekly"}, is_shown=False)

    assert form.is_valid()
    assert form.answers() == {}


# Order


def codes(form) -> list[str]:
    (entry,) = form.entries
    return [str(option.data["value"]) for option, _choice in entry.options]


def test_shuffled_choices_differ_by_sitting_and_stay_within_it(page):
    question(page, "why", "single", *"abcdef", is_randomized=True)
    orders = {seed: codes(sent(page, seed=seed)) for seed in ("one", "two")}

    assert orders["one"] != orders["two"]
    assert sorted(orders["one"]) == sorted(orders["two"]) == list("abcdef")
    assert codes(sent(page, seed="one")) == orders["one"]


@pytest.mark.parametrize("seed", list("123456789"))
def test_shuffled_exclusive_choices_and_other_stand_last(page, seed):
    question(
        page, "why", "multiple", "!none", *"abc", is_randomized=True, has_other=True
    )

    assert codes(sent(page, seed=seed))[3:] == ["none", "other"]


@pytest.mark.parametrize("seed", list("123456789"))
def test_shuffled_list_begins_with_no_answer(page, seed):
    question(page, "why", "dropdown", *"abc", is_randomized=True, has_other=True)
    found = codes(sent(page, seed=seed))

    assert (found[0], found[-1]) == ("", "other")


def test_shuffled_parts_have_their_own_names(page):
    question(page, "why", "ranking", *"abcdef", is_randomized=True)
    (entry,) = sent(page, seed="one").entries
    names = [part.field.html_name for part in entry.shown_parts]

    assert names == [f"q-why-{part.row.code}" for part in entry.shown_parts]
    assert [part.row.code for part in entry.shown_parts] != list("abcdef")


def test_choices_without_a_sitting_keep_their_order(page):
    question(page, "why", "single", *"abcdef", is_randomized=True)

    assert codes(sent(page)) == list("abcdef")
