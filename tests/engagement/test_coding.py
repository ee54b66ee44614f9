"""Answers are given themes, and these are taken back."""

import datetime as dt

import pytest

from civic.models import Activity
from engagement.actions.coding import (
    CodedMeanwhile,
    SameCoder,
    ThemeRetired,
    add_theme,
    code_answer,
    uncode,
)
from engagement.actions.themes import merge_theme, retire_theme
from engagement.models import CodedAnswer, Coding, Round
from tests.engagement.theming import coded, codings, note, theme_of, themes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet():
    return theme_of("quiet")


@pytest.fixture
def hours():
    return theme_of("hours")


def test_an_answer_gets_several_themes_with_marks(librarian, quiet, hours):
    answer = note("Open later, and quieter")

    stored = code_answer(
        answer,
        themes=[quiet, hours],
        in_tension=[quiet],
        minority_view=[quiet, hours],
        suggested=[hours],
        actor=librarian,
    )

    assert themes_of(answer) == {"quiet": "TM", "hours": "MS"}
    assert (stored.coded_by, stored.round) == (librarian, Round.FIRST)
    done = Activity.objects.get()
    assert (done.verb, done.actor, done.subject_id) == (
        "coded",
        librarian,
        str(answer.pk),
    )
    assert done.details == {"round": "first", "themes": [quiet.pk, hours.pk]}


def test_without_themes_nothing_fits(librarian):
    answer = note()

    code_answer(answer, themes=[], actor=librarian)

    assert CodedAnswer.objects.get().answer == answer
    assert themes_of(answer) == {}


def test_coding_again_replaces_and_keeps_the_rows_that_stay(editor, quiet, hours):
    answer = coded("Hush", quiet, hours, suggested=[quiet])
    stays = Coding.objects.get(theme=quiet).pk
    noise = theme_of("noise")

    code_answer(answer, themes=[quiet, noise], in_tension=[quiet], actor=editor)

    assert themes_of(answer) == {"quiet": "TS", "noise": ""}
    assert Coding.objects.get(theme=quiet).pk == stays
    assert CodedAnswer.objects.get().coded_by == editor


def test_marks_of_themes_that_are_not_given_are_left_out(quiet, hours, editor):
    answer = coded("Hush", quiet, in_tension=[hours], actor=editor)

    assert themes_of(answer) == {"quiet": ""}


def test_a_theme_merged_meanwhile_stands_for_the_last_it_was_merged_into(
    editor, quiet, hours
):
    noise = theme_of("noise")
    merge_theme(noise, into=quiet, actor=editor)
    merge_theme(quiet, into=hours, actor=editor)

    answer = coded("Hush", noise, quiet, in_tension=[noise])

    assert themes_of(answer) == {"hours": "T"}


def test_a_retired_theme_is_refused_unless_the_answer_has_it(editor, quiet):
    answer, other = coded("Hush", quiet), note()
    retire_theme(quiet, actor=editor)

    code_answer(answer, themes=[quiet], minority_view=[quiet], actor=editor)
    with pytest.raises(ThemeRetired, match="was retired meanwhile"):
        code_answer(other, themes=[quiet], actor=editor)

    assert themes_of(answer) == {"quiet": "M"}
    assert not CodedAnswer.objects.filter(answer=other).exists()


@pytest.mark.parametrize("seen", [None, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)])
def test_what_somebody_else_coded_meanwhile_is_not_written_over(
    editor, quiet, hours, seen
):
    answer = coded("Hush", quiet)

    with pytest.raises(CodedMeanwhile):
        code_answer(answer, themes=[hours], actor=editor, seen_at=seen)
    with pytest.raises(CodedMeanwhile):
        uncode(answer, actor=editor, seen_at=seen)

    assert themes_of(answer) == {"quiet": ""}


def test_an_answer_that_was_taken_back_meanwhile_is_not_coded_again(editor, quiet):
    seen = code_answer(note(), themes=[quiet], actor=editor)
    uncode(seen.answer, actor=None)

    with pytest.raises(CodedMeanwhile):
        code_answer(seen.answer, themes=[quiet], actor=editor, seen_at=seen.coded_at)


def test_sending_the_same_twice_changes_nothing(librarian, editor, quiet):
    answer = note()
    first = code_answer(answer, themes=[quiet], actor=librarian, seen_at=None)
    again = code_answer(answer, themes=[quiet], actor=editor, seen_at=None)

    assert (again.pk, again.coded_at) == (first.pk, first.coded_at)
    assert again.coded_by == librarian
    assert Activity.objects.count() == 1


def test_coding_what_one_has_seen_goes_on_from_there(editor, quiet, hours):
    answer = note()
    seen = code_answer(answer, themes=[quiet], actor=editor, seen_at=None)
    stored = CodedAnswer.objects.get()

    code_answer(answer, themes=[hours], actor=editor, seen_at=stored.coded_at)

    assert seen.coded_at == stored.coded_at
    assert themes_of(answer) == {"hours": ""}


def test_second_round_stands_beside_the_first(librarian, editor, quiet, hours):
    answer = coded("Hush", quiet, actor=librarian)

    code_answer(answer, themes=[hours], actor=editor, round=Round.SECOND)

    assert {(one[2], one[3]) for one in codings()} == {
        ("first", "quiet"),
        ("second", "hours"),
    }


def test_second_round_is_refused_to_whoever_made_the_first(librarian, quiet):
    answer = coded("Hush", quiet, actor=librarian)

    with pytest.raises(SameCoder):
        code_answer(answer, themes=[quiet], actor=librarian, round=Round.SECOND)


def test_uncode_takes_the_coding_back(librarian, quiet):
    answer = coded("Hush", quiet)

    uncode(answer, actor=librarian)
    uncode(answer, actor=librarian)

    assert not CodedAnswer.objects.exists()
    verbs = list(Activity.objects.values_list("verb", flat=True))
    assert verbs == ["uncoded", "coded"]


def test_add_theme_leaves_what_answers_have(librarian, quiet, hours):
    new = note()
    old = coded("Hush", quiet, in_tension=[quiet], suggested=[quiet])

    add_theme([old, new], theme=hours, actor=librarian)

    assert themes_of(old) == {"quiet": "TS", "hours": ""}
    assert themes_of(new) == {"hours": ""}


def test_add_theme_refuses_a_retired_one_for_all(librarian, quiet, hours):
    answers = [note(), coded("Hush", hours)]
    retire_theme(quiet, actor=None)

    with pytest.raises(ThemeRetired):
        add_theme(answers, theme=quiet, actor=librarian)

    assert themes_of(answers[1]) == {"hours": ""}
    assert CodedAnswer.objects.count() == 1
