"""Changes of the theme tree, each kept in its history so that it can be undone.

One change at a time: each holds a lock alone that coding holds together, so that no
answer is given a theme while that is merged, split or retired.
"""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from civic.activity import record
from civic.models import User
from civic.ordering import move_by_one
from engagement.actions.theme_codings import move_codings
from engagement.actions.theme_refusals import (
    HasSubthemes,
    IsRetired,
    NoAnswers,
    ParentRetired,
    SameTheme,
    TooDeep,
    WasMerged,
)
from engagement.models import Theme, ThemeChange
from engagement.models.themes import ThemeQuerySet

LOCK = 0x7EE5

Kind = ThemeChange.Kind


def lock_tree() -> None:
    """Let all other changes of the tree, and all coding, wait for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def hold_tree() -> None:
    """Let changes of the tree wait for this transaction, which gives themes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


@transaction.atomic
def create_theme(theme: Theme, *, actor: User | None) -> Theme:
    """Store a new theme as the last one beside its siblings.

    Refuses with ``TooDeep`` or ``ParentRetired``.
    """
    lock_tree()
    refuse_parent(theme, _fresh(theme.parent))
    theme.position = next_position(theme.parent)
    theme.save()
    keep(theme, Kind.CREATED, actor=actor, themes=[theme.pk])
    return theme


@transaction.atomic
def reword_theme(
    theme: Theme, *, texts: Mapping[str, str], actor: User | None
) -> Theme:
    """Give a theme other names and definitions; ``texts`` are by their columns.

    What is the same is not kept as a change.
    """
    lock_tree()
    stored = Theme.objects.get(pk=theme.pk)
    before = {name: getattr(stored, name) or "" for name in texts}
    after = {name: text for name, text in texts.items() if text != before[name]}
    if after:
        set_texts(stored, after)
        before = {name: before[name] for name in after}
        details = {"fields": sorted(after), "before": before, "after": after}
        keep(stored, Kind.REWORDED, actor=actor, themes=[stored.pk], **details)
    return stored


@transaction.atomic
def move_theme(theme: Theme, *, parent: Theme | None, actor: User | None) -> Theme:
    """Let a theme belong to another one, or to none; it comes last there.

    Refuses with ``IsRetired``, ``ParentRetired``, ``SameTheme`` or ``TooDeep``.
    """
    lock_tree()
    moved, parent = Theme.objects.get(pk=theme.pk), _fresh(parent)
    if moved.is_retired:
        raise IsRetired
    if moved.parent_id == (parent and parent.pk):
        return moved
    before = {"parent": moved.parent_id, "position": moved.position}
    place(moved, parent, next_position(parent))
    details = {"before": before, "after": {"parent": moved.parent_id}}
    keep(moved, Kind.MOVED, actor=actor, themes=[moved.pk], **details)
    return moved


@transaction.atomic
def shift_theme(theme: Theme, *, direction: Literal["up", "down"]) -> None:
    """Swap a theme with its neighbor; the order is no part of the history."""
    lock_tree()
    stored = Theme.objects.get(pk=theme.pk)
    siblings = Theme.objects.current().filter(parent=stored.parent_id)
    move_by_one(siblings, stored, direction)


@transaction.atomic
def merge_theme(theme: Theme, *, into: Theme, actor: User | None) -> Theme:
    """Give all answers and sub-themes of ``theme`` to ``into``, and retire it.

    An answer that has both keeps one, with the marks of both. Refuses with
    ``SameTheme``, ``IsRetired``, or ``TooDeep`` where sub-themes would come below a
    sub-theme.
    """
    lock_tree()
    merged, into = _pair(theme, into)
    children = list(_subthemes(merged).order_by("position", "pk"))
    if children and into.parent_id is not None:
        raise TooDeep
    kept = [{"theme": child.pk, "position": child.position} for child in children]
    for child in children:
        place(child, into, next_position(into))
    codings = move_codings(merged.codings.all(), into=into)
    merged.merged_into, merged.retired_at = into, timezone.now()
    merged.save()
    touched = [merged.pk, into.pk, *(child.pk for child in children)]
    details = {"into": into.pk, "children": kept, **codings}
    keep(merged, Kind.MERGED, actor=actor, themes=touched, **details)
    return merged


