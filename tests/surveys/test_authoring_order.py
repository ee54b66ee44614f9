"""Moving and removing pages and questions: order, conditions, two at once, answers."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from civic.models import Activity
from surveys.actions.authoring import (
    ConditionsBroken,
    StructureFrozen,
    changing_structure,
    move_question,
    remove_question,
    save_page,
)
from surveys.models import Page
from tests.surveys.authoring import codes
from tests.surveys.factories import (
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    question,
)


def two_pages(**fields):
    """A draft with the questions a, b on its first page and c, d on its second."""
    survey = SurveyFactory(status="draft", **fields)
    first, second = (PageFactory(survey=survey, position=place) for place in (1, 2))
    for page, code in ((first, "a"), (first, "b"), (second, "c"), (second, "d")):
        question(page, code, "single", "yes", "no")
    return survey


@pytest.fixture
def survey(db):
    return two_pages()


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def depend(part, code: str):
    """Let a page or question be shown only if ``code`` was answered with yes."""
    condition = {"question": code, "operator": "is", "value": "yes"}
    part.shown_if = {"match": "all", "conditions": [condition]}
    part.save()


def asked(survey, code):
    return survey.all_questions.get(code=code)


def address(survey, part, verb) -> str:
    kind = "pages" if isinstance(part, Page) else "questions"
    return f"/en/desk/surveys/{survey.pk}/{kind}/{part.pk}/{verb}/"


def told(response) -> list[str]:
    """The messages after a redirect was followed."""
    return [str(one) for one in response.context["messages"]]


@pytest.mark.parametrize(
    ("code", "direction", "expected"),
    [
        ("b", "up", [["b", "a"], ["c", "d"]]),
        ("a", "up", [["a", "b"], ["c", "d"]]),
        ("a", "down", [["b", "a"], ["c", "d"]]),
        ("b", "down", [["a"], ["b", "c", "d"]]),
        ("c", "up", [["a", "b", "c"], ["d"]]),
        ("d", "down", [["a", "b"], ["c", "d"]]),
    ],
)
def test_question_moves_one_place_over_the_edge_of_pages(
    desk, survey, code, direction, expected
):
    part = asked(survey, code)
    desk.post(address(survey, part, "move"), {"direction": direction})

    assert codes(survey) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, [["b"], ["a", "c", "d"]]),
        (1, [["b"], ["c", "a", "d"]]),
        (99, [["b"], ["c", "d", "a"]]),
    ],
)
def test_question_is_put_where_it_was_dragged(desk, survey, place, expected):
    last = survey.pages.last()
    part = asked(survey, "a")
    desk.post(address(survey, part, "move"), {"page": last.pk, "place": place})

    assert codes(survey) == expected


def test_move_says_where_the_question_is_now(desk, survey):
    part = asked(survey, "b")
    path = address(survey, part, "move")
    response = desk.post(path, {"direction": "down"}, follow=True)

    assert response.redirect_chain[0][0].endswith("#question-b")
    assert told(response) == ["b is question 1 of 3 on page 2 now."]
    assert Activity.objects.get(verb="moved_question").details == {"question": "b"}


@pytest.mark.parametrize(
    "sent",
    [{"place": "1", "page": "0"}, {"place": "1", "page": "x"}, {"place": "1"}],
)
def test_question_cannot_be_put_on_another_survey_s_page(desk, survey, sent):
    part = asked(survey, "a")

    assert desk.post(address(survey, part, "move"), sent).status_code == 404
    assert codes(survey) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("first", "direction", "expected"),
    [
        (True, "down", [["c", "d"], ["a", "b"]]),
        (True, "up", [["a", "b"], ["c", "d"]]),
        (False, "up", [["c", "d"], ["a", "b"]]),
        (False, "down", [["a", "b"], ["c", "d"]]),
    ],
)
def test_page_moves_with_its_questions(desk, survey, first, direction, expected):
    page = survey.pages.first() if first else survey.pages.last()
    desk.post(address(survey, page, "move"), {"direction": direction})

    assert codes(survey) == expected


# Conditions


@pytest.mark.parametrize(("moved", "direction"), [("b", "up"), ("a", "down")])
def test_question_may_not_come_after_what_depends_on_it(desk, survey, moved, direction):
    depend(asked(survey, "b"), "a")
    part = asked(survey, moved)
    path = address(survey, part, "move")
    response = desk.post(path, {"direction": direction}, follow=True)

    assert codes(survey) == [["a", "b"], ["c", "d"]]
    assert told(response)[0].startswith(
        "Nothing was changed: a condition would no longer fit. Question b: "
    )


def test_page_may_not_come_before_what_it_depends_on(desk, survey):
    depend(survey.pages.last(), "a")
    page = survey.pages.first()
    desk.post(address(survey, page, "move"), {"direction": "down"})

    assert codes(survey) == [["a", "b"], ["c", "d"]]


def test_move_is_not_refused_for_a_condition_that_was_wrong_before(desk, survey):
    depend(asked(survey, "b"), "gone")

    desk.post(address(survey, asked(survey, "c"), "move"), {"direction": "down"})

    assert codes(survey) == [["a", "b"], ["d", "c"]]


def test_question_that_others_depend_on_is_not_removed(desk, survey):
    depend(asked(survey, "d"), "a")
    path = address(survey, asked(survey, "a"), "remove")

    opened, refused = desk.get(path), desk.post(path)

    places = [one.place for one in opened.context["refusal"].places]
    assert places == ["question:d"]
    assert "button--danger" not in opened.text
    assert refused.status_code == 422
    assert codes(survey) == [["a", "b"], ["c", "d"]]


def test_page_whose_questions_others_depend_on_is_not_removed(desk, survey):
    depend(survey.pages.last(), "b")
    path = address(survey, survey.pages.first(), "remove")

    assert desk.post(path).status_code == 422
    assert codes(survey) == [["a", "b"], ["c", "d"]]


def test_kind_and_choices_that_others_depend_on_stay(survey, editor):
    depend(asked(survey, "b"), "a")

    with pytest.raises(ConditionsBroken), changing_structure(survey):
        asked(survey, "a").choices.get(code="yes").delete()

    assert asked(survey, "a").choices.count() == 2


# Removal


def test_removal_asks_first_and_says_what_goes_with_it(desk, survey):
    response = desk.get(address(survey, survey.pages.first(), "remove"))

    assert [one.code for one in response.context["questions"]] == ["a", "b"]
    assert codes(survey) == [["a", "b"], ["c", "d"]]


def test_question_is_removed(desk, survey, editor):
    desk.post(address(survey, asked(survey, "a"), "remove"))

    assert codes(survey) == [["b"], ["c", "d"]]
    assert Activity.objects.get(verb="removed_question").actor == editor


def test_page_is_removed_and_the_others_are_numbered_anew(desk, survey):
    PageFactory(survey=survey)
    desk.post(address(survey, survey.pages.first(), "remove"))

    assert codes(survey) == [["c", "d"], []]
    assert list(survey.pages.values_list("position", flat=True)) == [1, 2]


# Answers


def test_answered_survey_refuses_every_change(survey, editor):
    ResponseFactory(survey=survey)
    part = asked(survey, "a")

    with pytest.raises(StructureFrozen):
        move_question(part, direction="down", actor=editor)
    with pytest.raises(StructureFrozen):
        remove_question(part, actor=editor)
    with pytest.raises(StructureFrozen):
        save_page(Page(survey=survey), actor=editor)

    assert codes(survey) == [["a", "b"], ["c", "d"]]


def test_what_the_database_refuses_is_told_in_the_same_words(survey):
    """An answer that comes in after the look: the triggers refuse the change."""

    def change_while_somebody_answers() -> None:
        with changing_structure(survey):
            ResponseFactory(survey=survey)
            asked(survey, "a").delete()

    with pytest.raises(StructureFrozen):
        change_while_somebody_answers()


def test_answered_survey_tells_the_editor_why_nothing_moved(desk, survey):
    ResponseFactory(survey=survey)
    path = address(survey, asked(survey, "a"), "move")
    response = desk.post(path, {"direction": "down"}, follow=True)

    assert told(response) == [str(StructureFrozen())]
    assert codes(survey) == [["a", "b"], ["c", "d"]]


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_editors_moving_at_once_leave_every_question_in_one_place():
    survey = two_pages()
    parts = [asked(survey, code) for code in ("a", "b", "c", "d")]
    start = Barrier(len(parts))

    def move(part) -> None:
        start.wait()
        for direction in ("down", "up", "down"):
            part.refresh_from_db()
            move_question(part, direction=direction, actor=None)
        connection.close()

    threads = [Thread(target=move, args=[part]) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    placed = [code for page in codes(survey) for code in page]
    assert sorted(placed) == ["a", "b", "c", "d"]
    for page in survey.pages.all():
        positions = list(page.questions.values_list("position", flat=True))
        assert positions == list(range(1, len(positions) + 1))


@pytest.mark.parametrize("person", ["librarian", "translator", "moderator", "stranger"])
@pytest.mark.parametrize("verb", ["move", "remove"])
def test_order_is_closed_to_those_who_do_not_write_surveys(
    as_user, request, survey, person, verb
):
    path = address(survey, asked(survey, "a"), verb)

    assert as_user(request.getfixturevalue(person)).post(path).status_code == 403
    assert codes(survey) == [["a", "b"], ["c", "d"]]
