"""The theming bench: what it shows, and answers coded one by one or several at once."""

import json
import re

import pytest

from engagement import coding_table
from engagement.actions.coding import code_answer
from engagement.actions.themes import merge_theme, retire_theme
from engagement.models import CodedAnswer
from surveys import tallying
from surveys.models import OpenAnswer
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.theming import coded, note, theme_of, themes_of
from tests.surveys.factories import ResponseFactory

pytestmark = pytest.mark.django_db
BENCH = "/en/desk/themes/"
SEVERAL = "/en/desk/themes/answers/"
NOT_IN_LIST = "The answer you asked for is not in this list"
FOR_SCRIPT = {"accept": "application/json"}


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


@pytest.fixture
def quiet():
    return theme_of("quiet")


@pytest.fixture
def hours():
    return theme_of("hours")


def address(answer) -> str:
    return f"{SEVERAL}{answer.pk}/"


def rows(response) -> list[str]:
    return [row.answer.text for row in response.context["rows"]]


def state_of(response, answer) -> dict:
    """What the page gives the script of an answer."""
    row = next(row for row in response.context["rows"] if row.answer == answer)
    return json.loads(row.as_json)


def current(response) -> str:
    return response.context["current"].answer.text


# What it shows


def test_table_shows_answers_with_their_themes(desk, librarian, quiet, hours):
    answer = coded("Hush", quiet, actor=librarian, in_tension=[quiet])
    waits = note("کتابخانه", language="fa", people=3)

    response = desk.get(BENCH)

    assert rows(response) == ["کتابخانه", "Hush"]
    assert response.context["matching"] == "2 answers"
    assert '<p class="note__text" lang="fa" dir="auto" data-text>کتابخانه</p>' in (
        response.text
    )
    assert "<bdi>3 people</bdi>" in response.text
    assert state_of(response, waits) == {
        "seen_at": "",
        "coder": "",
        "themes": [],
        "suggested": [quiet.pk],
    }
    stored = CodedAnswer.objects.get(answer=answer)
    assert state_of(response, answer) == {
        "seen_at": stored.coded_at.isoformat(),
        "coder": "Lan",
        "themes": [{"pk": quiet.pk, "in_tension": True, "minority_view": False}],
        "suggested": [quiet.pk],
    }


def test_what_staff_logged_shows_its_event_and_day(desk):
    event = OutreachEventFactory(title_en="Market day")
    answer = note("On a board")
    ConversationFactory(response=answer.response, event=event, method="question_board")

    response = desk.get(BENCH)

    assert "<bdi>Question board</bdi> · <bdi>Market day</bdi>" in response.text


def test_fresh_answers_are_there_at_once(desk):
    asked = note("before").question
    ResponseFactory(survey=asked.survey, answers={"wish": "just logged"})

    assert rows(desk.get(BENCH)) == ["just logged", "before"]


def test_first_answer_to_be_coded_is_the_current_one(desk, quiet):
    note("old")
    note("waits")
    coded("done", quiet)

    assert current(desk.get(BENCH)) == "waits"
    assert current(desk.get(f"{BENCH}?state=coded")) == "done"


def test_an_answer_can_be_asked_for(desk, quiet):
    done = coded("done", quiet)
    note("waits")

    response = desk.get(f"{BENCH}?note={done.pk}")

    assert current(response) == "done"
    assert f'value="{quiet.pk}" id="theme-{quiet.pk}" checked' in response.text


@pytest.mark.parametrize("query", ["note=x", "note=999", "before=-1", "before=x"])
def test_a_place_that_is_none_is_the_beginning(desk, query):
    note("one")

    assert rows(desk.get(f"{BENCH}?{query}")) == ["one"]


def test_older_answers_are_one_link_away(desk, monkeypatch):
    monkeypatch.setattr(coding_table, "SHOWN", 2)
    for number in range(3):
        note(f"note {number}")

    first = desk.get(f"{BENCH}?q=note")
    href = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = desk.get(BENCH + href)

    assert (rows(first), rows(second)) == (["note 2", "note 1"], ["note 0"])
    assert second.context["filters"].criteria == {"q": "note"}


def test_an_answer_on_another_page_is_opened_there(desk, monkeypatch):
    monkeypatch.setattr(coding_table, "SHOWN", 2)
    asked = [note(f"note {number}") for number in range(4)][1]

    response = desk.get(f"{BENCH}?note={asked.pk}")

    assert rows(response) == ["note 1", "note 0"]
    assert current(response) == "note 1"
    assert not response.context["is_first_page"]
    assert NOT_IN_LIST not in response.text


def test_an_answer_that_a_filter_leaves_out_is_said_to_be_missing(desk):
    asked = note("one")
    note("two")

    response = desk.get(f"{BENCH}?q=two&note={asked.pk}")

    assert rows(response) == ["two"]
    assert NOT_IN_LIST in response.text


def test_days_the_wrong_way_round_are_said(desk):
    note("one")

    response = desk.get(f"{BENCH}?since=2025-03-02&until=2025-03-01")

    assert "This day is before the first one." in response.text


