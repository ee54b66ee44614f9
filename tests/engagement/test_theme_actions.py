"""The theme tree is changed, each change is kept, and can be undone."""

import pytest
from django.db import IntegrityError, transaction

from civic.models import Activity
from engagement.actions.coding import code_answer, uncode
from engagement.actions.theme_refusals import (
    AlreadyUndone,
    HasAnswers,
    HasSubthemes,
    IsRetired,
    LaterChange,
    NoAnswers,
    ParentRetired,
    SameTheme,
    TooDeep,
    WasMerged,
)
from engagement.actions.theme_undoing import undo_change
from engagement.actions.themes import (
    create_theme,
    merge_theme,
    move_theme,
    restore_theme,
    retire_theme,
    reword_theme,
    shift_theme,
    split_theme,
)
from engagement.models import Coding, Theme, ThemeChange
from tests.engagement.theming import coded, codings, note, theme_of, themes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return theme_of("space")


@pytest.fixture
def quiet(space):
    return theme_of("quiet", space)


@pytest.fixture
def hours():
    return theme_of("hours")


def last_change() -> ThemeChange:
    return ThemeChange.objects.first()


def undo(actor=None) -> None:
    undo_change(last_change(), actor=actor)


def tree() -> dict[str, str | None]:
    """The parents of the themes in use, by code."""
    current = Theme.objects.current().values_list("code", "parent__code")
    return dict(current)


# Two levels


def test_database_refuses_a_third_level(quiet, hours):
    with pytest.raises(IntegrityError, match="two levels"), transaction.atomic():
        theme_of("too-deep", quiet)
    with pytest.raises(IntegrityError, match="two levels"), transaction.atomic():
        Theme.objects.filter(code="space").update(parent=hours)


# Creating


def test_create_puts_a_theme_last_and_keeps_who_did(editor, space):
    theme_of("light", space, position=4)

    made = create_theme(
        Theme(code="quiet", name_en="Quiet", parent=space), actor=editor
    )

    assert (made.position, made.parent) == (5, space)
    change = last_change()
    assert (change.theme, change.kind, change.changed_by) == (made, "created", editor)
    done = Activity.objects.get()
    assert (done.verb, done.details) == ("created_theme", {"change": change.pk})


def test_create_refuses_a_subtheme_of_a_subtheme(editor, quiet):
    with pytest.raises(TooDeep):
        create_theme(Theme(code="deep", parent=quiet), actor=editor)


def test_create_refuses_a_retired_parent(editor, hours):
    retire_theme(hours, actor=editor)

    with pytest.raises(ParentRetired):
        create_theme(Theme(code="late", parent=hours), actor=editor)


def test_undoing_a_creation_retires_what_nobody_used(editor):
    create_theme(Theme(code="late", name_en="Late"), actor=editor)

    undo(editor)

    assert tree() == {}
    change = last_change()
    assert change.undone_at is not None
    assert change.undone_by == editor
    assert Activity.objects.first().verb == "undid_theme_change"


def test_undoing_a_creation_is_refused_once_it_is_used(editor, quiet):
    made = create_theme(Theme(code="late"), actor=editor)
    coded("Open late", made)
    with pytest.raises(HasAnswers):
        undo()

    Coding.objects.all().delete()
    Theme.objects.filter(pk=quiet.pk).update(parent=made)
    with pytest.raises(HasSubthemes):
        undo()


# Wording


def test_reword_keeps_what_was_there(editor, hours):
    texts = {"name_en": "Hours", "name_fa": "ساعت‌ها", "definition_pl": "Kiedy"}

    reword_theme(hours, texts=texts, actor=editor)

    hours.refresh_from_db()
    assert (hours.name_fa, hours.definition_pl) == ("ساعت‌ها", "Kiedy")
    assert last_change().details == {
        "themes": [hours.pk],
        "fields": ["definition_pl", "name_fa"],
        "before": {"name_fa": "موضوع hours", "definition_pl": ""},
        "after": {"name_fa": "ساعت‌ها", "definition_pl": "Kiedy"},
    }


def test_reword_keeps_no_change_without_a_difference(editor, hours):
    reword_theme(hours, texts={"name_en": "Hours"}, actor=editor)

    assert not ThemeChange.objects.exists()


def test_undoing_a_wording_brings_the_former_back(editor, hours):
    reword_theme(hours, texts={"name_fa": "ساعت‌ها"}, actor=editor)

    undo()

    hours.refresh_from_db()
    assert hours.name_fa == "موضوع hours"


def test_wordings_of_one_text_are_undone_in_their_order(editor, hours):
    reword_theme(hours, texts={"name_fa": "یک"}, actor=editor)
    first = last_change()
    reword_theme(hours, texts={"name_en": "Opening hours"}, actor=editor)
    reword_theme(hours, texts={"name_fa": "دو"}, actor=editor)

    with pytest.raises(LaterChange):
        undo_change(first, actor=editor)
    undo()
    undo_change(first, actor=editor)

    hours.refresh_from_db()
    assert (hours.name_en, hours.name_fa) == ("Opening hours", "موضوع hours")


