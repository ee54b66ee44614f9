"""Whatever was changed in the tree, undoing it in turn brings everything back."""

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from engagement.actions.coding import CodingRefused, code_answer
from engagement.actions.theme_refusals import ThemeRefused
from engagement.actions.theme_undoing import undo_change
from engagement.actions.themes import (
    merge_theme,
    move_theme,
    restore_theme,
    retire_theme,
    reword_theme,
    split_theme,
)
from engagement.models import CodedAnswer, Coding, Round, Theme, ThemeChange
from tests.engagement.theming import codings, note, theme_of
from tests.surveys.test_tallying import in_threads

CODES = ("space", "quiet", "light", "hours", "early", "late")
PARENTS = {"quiet": "space", "light": "space", "early": "hours", "late": "hours"}
ANSWERS = range(5)

marks = st.tuples(st.booleans(), st.booleans(), st.booleans())
given_themes = st.dictionaries(st.sampled_from(CODES), marks, max_size=len(CODES))
coded_answers = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(product(ANSWERS, Round.values), given_themes)
)
code = st.sampled_from(CODES)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), code, code),
        st.tuples(st.just("split"), code, code, st.sets(st.sampled_from(ANSWERS))),
        st.tuples(st.just("move"), code, code | st.none()),
        st.tuples(st.sampled_from(["retire", "restore"]), code),
        st.tuples(st.just("reword"), code, st.sampled_from(["A", "B"])),
    ),
    min_size=1,
    max_size=8,
)


def grow() -> None:
    for name in CODES:
        parent = PARENTS.get(name)
        theme_of(name, Theme.objects.get(code=parent) if parent else None)


def theme(name) -> Theme | None:
    return name and Theme.objects.get(code=name)


def store(answers, wanted) -> None:
    for (place, which), themes in wanted.items():
        coded = CodedAnswer.objects.create(answer=answers[place], round=which)
        for name, (tension, minority, suggested) in themes.items():
            Coding.objects.create(
                coded_answer=coded,
                theme=theme(name),
                is_in_tension=tension,
                is_minority_view=minority,
                was_suggested=suggested,
            )


def change(answers, kind, name, *more) -> None:
    one = theme(name)
    if kind == "merge":
        merge_theme(one, into=theme(more[0]), actor=None)
    elif kind == "split":
        chosen = [answers[place].pk for place in more[1]]
        split_theme(one, into=theme(more[0]), answers=chosen, actor=None)
    elif kind == "move":
        move_theme(one, parent=theme(more[0]), actor=None)
    elif kind == "reword":
        reword_theme(one, texts={"name_en": more[0]}, actor=None)
    else:
        {"retire": retire_theme, "restore": restore_theme}[kind](one, actor=None)


def tree() -> set[tuple]:
    fields = ("code", "parent", "position", "name_en", "merged_into")
    return {
        (*row, retired_at is None)
        for *row, retired_at in Theme.objects.values_list(*fields, "retired_at")
    }


class AnyChanges(TestCase):
    """Hypothesis needs a transaction of its own around each example."""

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(coded_answers, changes)
    def test_undoing_all_changes_in_turn_restores_every_theme_and_coding(
        self, wanted, steps
    ):
        grow()
        answers = [note() for _place in ANSWERS]
        store(answers, wanted)
        before = tree(), codings()

        for step in steps:
            with suppress(ThemeRefused):
                change(answers, *step)
        for one in ThemeChange.objects.order_by("-pk"):
            undo_change(one, actor=None)

        assert (tree(), codings()) == before

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(coded_answers, coded_answers, code, code)
    def test_undoing_a_merge_restores_all_that_nobody_coded_since(
        self, wanted, since, name, other
    ):
        grow()
        answers = [note() for _place in ANSWERS]
        store(answers, wanted)
        before = codings()
        with suppress(ThemeRefused):
            merge_theme(theme(name), into=theme(other), actor=None)
        changed = set()
        for place, which in since:
            themes = [theme(code) for code in since[place, which]]
            with suppress(CodingRefused):
                code_answer(answers[place], themes=themes, actor=None, round=which)
            changed.add((answers[place].pk, which))
        between = {one for one in codings() if one[1:3] in changed}
        for one in ThemeChange.objects.all():
            undo_change(one, actor=None)

        after = codings()
        untouched = {one for one in before if one[1:3] not in changed}
        assert {one for one in after if one[1:3] not in changed} == untouched
        # Of an answer coded since, at most what was united is parted again
        given_then = {one[1:3] for one in between}
        assert {one[1:3] for one in after if one[1:3] in changed} == given_then


@pytest.mark.django_db(transaction=True)
def test_nothing_is_coded_with_a_theme_that_is_merged_at_the_same_time():
    grow()
    answers = [note() for _number in range(20)]
    quiet, hours = theme("quiet"), theme("hours")

    def code_all():
        for answer in answers:
            code_answer(answer, themes=[quiet], actor=None)

    in_threads(code_all, lambda: merge_theme(quiet, into=hours, actor=None))

    assert {one[3] for one in codings()} == {"hours"}
    assert len(codings()) == 20


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_merge_two_themes_into_each_other_do_not_both():
    grow()
    for number in range(10):
        store([note()], {(0, "first"): {CODES[number % 2 * 3]: (False,) * 3}})
    refused = []

    def merge(name, other):
        try:
            merge_theme(theme(name), into=theme(other), actor=None)
        except ThemeRefused as refusal:
            refused.append(refusal)

    in_threads(lambda: merge("quiet", "late"), lambda: merge("late", "quiet"))

    assert len(refused) == 1
    assert ThemeChange.objects.count() == 1
    assert len(codings()) == 10


@pytest.mark.django_db(transaction=True)
def test_two_who_code_one_answer_at_once_leave_the_themes_of_one():
    grow()
    answer = note()

    def code(name):
        code_answer(answer, themes=[theme(name)], actor=None)

    in_threads(lambda: code("quiet"), lambda: code("late"), lambda: code("early"))

    assert CodedAnswer.objects.count() == 1
    assert len(codings()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_move_two_themes_below_each_other_keep_two_levels():
    for name in ("space", "hours"):
        theme_of(name)

    def move(name, other):
        with suppress(ThemeRefused):
            move_theme(theme(name), parent=theme(other), actor=None)

    in_threads(lambda: move("space", "hours"), lambda: move("hours", "space"))

    assert Theme.objects.at_the_top().count() == 1
