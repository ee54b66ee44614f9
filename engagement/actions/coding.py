"""Giving themes to answers, and taking them back."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civic.activity import record
from civic.models import User
from engagement.actions.theme_codings import MARKS, marks_of
from engagement.actions.themes import hold_tree
from engagement.models import CodedAnswer, Coding, Round, Theme
from surveys.models import OpenAnswer

# For a coder who does not mind what was there before
WHENEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class CodingRefused(Exception):
    """A coding that cannot be; ``message`` tells staff why."""

    message = _("This answer cannot be given these themes.")

    def __str__(self) -> str:
        return str(self.message)


class ThemeRetired(CodingRefused):
    message = _("A theme that you chose was retired meanwhile. Choose another one.")


class CodedMeanwhile(CodingRefused):
    message = _(
        "Somebody else coded this answer meanwhile. Look at it again, then choose anew."
    )


class SameCoder(CodingRefused):
    message = _("The second coding must be made by somebody else.")


@transaction.atomic
def code_answer(  # noqa: PLR0913 - one keyword for each thing that is kept
    answer: OpenAnswer,
    *,
    themes: Collection[Theme],
    actor: User | None,
    round: str = Round.FIRST,  # noqa: A002 - the field's name
    in_tension: Collection[Theme] = (),
    minority_view: Collection[Theme] = (),
    suggested: Collection[Theme] = (),
    seen_at: dt.datetime | None = WHENEVER,
) -> CodedAnswer:
    """Give ``answer`` these themes and no others; without any, nothing fits.

    Of ``themes``, those ``in_tension`` and of a ``minority_view`` bear the mark, and
    ``suggested`` were proposed by the portal. One merged meanwhile stands for what it
    was merged into. A coding that stays keeps its row, so that changes of the tree can
    be undone.

    ``seen_at`` is when the answer had been coded as its coder saw it, None if it had
    not: raises CodedMeanwhile if it was coded otherwise since. Sending the same twice
    is harmless. Raises ThemeRetired for a retired theme that the answer did not have,
    and SameCoder for a second round by whoever coded the first.
    """
    hold_tree()
    stored = _locked(answer, round, actor)
    given = _codings(stored.codings.all()) if stored else {}
    wanted = _codings(_wanted(themes, in_tension, minority_view, suggested))
    if seen_at not in {WHENEVER, stored and stored.coded_at}:
        if stored and _marks(given) == _marks(wanted):
            return stored
        raise CodedMeanwhile
    if any(wanted[theme].theme.is_retired for theme in wanted.keys() - given):
        raise ThemeRetired
    coded = stored or CodedAnswer(answer=answer, round=round)
    coded.coded_by = actor
    coded.save()
    _store(coded, given, wanted)
    record("coded", answer, actor=actor, round=round, themes=sorted(wanted))
    return coded


@transaction.atomic
def uncode(
    answer: OpenAnswer,
    *,
    actor: User | None,
    round: str = Round.FIRST,  # noqa: A002 - the field's name
    seen_at: dt.datetime | None = WHENEVER,
) -> None:
    """Take the coding of a round back, as if nobody had looked at ``answer``.

    Raises CodedMeanwhile as ``code_answer`` does; one not coded stays so.
    """
    hold_tree()
    stored = _locked(answer, round, actor)
    if stored is None:
        return
    if seen_at not in {WHENEVER, stored.coded_at}:
        raise CodedMeanwhile
    stored.delete()
    record("uncoded", answer, actor=actor, round=round)


@transaction.atomic
def add_theme(
    answers: Collection[OpenAnswer], *, theme: Theme, actor: User | None
) -> list[CodedAnswer]:
    """Give each of ``answers`` one more theme; what they have already stays.

    Raises ThemeRetired.
    """
    coded = []
    for answer in sorted(answers, key=lambda one: one.pk):
        given = _given_to(answer)
        given["themes"].append(theme)
        coded.append(code_answer(answer, actor=actor, **given))
    return coded


class _Given(TypedDict):
    """A coding, by the names ``code_answer`` takes."""

    themes: list[Theme]
    in_tension: list[Theme]
    minority_view: list[Theme]


def _given_to(answer: OpenAnswer) -> _Given:
    """Return the first coding of ``answer``."""
    codings = Coding.objects.select_related("theme").filter(
        coded_answer__answer=answer, coded_answer__round=Round.FIRST
    )
    given = list(codings)
    return {
        "themes": [one.theme for one in given],
        "in_tension": [one.theme for one in given if one.is_in_tension],
        "minority_view": [one.theme for one in given if one.is_minority_view],
    }


def _locked(answer: OpenAnswer, which: str, actor: User | None) -> CodedAnswer | None:
    """Return its coding of a round, if it has one, and let others wait."""
    OpenAnswer.objects.select_for_update(no_key=True).get(pk=answer.pk)
    coded = {one.round: one for one in CodedAnswer.objects.filter(answer=answer)}
    first = coded.get(Round.FIRST)
    if which == Round.SECOND and actor and first and first.coded_by_id == actor.pk:
        raise SameCoder
    return coded.get(which)


def _wanted(
    themes: Iterable[Theme],
    in_tension: Iterable[Theme],
    minority_view: Iterable[Theme],
    suggested: Iterable[Theme],
) -> list[Coding]:
    current = {theme.pk: _current(theme) for theme in themes}
    marked = [
        {current[theme.pk].pk for theme in those if theme.pk in current}
        for those in (in_tension, minority_view, suggested)
    ]
    return [
        Coding(
            theme=theme,
            **{
                name: theme.pk in those
                for name, those in zip(MARKS, marked, strict=True)
            },
        )
        for theme in current.values()
    ]


def _current(theme: Theme) -> Theme:
    """Return the theme as it is now, or the one it was merged into in the end."""
    stored = Theme.objects.get(pk=theme.pk)
    while stored.merged_into_id is not None:
        stored = Theme.objects.get(pk=stored.merged_into_id)
    return stored


def _codings(codings: Iterable[Coding]) -> dict[int, Coding]:
    return {one.theme_id: one for one in codings}


def _marks(codings: dict[int, Coding]) -> dict[int, list[bool]]:
    """What a coder decides: the marks by theme, not how it came to be chosen."""
    return {theme: marks_of(one)[:2] for theme, one in codings.items()}


def _store(
    coded: CodedAnswer, given: dict[int, Coding], wanted: dict[int, Coding]
) -> None:
    coded.codings.filter(theme__in=given.keys() - wanted.keys()).delete()
    stay = [(given[theme], wanted[theme]) for theme in given.keys() & wanted.keys()]
    for one, as_wanted in stay:
        one.is_in_tension = as_wanted.is_in_tension
        one.is_minority_view = as_wanted.is_minority_view
    Coding.objects.bulk_update([one for one, _wanted in stay], MARKS[:2])
    new = [wanted[theme] for theme in wanted.keys() - given.keys()]
    for one in new:
        one.coded_answer = coded
    Coding.objects.bulk_create(new)