# Moving


def test_move_puts_a_theme_last_below_another(editor, quiet, hours):
    theme_of("early", hours, position=7)

    move_theme(quiet, parent=hours, actor=editor)

    quiet.refresh_from_db()
    assert (quiet.parent, quiet.position) == (hours, 8)


def test_move_to_where_it_is_changes_nothing(editor, quiet, space):
    move_theme(quiet, parent=space, actor=editor)

    assert not ThemeChange.objects.exists()


def test_undoing_a_move_brings_it_back_to_its_place(editor, quiet, space):
    place = quiet.position
    move_theme(quiet, parent=None, actor=editor)

    undo()

    quiet.refresh_from_db()
    assert (quiet.parent, quiet.position) == (space, place)


def test_move_refuses_what_has_no_place(editor, space, quiet, hours):
    with pytest.raises(TooDeep):
        move_theme(space, parent=hours, actor=editor)
    with pytest.raises(TooDeep):
        move_theme(hours, parent=quiet, actor=editor)
    with pytest.raises(SameTheme):
        move_theme(hours, parent=hours, actor=editor)

    retire_theme(hours, actor=editor)
    with pytest.raises(ParentRetired):
        move_theme(quiet, parent=hours, actor=editor)
    with pytest.raises(IsRetired):
        move_theme(hours, parent=space, actor=editor)


def test_shift_swaps_neighbors_and_passes_over_the_retired(editor, hours, space):
    late = theme_of("late")
    retire_theme(hours, actor=editor)

    shift_theme(late, direction="up")
    shift_theme(late, direction="up")

    current = Theme.objects.current().at_the_top()
    assert list(current.values_list("code", flat=True)) == ["late", "space"]


# Merging


def test_merge_gives_all_answers_to_the_other(editor, quiet, hours):
    answers = [coded("Hush", quiet, in_tension=[quiet]), coded("Late", hours)]
    code_answer(answers[0], themes=[quiet], actor=editor, round="second")

    merge_theme(quiet, into=hours, actor=editor)

    assert themes_of(answers[0]) == {"hours": "T"}
    assert {one[3] for one in codings()} == {"hours"}
    quiet.refresh_from_db()
    assert quiet.merged_into == hours
    assert quiet.is_retired
    assert last_change().details["answers"] == 1


def test_merge_unites_the_marks_of_an_answer_with_both(editor, quiet, hours):
    answer = coded(
        "Hush late",
        quiet,
        hours,
        in_tension=[quiet],
        minority_view=[hours],
        suggested=[quiet],
    )

    merge_theme(quiet, into=hours, actor=editor)

    assert themes_of(answer) == {"hours": "TMS"}


def test_merge_takes_the_subthemes_along(editor, space, quiet, hours):
    theme_of("old", space, retired_at="2026-01-01T00:00Z")

    merge_theme(space, into=hours, actor=editor)

    assert tree() == {"hours": None, "quiet": "hours"}
    assert Theme.objects.get(code="old").parent == space

    undo()
    assert tree() == {"space": None, "hours": None, "quiet": "space"}


def test_merge_refuses_what_would_go_too_deep(editor, space, quiet, hours):
    theme_of("late", hours)

    with pytest.raises(TooDeep):
        merge_theme(hours, into=quiet, actor=editor)
    with pytest.raises(TooDeep):
        merge_theme(space, into=quiet, actor=editor)


def test_merge_refuses_itself_and_the_retired(editor, quiet, hours):
    with pytest.raises(SameTheme):
        merge_theme(quiet, into=quiet, actor=editor)

    retire_theme(hours, actor=editor)
    with pytest.raises(IsRetired):
        merge_theme(quiet, into=hours, actor=editor)
    with pytest.raises(IsRetired):
        merge_theme(hours, into=quiet, actor=editor)


def test_undoing_a_merge_restores_every_coding(editor, quiet, hours):
    coded("Hush", quiet, in_tension=[quiet])
    coded("Hush late", quiet, hours, in_tension=[quiet], minority_view=[hours])
    coded("Late", hours)
    before = codings()

    merge_theme(quiet, into=hours, actor=editor)
    undo()

    assert codings() == before
    assert tree()["quiet"] == "space"


def test_undoing_a_merge_leaves_what_was_coded_since(editor, quiet, hours):
    taken_back = coded("One", quiet)
    without = coded("Two", quiet, hours)
    marked = coded("Three", quiet, hours)
    merge_theme(quiet, into=hours, actor=editor)

    uncode(taken_back, actor=editor)
    code_answer(without, themes=[], actor=editor)
    code_answer(marked, themes=[hours], in_tension=[hours], actor=editor)
    since = coded("Four", hours)
    undo()

    assert themes_of(without) == {}
    assert themes_of(marked) == {"hours": "T", "quiet": ""}
    assert themes_of(since) == {"hours": ""}


