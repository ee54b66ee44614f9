"""Which changes of the theme tree depend on which, so that none is undone too early."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from engagement.models import ThemeChange

Kind = ThemeChange.Kind


@dataclass(frozen=True)
class Step:
    """A change that stands, in short: the themes it changed, and which texts."""

    pk: int
    kind: str
    theme: int
    themes: frozenset[int]
    fields: frozenset[str]
    changed_at: dt.datetime

    def depends_on(self, earlier: "Step") -> bool:
        """Whether it built on ``earlier``, so that it has to be undone before.

        Names and definitions stand apart from everything else.
        """
        if not self.themes & earlier.themes:
            return False
        if (self.kind == Kind.REWORDED) != (earlier.kind == Kind.REWORDED):
            return False
        return self.kind != Kind.REWORDED or bool(self.fields & earlier.fields)


def standing_steps(since: int) -> list[Step]:
    """Return the changes from ``since`` on that were not undone, the oldest first.

    Without what was moved, which may be much.
    """
    rows = (
        ThemeChange.objects.filter(pk__gte=since, undone_at=None)
        .order_by("pk")
        .values_list(
            "pk",
            "kind",
            "theme_id",
            "details__themes",
            "details__fields",
            "changed_at",
        )
    )
    return [
        Step(
            pk,
            kind,
            theme,
            frozenset(themes or [theme]),
            frozenset(fields or ()),
            changed_at,
        )
        for pk, kind, theme, themes, fields, changed_at in rows
    ]


def dependents(changes: Iterable[int]) -> dict[int, Step]:
    """Return for each of ``changes`` the last one that depends on it, if there is one.

    Takes the pks of changes that stand.
    """
    wanted = set(changes)
    if not wanted:
        return {}
    steps = standing_steps(min(wanted))
    found = {}
    for place, step in enumerate(steps):
        if step.pk in wanted:
            later = [one for one in steps[place + 1 :] if one.depends_on(step)]
            found.update({step.pk: later[-1]} if later else {})
    return found