@transaction.atomic
def split_theme(
    theme: Theme, *, into: Theme, answers: Collection[int], actor: User | None
) -> int:
    """Give ``answers`` the theme ``into`` instead of ``theme``; return how many.

    A theme not stored yet is created. Answers that do not have ``theme`` are left
    alone. Refuses with ``NoAnswers`` and as ``merge_theme`` and ``create_theme`` do.
    """
    lock_tree()
    if into.pk is None:
        create_theme(into, actor=actor)
    parted, into = _pair(theme, into)
    given = parted.codings.filter(coded_answer__answer__in=answers)
    codings = move_codings(given, into=into)
    if not codings["answers"]:
        raise NoAnswers
    touched = [parted.pk, into.pk]
    keep(parted, Kind.SPLIT, actor=actor, themes=touched, into=into.pk, **codings)
    return codings["answers"]


@transaction.atomic
def retire_theme(theme: Theme, *, actor: User | None) -> Theme:
    """Give a theme to no more answers; those that have it keep it.

    Refuses with ``IsRetired`` or ``HasSubthemes``.
    """
    lock_tree()
    stored = Theme.objects.get(pk=theme.pk)
    if stored.is_retired:
        raise IsRetired
    retire(stored)
    keep(stored, Kind.RETIRED, actor=actor, themes=[stored.pk])
    return stored


@transaction.atomic
def restore_theme(theme: Theme, *, actor: User | None) -> Theme:
    """Take a retired theme up again.

    Refuses with ``WasMerged`` or ``ParentRetired``; one in use stays as it is.
    """
    lock_tree()
    stored = Theme.objects.select_related("parent").get(pk=theme.pk)
    if not stored.is_retired:
        return stored
    restore(stored)
    keep(stored, Kind.RESTORED, actor=actor, themes=[stored.pk])
    return stored


# What these changes and their undoing share; all of it under the lock


def keep(
    theme: Theme, kind: str, *, actor: User | None, themes: list[int], **details: Any
) -> ThemeChange:
    """Add a change to the history; it changed each of ``themes``."""
    change = ThemeChange.objects.create(
        theme=theme,
        kind=kind,
        details={"themes": themes, **details},
        changed_by=actor,
    )
    record(f"{kind}_theme", theme, actor=actor, change=change.pk)
    return change


def place(theme: Theme, parent: Theme | None, position: int) -> None:
    refuse_parent(theme, parent)
    theme.parent, theme.position = parent, position
    theme.save(update_fields=["parent", "position", "updated_at"])


def refuse_parent(theme: Theme, parent: Theme | None) -> None:
    if parent is None:
        return
    if parent.pk == theme.pk:
        raise SameTheme
    has_children = theme.pk is not None and theme.children.exists()
    if parent.parent_id is not None or has_children:
        raise TooDeep
    if parent.is_retired:
        raise ParentRetired


def set_texts(theme: Theme, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        setattr(theme, name, text)
    theme.save()


def retire(theme: Theme) -> None:
    if _subthemes(theme).exists():
        raise HasSubthemes
    theme.retired_at = timezone.now()
    theme.save(update_fields=["retired_at", "updated_at"])


def restore(theme: Theme) -> None:
    if theme.merged_into_id is not None:
        raise WasMerged
    if theme.parent is not None and theme.parent.is_retired:
        raise ParentRetired
    theme.retired_at = None
    theme.save(update_fields=["retired_at", "updated_at"])


def next_position(parent: Theme | None) -> int:
    siblings = Theme.objects.filter(parent=parent)
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _subthemes(theme: Theme) -> ThemeQuerySet:
    return Theme.objects.current().filter(parent=theme)


def _fresh(theme: Theme | None) -> Theme | None:
    return None if theme is None else Theme.objects.get(pk=theme.pk)


def _pair(theme: Theme, into: Theme) -> tuple[Theme, Theme]:
    """Return both as they are stored, if answers can go from one to the other."""
    if theme.pk == into.pk:
        raise SameTheme
    stored = Theme.objects.in_bulk([theme.pk, into.pk])
    if any(one.is_retired for one in stored.values()):
        raise IsRetired
    return stored[theme.pk], stored[into.pk]
