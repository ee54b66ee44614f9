import pytest
from django.http import QueryDict
from django.utils import translation

from surveys.forms import page_form
from tests.factories import DistrictFactory
from tests.surveys.factories import PageFactory, community_survey, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return PageFactory()


def sent(page, query: str = "", **values):
    data = QueryDict(query, mutable=True)
    for name, value in values.items():
        data.setlist(
            f"q-{name.replace('__', '-')}", [value] if isinstance(value, str) else value
        )
    return page_form(page, data)


def test_form_takes_every_kind():
    DistrictFactory(code="north")
    first, second = community_survey().pages.all()
    one = sent(first, visits="weekly", uses=["wifi", "books"], trust="4")
    two = sent(second, wish="More chairs", street="Elm", home="north")

    assert one.is_valid()
    assert one.answers() == {"visits": "weekly", "uses": ["books", "wifi"], "trust": 4}
    assert two.is_valid()
    assert two.answers() == {"wish": "More chairs", "street": "Elm", "home": "north"}


def test_form_leaves_out_the_unanswered(page):
    question(page, "wish", "long_text")
    question(page, "trust", "rating", minimum=1, maximum=5)
    form = sent(page, wish="  \n ")

    assert form.is_valid()
    assert form.answers() == {}


def test_form_rating_from_zero_keeps_zero(page):
    question(page, "trust", "rating", minimum=0, maximum=3, is_required=True)
    form = sent(page, trust="0")

    assert form.is_valid()
    assert form.answers() == {"trust": 0}


@pytest.mark.parametrize(
    ("kind", "choices", "message"),
    [
        ("single", ["yes"], "“Why?”: please choose an answer."),
        ("multiple", ["yes"], "“Why?”: please choose at least one answer."),
        ("long_text", [], "“Why?”: please write an answer."),
        ("district", [], "“Why?”: please choose an answer."),
    ],
)
def test_form_required_names_the_question(page, kind, choices, message):
    question(page, "why", kind, *choices, is_required=True, text_en="Why?")

    assert sent(page).errors == {"q-why": [message]}


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_form_refuses_unknown_codes_and_names_the_question(page, kind):
    question(page, "why", kind, "yes", text_en="Why, at 100%?")

    assert sent(page, why="forged").errors == {
        "q-why": [
            "“Why, at 100%?”: what was sent is not one of the answers offered. "
            "Please choose again."
        ]
    }


def test_form_refuses_other_where_it_is_not_offered(page):
    question(page, "why", "single", "yes")

    assert list(sent(page, why="other").errors) == ["q-why"]


@pytest.mark.parametrize(
    ("kind", "answer"), [("single", "other"), ("multiple", ["other"])]
)
def test_form_words_tick_other(page, kind, answer):
    question(page, "why", kind, "yes", has_other=True, is_required=True)
    form = sent(page, why__other="It is near")

    assert form.is_valid()
    assert form.answers() == {"why": answer, "why-other": "It is near"}


def test_form_other_beside_choices_keeps_both(page):
    question(page, "why", "multiple", "yes", "no", has_other=True)
    form = sent(page, why="no", why__other="It is near")

    assert form.is_valid()
    assert form.answers() == {"why": ["no", "other"], "why-other": "It is near"}


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_form_other_needs_words(page, kind):
    question(page, "why", kind, "yes", has_other=True, text_en="Why?")

    assert sent(page, why="other").errors == {
        "q-why-other": [
            "“Why?”: you chose “Other”. Please say what you mean, or choose another "
            "answer."
        ]
    }


def test_form_words_for_other_beside_a_single_choice_are_not_lost(page):
    question(page, "why", "single", "yes", has_other=True, text_en="Why?")

    assert sent(page, why="yes", why__other="near").errors == {
        "q-why-other": [
            "“Why?”: you chose “Yes” and also wrote under “Other”. Please choose "
            "“Other”, or empty its text."
        ]
    }


def test_form_choice_whose_code_contains_other_is_not_other(page):
    question(page, "why", "single", "another", has_other=True)
    form = sent(page, why="another")

    assert form.is_valid()
    assert form.answers() == {"why": "another"}