def test_a_merge_on_which_another_built_is_undone_after_it(editor, quiet, hours):
    coded("Hush", quiet)
    before = codings()
    merge_theme(quiet, into=hours, actor=editor)
    first = last_change()
    merge_theme(hours, into=theme_of("all"), actor=editor)

    with pytest.raises(LaterChange):
        undo_change(first, actor=editor)
    undo()
    undo_change(first, actor=editor)

    assert codings() == before


def test_a_merge_is_undone_whatever_was_reworded_since(editor, quiet, hours):
    merge_theme(quiet, into=hours, actor=editor)
    merged = last_change()
    reword_theme(hours, texts={"name_en": "Opening hours"}, actor=editor)

    undo_change(merged, actor=editor)

    assert set(tree()) == {"space", "quiet", "hours"}


# Splitting


def test_split_gives_the_chosen_answers_to_the_other(editor, quiet, hours):
    chosen, both, stays = (
        coded("Hush", quiet, in_tension=[quiet]),
        coded("Hush late", quiet, hours, minority_view=[quiet]),
        coded("Quiet", quiet),
    )
    before = codings()
    answers = [chosen.pk, both.pk, note().pk]

    moved = split_theme(quiet, into=hours, answers=answers, actor=editor)

    assert moved == 2
    assert themes_of(chosen) == {"hours": "T"}
    assert themes_of(both) == {"hours": "M"}
    assert themes_of(stays) == {"quiet": ""}

    undo()
    assert codings() == before


def test_split_creates_the_other_theme(editor, quiet):
    answer = coded("Hush", quiet)
    new = Theme(code="noise", name_en="Noise", parent=quiet.parent)

    split_theme(quiet, into=new, answers=[answer.pk], actor=editor)

    assert themes_of(answer) == {"noise": ""}
    kinds = list(ThemeChange.objects.values_list("kind", flat=True))
    assert kinds == ["split", "created"]


def test_split_refuses_without_answers_and_creates_nothing(editor, quiet, hours):
    answer = coded("Late", hours)

    with pytest.raises(NoAnswers):
        split_theme(quiet, into=Theme(code="new"), answers=[answer.pk], actor=editor)
    with pytest.raises(SameTheme):
        split_theme(quiet, into=quiet, answers=[answer.pk], actor=editor)

    assert not Theme.objects.filter(code="new").exists()
    assert not ThemeChange.objects.exists()


def test_undoing_a_split_keeps_what_was_given_again(editor, quiet, hours):
    again, both = coded("Hush", quiet), coded("Hush late", quiet, hours)
    split_theme(quiet, into=hours, answers=[again.pk, both.pk], actor=editor)
    code_answer(again, themes=[hours, quiet], in_tension=[quiet], actor=editor)
    code_answer(both, themes=[hours, quiet], in_tension=[quiet], actor=editor)

    undo()

    assert themes_of(again) == {"quiet": "T"}
    assert themes_of(both) == {"hours": "", "quiet": "T"}


# Retiring


def test_a_retired_theme_keeps_its_answers_and_comes_back(editor, quiet):
    answer = coded("Hush", quiet)

    retire_theme(quiet, actor=editor)
    assert set(tree()) == {"space"}
    assert themes_of(answer) == {"quiet": ""}

    restore_theme(quiet, actor=editor)
    restore_theme(quiet, actor=editor)
    assert set(tree()) == {"space", "quiet"}
    kinds = list(ThemeChange.objects.values_list("kind", flat=True))
    assert kinds == ["restored", "retired"]


def test_retire_refuses_with_subthemes_and_twice(editor, space, quiet):
    with pytest.raises(HasSubthemes):
        retire_theme(space, actor=editor)

    retire_theme(quiet, actor=editor)
    with pytest.raises(IsRetired):
        retire_theme(quiet, actor=editor)
    retire_theme(space, actor=editor)

    with pytest.raises(ParentRetired):
        restore_theme(quiet, actor=editor)


def test_restore_refuses_what_was_merged(editor, quiet, hours):
    merge_theme(quiet, into=hours, actor=editor)

    with pytest.raises(WasMerged):
        restore_theme(quiet, actor=editor)


def test_retiring_and_taking_up_again_are_undone(editor, quiet):
    retire_theme(quiet, actor=editor)
    undo()
    assert "quiet" in tree()

    retire_theme(quiet, actor=editor)
    restore_theme(quiet, actor=editor)
    undo()
    assert "quiet" not in tree()


def test_nothing_is_undone_twice(editor, quiet):
    retire_theme(quiet, actor=editor)
    undo()

    with pytest.raises(AlreadyUndone, match="undone already"):
        undo()