def test_a_theme_is_offered_once(desk, quiet, hours):
    coded("Hush", quiet)
    note("waits")

    response = desk.get(BENCH)

    assert (
        response.text.count(
            f'<li hidden><label class="quick__theme" for="theme-{quiet.pk}"'
        )
        == 1
    )


def test_wrong_filters_are_said_beside_their_fields(desk):
    note("one")

    response = desk.get(f"{BENCH}?theme=gone&since=soon")

    assert rows(response) == ["one"]
    assert response.text.count("This is not in the list. Choose from the list.") == 2
    assert "This is not a date." in response.text


def test_retired_themes_are_offered_to_those_who_have_them(desk, quiet, hours):
    coded("Hush", quiet)
    retire_theme(quiet, actor=None)
    retire_theme(hours, actor=None)

    response = desk.get(f"{BENCH}?state=coded")

    lines = [line.theme for branch in response.context["branches"] for line in branch]
    assert lines == [quiet]


def test_empty_table_says_what_comes(desk):
    assert "No answers in words yet" in desk.get(BENCH).text
    assert "No answer is like that" in desk.get(f"{BENCH}?q=x").text


@pytest.mark.parametrize("number", [1, 3])
def test_table_takes_the_same_queries(desk, django_assert_num_queries, quiet, number):
    event = OutreachEventFactory()
    for _each in range(number):
        answer = coded("Hush", quiet)
        ConversationFactory(response=answer.response, event=event)
    tallying.fold_responses()
    desk.get(BENCH)

    with django_assert_num_queries(17):
        desk.get(BENCH)


# Who may


@pytest.mark.parametrize("person", ["translator", "moderator", "trainer", "stranger"])
def test_others_are_refused(as_user, request, quiet, person):
    answer = note()
    client = as_user(request.getfixturevalue(person))

    for response in (
        client.get(BENCH),
        client.post(address(answer), {"themes": quiet.pk}),
        client.post(f"{address(answer)}uncode/"),
        client.post(SEVERAL, {"answers": answer.pk, "theme": "quiet"}),
    ):
        assert response.status_code == 403
    assert not CodedAnswer.objects.exists()


def test_the_anonymous_are_asked_to_sign_in(client, quiet):
    response = client.post(address(note()), {"themes": quiet.pk})

    assert response.status_code == 302
    assert not CodedAnswer.objects.exists()


def test_an_excluded_answer_is_not_found(desk, quiet):
    answer = note()
    OpenAnswer.objects.update(is_counted=False)

    assert desk.post(address(answer), {"themes": quiet.pk}).status_code == 404


# One answer


def test_saving_leads_on_to_the_next_answer_of_the_same_filters(
    desk, librarian, quiet, hours
):
    following, answer = note("next"), note("this")
    sent = {
        "themes": [quiet.pk, hours.pk],
        "in_tension": [quiet.pk],
        "minority_view": [hours.pk],
        "suggested": [hours.pk],
        "seen_at": "",
        "next": following.pk,
    }

    response = desk.post(f"{address(answer)}?q=t&state=uncoded", sent)

    assert response.status_code == 303
    assert response["Location"] == (
        f"{BENCH}?q=t&state=uncoded&note={following.pk}#coding"
    )
    assert themes_of(answer) == {"quiet": "T", "hours": "MS"}
    assert CodedAnswer.objects.get().coded_by == librarian


def test_nothing_fits_leaves_out_what_was_chosen(desk, quiet):
    answer = note()

    desk.post(address(answer), {"themes": quiet.pk, "nothing_fits": "1"})

    assert CodedAnswer.objects.get().answer == answer
    assert themes_of(answer) == {}


def test_a_coding_is_taken_back(desk, quiet):
    answer = coded("Hush", quiet)
    seen_at = CodedAnswer.objects.get().coded_at.isoformat()

    response = desk.post(f"{address(answer)}uncode/", {"seen_at": seen_at})

    assert response.status_code == 303
    assert not CodedAnswer.objects.exists()


def test_without_a_theme_the_page_says_what_to_do(desk):
    answer = note("this")

    response = desk.post(address(answer), {"in_tension": "7"})

    assert response.status_code == 422
    assert current(response) == "this"
    assert "Choose at least one theme, or say that nothing fits." in response.text


def test_a_refused_form_keeps_what_was_chosen(desk, quiet, hours):
    answer = coded("this", quiet)

    response = desk.post(
        address(answer), {"themes": hours.pk, "in_tension": hours.pk, "seen_at": ""}
    )

    assert response.status_code == 409
    assert "Somebody else coded this answer meanwhile." in response.text
    chosen = [
        (line.theme.code, line.is_chosen, line.is_in_tension)
        for branch in response.context["branches"]
        for line in branch
    ]
    assert chosen == [("quiet", False, False), ("hours", True, True)]
    stored = CodedAnswer.objects.get().coded_at.isoformat()
    assert f'name="seen_at" value="{stored}"' in response.text
    assert themes_of(answer) == {"quiet": ""}


@pytest.mark.parametrize("theme", ["999999", "x", "", "9" * 30])
def test_a_theme_that_is_none_is_refused_in_words(desk, theme):
    answer = note()

    response = desk.post(address(answer), {"themes": theme})

    assert response.status_code == 422
    assert not CodedAnswer.objects.exists()