def test_form_exclusive_choice_stands_alone(page):
    question(page, "why", "multiple", "yes", "!none", has_other=True, text_en="Why?")

    assert sent(page, why=["yes", "none"]).errors == {
        "q-why": [
            "“Why?”: “None” cannot go with other answers. Please keep either it or "
            "the others."
        ]
    }


def test_form_words_beside_an_exclusive_choice_are_named(page):
    question(page, "why", "multiple", "yes", "!none", has_other=True, text_en="Why?")

    assert sent(page, why="none", why__other="near").errors == {
        "q-why-other": [
            "“Why?”: you chose “None” and also wrote under “Other”. Please choose "
            "“Other”, or empty its text."
        ]
    }


def test_form_shows_other_ticked_as_its_words_will_be_counted(page):
    question(page, "why", "multiple", "yes", "!none", has_other=True)
    question(page, "who", "single", "me", has_other=True)
    form = sent(page, why="yes", why__other="near", who__other="my cat")

    assert form["q-why"].value() == ["yes", "other"]
    assert form["q-who"].value() == "other"
    assert form.sent() == {
        "q-why": ["yes", "other"],
        "q-why-other": ["near"],
        "q-who": ["other"],
        "q-who-other": ["my cat"],
    }
    assert sent(page, why="none").is_valid()


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (["a"], "“Why?”: please choose at least 2 answers."),
        (["a", "b", "c", "d"], "“Why?”: please choose at most 3 answers."),
    ],
)
def test_form_holds_the_number_of_choices(page, chosen, message):
    question(page, "why", "multiple", *"abcd", minimum=2, maximum=3, text_en="Why?")

    assert sent(page, why=chosen).errors == {"q-why": [message]}
    assert sent(page, why=["a", "b"]).is_valid()
    assert sent(page).is_valid()


@pytest.mark.parametrize(
    ("kind", "longest", "words"),
    [("short_text", 200, "200"), ("long_text", 5000, "5,000")],
)
def test_form_too_long_text_says_how_long(page, kind, longest, words):
    question(page, "why", kind, text_en="Why?")

    assert sent(page, why="ł" * longest).is_valid()
    assert sent(page, why="ł" * 1_000_000).errors == {
        "q-why": [
            f"“Why?”: your answer has 1,000,000 characters, and {words} fit. Please "
            "shorten it."
        ]
    }


def test_form_messages_come_in_the_current_language_digits(page):
    question(page, "why", "short_text", text_fa="چرا؟")
    with translation.override("fa"):
        (message,) = sent(page, why="x" * 201).errors["q-why"]

    assert "چرا؟" in message
    assert "۲۰۱" in message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c\x7f", "abc"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("e\u0301", "é"),
        ("x\ud800y", "xy"),
        ("نمی\u200cدانم", "نمی\u200cدانم"),
    ],
)
def test_form_text_is_tidied(page, typed, kept):
    question(page, "why", "long_text")
    form = sent(page, why=typed)

    assert form.is_valid()
    assert form.answers() == {"why": kept}


def test_form_redisplays_exactly_what_was_sent(page):
    question(page, "why", "multiple", "a", "b", "!none", has_other=True)
    form = sent(page, why=["a", "none"], why__other="  <b>near</b> ")

    assert not form.is_valid()
    assert form["q-why"].value() == ["a", "none"]
    assert form["q-why-other"].value() == "  <b>near</b> "
    assert form.sent() == {"q-why": ["a", "none"], "q-why-other": ["  <b>near</b> "]}


def test_form_sent_holds_every_field_so_that_unticking_is_kept(page):
    question(page, "why", "multiple", "a")
    question(page, "wish", "long_text")

    assert sent(page).sent() == {"q-why": [], "q-wish": []}


def test_form_entries_pair_options_with_choices(page):
    question(page, "why", "single", "a", has_other=True)
    (entry,) = sent(page, why="a").entries

    assert [choice and choice.code for _option, choice in entry.options] == ["a", None]
    assert entry.other.name == "q-why-other"
    assert not entry.has_errors


def test_form_takes_plain_dictionaries(page):
    question(page, "why", "multiple", "a", "b")
    form = page_form(page, {"q-why": ["a", "b"]})

    assert form.is_valid()
    assert form.answers() == {"why": ["a", "b"]}
    assert form.sent() == {"q-why": ["a", "b"]}
