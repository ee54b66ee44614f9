"""Undoing a change of the theme tree, as long as nothing later depends on it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from civic.activity import record
from civic.models import User
from engagement.actions.theme_codings import move_back
from engagement.actions.theme_refusals import (
    AlreadyUndone,
    HasAnswers,
    HasSubthemes,
    LaterChange,
)
from engagement.actions.themes import (
    lock_tree,
    place,
    restore,
    retire,
    set_texts,
)
from engagement.models import Theme, ThemeChange
from engagement.theme_history import dependents

Kind = ThemeChange.Kind


@transaction.atomic
def undo_change(change: ThemeChange, *, actor: User | None) -> ThemeChange:
    """Bring back what was before ``change``, and say in the history that it was.

    Codings come back as they were, but for those that a coder changed since. Refuses
    with ``AlreadyUndone``, ``LaterChange``, ``HasAnswers`` for a new theme in use, or
    as the change in the other direction would be refused.
    """
    lock_tree()
    stored = ThemeChange.objects.get(pk=change.pk)
    if stored.undone_at is not None:
        raise AlreadyUndone
    if stored.pk in dependents([stored.pk]):
        raise LaterChange
    theme = Theme.objects.select_related("parent").get(pk=stored.theme_id)
    _UNDO[stored.kind](theme, stored.details)
    stored.undone_at, stored.undone_by = timezone.now(), actor
    stored.save(update_fields=["undone_at", "undone_by"])
    record("undid_theme_change", theme, actor=actor, change=stored.pk)
    return stored


def _uncreate(theme: Theme, details: dict[str, Any]) -> None:
    """A theme that nobody used is retired, since the history refers to it."""
    if theme.children.exists():
        raise HasSubthemes
    if theme.codings.exists():
        raise HasAnswers
    if not theme.is_retired:
        retire(theme)


def _reword_back(theme: Theme, details: dict[str, Any]) -> None:
    set_texts(theme, details["before"])


def _move_back(theme: Theme, details: dict[str, Any]) -> None:
    before = details["before"]
    place(theme, _theme(before["parent"]), before["position"])


def _unmerge(theme: Theme, details: dict[str, Any]) -> None:
    into = Theme.objects.get(pk=details["into"])
    theme.merged_into, theme.retired_at = None, None
    theme.save()
    children = Theme.objects.filter(parent=into)
    for kept in details["children"]:
        place(children.get(pk=kept["theme"]), theme, kept["position"])
    move_back(details, theme=theme, into=into)


def _unsplit(theme: Theme, details: dict[str, Any]) -> None:
    move_back(details, theme=theme, into=Theme.objects.get(pk=details["into"]))


def _unretire(theme: Theme, details: dict[str, Any]) -> None:
    restore(theme)


def _unrestore(theme: Theme, details: dict[str, Any]) -> None:
    retire(theme)


def _theme(pk: int | None) -> Theme | None:
    return None if pk is None else Theme.objects.get(pk=pk)


_UNDO: dict[str, Callable[[Theme, dict[str, Any]], None]] = {
    Kind.CREATED: _uncreate,
    Kind.REWORDED: _reword_back,
    Kind.MOVED: _move_back,
    Kind.MERGED: _unmerge,
    Kind.SPLIT: _unsplit,
    Kind.RETIRED: _unretire,
    Kind.RESTORED: _unrestore,
}
