"""The history of the theme tree told in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic import calendars, languages, numbers
from engagement.models import Theme, ThemeChange
from engagement.theme_history import Step, dependents

Kind = ThemeChange.Kind


@dataclass(frozen=True)
class Wording:
    """A text before and after a change, in one language."""

    field: str
    language: languages.Language
    before: str
    after: str


@dataclass(frozen=True)
class ToldChange:
    """A change with what was done, and why it cannot be undone, if it cannot."""

    change: ThemeChange
    text: str
    wordings: list[Wording]
    obstacle: str

    @property
    def can_be_undone(self) -> bool:
        return self.change.undone_at is None and not self.obstacle


def told(changes: Iterable[ThemeChange]) -> list[ToldChange]:
    """Tell ``changes`` in the page's language; needs their themes and people."""
    listed = list(changes)
    themes = Theme.objects.in_bulk()
    later = dependents(one.pk for one in listed if one.undone_at is None)
    return [
        ToldChange(
            change,
            _TEXTS[change.kind](change.details, themes),
            _wordings(change),
            _obstacle(later[change.pk], themes) if change.pk in later else "",
        )
        for change in listed
    ]


def _name(themes: Mapping[int, Theme], pk: int) -> str:
    return themes[pk].name


def _created(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    return _("Created.")


def _reworded(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    return _("Reworded.")


def _moved(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    before, after = details["before"]["parent"], details["after"]["parent"]
    if after is None:
        return _("Moved to the top: it belonged to “%(before)s”.") % {
            "before": _name(themes, before)
        }
    if before is None:
        return _("Moved below “%(after)s”; it stood by itself.") % {
            "after": _name(themes, after)
        }
    return _("Moved from “%(before)s” to “%(after)s”.") % {
        "before": _name(themes, before),
        "after": _name(themes, after),
    }


def _merged(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    return ngettext(
        "Merged into “%(into)s”, with %(shown)s answer.",
        "Merged into “%(into)s”, with %(shown)s answers.",
        details["answers"],
    ) % _into(details, themes)


def _split(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    return ngettext(
        "Split: %(shown)s answer got “%(into)s” instead.",
        "Split: %(shown)s answers got “%(into)s” instead.",
        details["answers"],
    ) % _into(details, themes)


def _into(details: dict[str, Any], themes: Mapping[int, Theme]) -> dict[str, str]:
    shown = numbers.number(details["answers"], languages.current())
    return {"into": _name(themes, details["into"]), "shown": shown}


def _retired(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    return _("Retired: it is given to no more answers.")


def _restored(details: dict[str, Any], themes: Mapping[int, Theme]) -> str:
    return _("Taken up again.")


_TEXTS: dict[str, Callable[[dict[str, Any], Mapping[int, Theme]], str]] = {
    Kind.CREATED: _created,
    Kind.REWORDED: _reworded,
    Kind.MOVED: _moved,
    Kind.MERGED: _merged,
    Kind.SPLIT: _split,
    Kind.RETIRED: _retired,
    Kind.RESTORED: _restored,
}


def _wordings(change: ThemeChange) -> list[Wording]:
    if change.kind != Kind.REWORDED:
        return []
    before, after = change.details["before"], change.details["after"]
    return [_wording(column, before[column], after[column]) for column in after]


def _wording(column: str, before: str, after: str) -> Wording:
    name, _underscore, code = column.rpartition("_")
    titles = {field.name: field.verbose_name for field in Theme._meta.fields}
    return Wording(str(titles[name]), languages.BY_CODE[code], before, after)


def _obstacle(later: Step, themes: Mapping[int, Theme]) -> str:
    page = languages.current()
    return _(
        "It can be undone once what was done to “%(theme)s” on %(day)s is undone: "
        "%(kind)s."
    ) % {
        "theme": _name(themes, later.theme),
        "day": calendars.long_date(later.changed_at, page),
        "kind": Kind(later.kind).label,
    }
