"""Precision at three on answers that were not learnt from."""

from io import StringIO

import pytest
from django.core.management import call_command

from engagement.held_out import PARTS, trial
from engagement.learnt import Example
from tests.engagement.coded_answers import ThemeFactory, code_texts

WORDING = dict.fromkeys(range(5), "")


def notes(theme, word, number):
    """Notes with one telling word each, and words that tell nothing."""
    return [
        Example(f"{word} {n} {'abcdefghij'[n]}", frozenset([theme]))
        for n in range(number)
    ]


def telling():
    """Four themes by one word each, the fourth by far the least frequent."""
    words = {"rent": 10, "bus": 9, "garden": 8, "library": 3}
    return [
        one
        for theme, (word, number) in enumerate(words.items())
        for one in notes(theme, word, number)
    ]


def test_trial_measures_by_hand():
    found = trial(telling(), WORDING)

    # One theme each: of three suggestions one can be right.
    assert found.answers == 30
    assert found.best == pytest.approx(1 / 3)
    assert found.learnt.precision == pytest.approx(1 / 3)
    assert (found.learnt.recall, found.learnt.hits) == (1, 1)
    # The three notes of the fourth theme are always missed.
    assert found.frequent.precision == pytest.approx(27 / 30 / 3)
    assert found.frequent.hits == pytest.approx(27 / 30)


def test_trial_counts_each_theme_of_an_answer():
    examples = [
        Example(f"rent bus {'abcdefghij'[n]}", frozenset([0, 1])) for n in range(10)
    ]

    found = trial(examples, WORDING)

    assert found.best == pytest.approx(2 / 3)
    assert found.learnt.precision == pytest.approx(2 / 3)
    assert found.learnt.recall == 1


def test_trial_never_learns_from_the_words_it_tries():
    # Each text stands twice; nothing else would give its theme away.
    examples = [
        Example(text, frozenset([theme]))
        for theme, text in enumerate(["aaaa", "bbbb", "cccc", "dddd", "eeee"])
        for _again in range(2)
    ]

    found = trial(examples, WORDING)

    assert found.answers == 5
    assert found.learnt.hits < 1


def test_trial_is_the_same_each_time():
    assert trial(telling(), WORDING) == trial(telling(), WORDING)


def test_trial_of_too_few_answers_is_none():
    assert trial(notes(0, "rent", PARTS - 1), WORDING) is None


@pytest.mark.django_db
def test_command_prints_a_line_for_each_way_and_language():
    code_texts(ThemeFactory(name_en="Rents"), *(f"Rent {n} is high" for n in range(9)))
    printed = StringIO()

    call_command("evaluate_suggestions", stdout=printed)

    lines = [line.split() for line in printed.getvalue().splitlines()]
    assert lines[2] == ["en", "9", "learnt", "0.333", "1.000", "1.000"]
    assert [line[:3] for line in lines[4:6]] == [
        ["most", "frequent", "themes"],
        ["best", "possible", "0.333"],
    ]
    assert lines[6] == ["vi", "too", "few", "answers", "are", "coded"]


@pytest.mark.django_db
def test_command_measures_one_language_only():
    printed = StringIO()

    call_command("evaluate_suggestions", "--language", "fa", stdout=printed)

    assert printed.getvalue().splitlines()[2:] == [
        "fa        too few answers are coded"
    ]
