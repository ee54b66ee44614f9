"""How many people spoke of each theme, counted from the log."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from engagement.models import Round
from engagement.theme_counts import (
    EVERYBODY,
    NO_THEME,
    Place,
    Tree,
    Voice,
    count_people,
    voices_of,
)
from tests.engagement.coded_answers import OpenAnswerFactory, ThemeFactory, coded
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.writing import fall_summary
from tests.surveys.factories import question

TREE = Tree({1: "homes", 2: "rents", 3: "costs", 4: "streets"}, {2: 1, 3: 1, 9: 1})
HERE = Place(1, "park", "en")
BOARD = "question_board"


def counted(*voices):
    people = count_people(voices, TREE)
    return {cell: places.total() for cell, places in people.items()}


def talk(people, *themes, place=HERE):
    return Voice(place, 1, None, people, frozenset(themes))


def note(people, *themes, event=1, board=1, place=HERE):
    return Voice(place, event, board, people, frozenset(themes))


def test_person_counts_once_for_the_upper_theme():
    assert counted(talk(3, 2, 3)) == {EVERYBODY: 3, "homes": 3, "rents": 3, "costs": 3}


def test_person_without_a_theme_counts_as_such():
    assert counted(talk(2)) == {EVERYBODY: 2, NO_THEME: 2}


def test_upper_theme_given_by_itself_is_told_apart():
    assert counted(talk(2, 1)) == {EVERYBODY: 2, "homes": 2, "=homes": 2}


def test_retired_theme_counts_for_that_above_it():
    assert counted(talk(2, 9)) == {EVERYBODY: 2, "homes": 2, "=homes": 2}


def test_notes_of_an_event_count_under_the_question_that_has_most_of_them():
    notes = note(5, 2, board=1), note(4, 2, board=2), note(6, 4, board=2)

    assert counted(*notes) == {
        EVERYBODY: 10,
        "homes": 5,
        "rents": 5,
        "streets": 6,
        "=streets": 6,
    }


def test_notes_of_several_events_and_talks_are_added_up():
    heard = note(5, 2), note(4, 2, event=2), talk(3, 2)

    assert counted(*heard)["rents"] == 12


def test_people_are_told_apart_by_place():
    there = Place(1, "school", "fa")

    people = count_people([talk(3, 2), talk(2, 2, place=there)], TREE)

    assert people["rents"] == Counter({HERE: 3, there: 2})


def test_tree_knows_what_is_on_top_and_what_is_below():
    assert TREE.tops == ["homes", "streets"]
    assert TREE.below("homes") == ["rents", "costs"]
    assert TREE.below("streets") == []


def test_tree_takes_a_theme_below_a_retired_one_for_an_upper_one():
    assert Tree({2: "rents"}, {2: 1}).tops == ["rents"]


# Reading the log


@pytest.fixture
def summary(db):
    return fall_summary()


@pytest.fixture
def event(summary):
    began = dt.datetime.combine(summary.starts_on, dt.time(20), tzinfo=dt.UTC)
    return OutreachEventFactory(starts_at=began, setting="market")


@pytest.fixture
def rents(db):
    return ThemeFactory(code="rents")


def test_voice_is_read_with_its_place_and_themes(summary, event, rents):
    answer = OpenAnswerFactory(event=event, language="fa", people=3)
    coded(answer, rents)

    assert voices_of([summary]) == [
        Voice(
            Place(summary.pk, "market", "fa"),
            event.pk,
            None,
            3,
            frozenset({rents.pk}),
        )
    ]


def test_note_is_read_with_the_question_it_was_left_under(summary, event, rents):
    answer = OpenAnswerFactory(event=event, method=BOARD)
    coded(answer)

    [voice] = voices_of([summary])

    assert (voice.board, voice.themes) == (answer.question_id, frozenset())


def test_answers_of_one_conversation_are_one_voice(summary, event, rents):
    guide = GuideFactory()
    fear = question(guide.pages.get(), "FEAR", "long_text")
    wish = OpenAnswerFactory(event=event, guide=guide, people=2)
    other = ThemeFactory()
    coded(wish, rents)
    beside = {"collector": wish.collector, "day": wish.day, "language": "en"}
    coded(wish.response.open_answers.create(question=fear, people=2, **beside), other)

    [voice] = voices_of([summary])

    assert (voice.people, voice.themes) == (2, {rents.pk, other.pk})


def test_voices_leave_out_what_does_not_count(summary, event, rents):
    coded(OpenAnswerFactory(event=event, is_counted=False), rents)
    OpenAnswerFactory(event=event)
    second = coded(OpenAnswerFactory(event=event), rents)
    second.round = Round.SECOND
    second.save()
    later = timezone.now() + dt.timedelta(days=5000)
    coded(OpenAnswerFactory(event=OutreachEventFactory(starts_at=later)), rents)

    assert voices_of([summary]) == []
    assert voices_of([]) == []