@pytest.mark.parametrize("seen_at", ["x", "2026-13-45T00:00Z", "2026-01-01T00:00"])
def test_a_moment_that_is_none_was_never_seen(desk, quiet, seen_at):
    answer = note()

    response = desk.post(address(answer), {"themes": quiet.pk, "seen_at": seen_at})

    assert response.status_code == 409


def test_a_retired_theme_is_refused_and_a_merged_one_followed(desk, quiet, hours):
    answer = note()
    merge_theme(quiet, into=hours, actor=None)
    desk.post(address(answer), {"themes": quiet.pk})
    assert themes_of(answer) == {"hours": ""}

    retire_theme(hours, actor=None)
    other = note()
    response = desk.post(address(other), {"themes": hours.pk})
    assert response.status_code == 409
    assert "was retired meanwhile" in response.text


def test_looking_at_the_address_of_an_answer_leads_to_it_in_the_table(desk):
    answer = note()

    response = desk.get(f"{address(answer)}?q=more")

    assert response["Location"] == f"{BENCH}?q=more&note={answer.pk}#coding"
    assert desk.get(SEVERAL)["Location"] == f"{BENCH}#coding"


# The script


def test_script_is_told_what_is_stored(desk, quiet):
    answer = note()

    response = desk.post(
        address(answer), {"themes": quiet.pk, "seen_at": ""}, headers=FOR_SCRIPT
    )

    assert response.status_code == 200
    assert response.json() == {
        "answer": answer.pk,
        "seen_at": CodedAnswer.objects.get().coded_at.isoformat(),
        "coder": "Lan",
        "themes": [{"pk": quiet.pk, "in_tension": False, "minority_view": False}],
    }


def test_script_is_told_why_and_what_somebody_else_stored(desk, editor, quiet, hours):
    answer = note()
    code_answer(answer, themes=[quiet], actor=editor)

    response = desk.post(
        address(answer), {"themes": hours.pk, "seen_at": ""}, headers=FOR_SCRIPT
    )

    assert response.status_code == 409
    told = response.json()
    assert told["error"].startswith("Somebody else coded this answer meanwhile.")
    assert [theme["pk"] for theme in told["themes"]] == [quiet.pk]
    assert told["coder"] == "Ewa"


def test_script_is_told_of_one_that_was_taken_back(desk, quiet):
    answer = coded("Hush", quiet)
    seen_at = CodedAnswer.objects.get().coded_at.isoformat()

    response = desk.post(
        f"{address(answer)}uncode/", {"seen_at": seen_at}, headers=FOR_SCRIPT
    )

    told = {"answer": answer.pk, "seen_at": "", "coder": "", "themes": []}
    assert response.json() == told


# Several at once


def test_several_answers_get_one_more_theme(desk, quiet, hours):
    answers = [note(), coded("Hush", quiet, in_tension=[quiet])]

    response = desk.post(
        f"{SEVERAL}?q=h",
        {"answers": [one.pk for one in answers], "theme": "hours"},
        follow=True,
    )

    assert response.redirect_chain == [(f"{BENCH}?q=h#coding", 303)]
    assert "2 answers have the theme now." in response.text
    assert [themes_of(one) for one in answers] == [
        {"hours": ""},
        {"quiet": "T", "hours": ""},
    ]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "Choose the answers first."),
        ({"answers": 0}, "One of the answers you chose is not there any more."),
        ({"answers": "x"}, "One of the answers you chose is not there any more."),
        ({"theme": ""}, "Choose the theme that they should get."),
        ({"theme": "gone"}, "A theme that you chose is not there any more."),
    ],
)
def test_several_are_refused_in_words_and_stay_chosen(desk, quiet, sent, error):
    answer = note()
    whole = {"answers": answer.pk, "theme": "quiet"}
    data = (whole | sent) if sent else {"theme": "quiet"}

    response = desk.post(SEVERAL, data)
    told = desk.post(SEVERAL, data, headers=FOR_SCRIPT)

    assert response.status_code == told.status_code == 422
    assert error in response.text
    assert told.json()["error"].startswith(error)
    assert (
        f'id="choose-{answer.pk}" form="several-form" checked' in response.text
    ) == (data.get("answers") == answer.pk)
    assert not CodedAnswer.objects.exists()


def test_too_many_at_once_are_refused(desk, quiet, monkeypatch):
    monkeypatch.setattr("engagement.forms.coding.MOST_AT_ONCE", 1)
    answers = [note().pk, note().pk]

    response = desk.post(SEVERAL, {"answers": answers, "theme": "quiet"})

    assert "choose at most 1 answer." in response.text


def test_script_is_told_of_each_of_several(desk, quiet):
    answers = [note(), note()]

    response = desk.post(
        SEVERAL,
        {"answers": [one.pk for one in answers], "theme": "quiet"},
        headers=FOR_SCRIPT,
    )

    told = response.json()["answers"]
    assert {one["answer"] for one in told} == {one.pk for one in answers}
    assert [one["themes"][0]["pk"] for one in told] == [quiet.pk, quiet.pk]
