"""What of a period's evidence may be shown: every count passed through disclosure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from civic import disclosure
from engagement.evidence_parts import (
    LanguageHeard,
    QuestionEvidence,
    SurveyAnswered,
    ThemeHeard,
)


def figure(people: int | None) -> int | None:
    return None if people is None else disclosure.figure(people)


def shown_languages(
    rows: tuple[LanguageHeard, ...], people_heard: int | None
) -> tuple[LanguageHeard, ...]:
    shown = disclosure.disclose(_table(rows), total=people_heard, is_exclusive=True)
    return _hidden_last(replace(row, people=shown[row.code]) for row in rows)


def shown_question(question: QuestionEvidence) -> QuestionEvidence:
    shown = {}
    if question.choices:
        shown = disclosure.disclose(
            _table(question.choices),
            total=question.people,
            is_exclusive=question.is_exclusive,
        )
    return replace(
        question,
        people=figure(question.people),
        # Laid beside those of the whole period they would give hidden ones away.
        conversations=None,
        notes=None,
        choices=_hidden_last(
            replace(choice, people=shown[choice.code]) for choice in question.choices
        ),
    )


def _table(rows: Iterable[Any]) -> dict[str, int]:
    """The counts by code, in an order that does not depend on the counts."""
    return {row.code: row.people for row in sorted(rows, key=lambda row: row.code)}


def _hidden_last(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Put masked rows last, by code: their order would tell which is the larger."""
    rows = list(rows)
    hidden = sorted((row for row in rows if row.people is None), key=lambda r: r.code)
    return (*(row for row in rows if row.people is not None), *hidden)


# Surveys


def told_surveys(surveys: tuple[SurveyAnswered, ...]) -> tuple[SurveyAnswered, ...]:
    """Hide what an open survey keeps, and what its results would be laid beside."""
    return _hidden_last_by_slug(
        replace(one, people=figure(one.people) if one.may_be_told else None)
        for one in surveys
    )


def _hidden_last_by_slug(
    surveys: Iterable[SurveyAnswered],
) -> tuple[SurveyAnswered, ...]:
    by_slug = sorted(surveys, key=lambda one: one.slug)
    return tuple(sorted(by_slug, key=lambda one: -(one.people or 0)))


# Themes

Themes = tuple[ThemeHeard | None, ThemeHeard | None, tuple[ThemeHeard, ...]]


def shown_themes(
    coded: ThemeHeard | None,
    nothing: ThemeHeard | None,
    themes: tuple[ThemeHeard, ...],
    surveys: tuple[SurveyAnswered, ...],
) -> Themes:
    """Return the upper themes as they may be shown, as the theme pages show them.

    Talks and boards add up to the people, so both are shown or neither. Of surveys
    nothing is, where one of them keeps how many answered.
    """
    if coded is None or nothing is None:
        return None, None, ()
    rows = (*upper_themes(themes), nothing)
    people, talks, boards, written = (
        _picked(coded, rows, source) for source in ("people", *SOURCES)
    )
    if not all(one.may_be_told for one in surveys):
        written = dict.fromkeys(written)
    shown = [_shown_theme(one, people, talks, boards, written) for one in rows]
    ranked = sorted(shown[:-1], key=lambda one: (-one.everybody, one.code))
    return _shown_coded(coded), shown[-1], tuple(ranked)


def upper_themes(themes: Iterable[ThemeHeard]) -> list[ThemeHeard]:
    """Return the upper themes in the order of the tree, as their tables have them."""
    return sorted((one for one in themes if not one.parent), key=lambda one: one.place)


SOURCES = ("talks", "boards", "surveys")
Picked = dict[str, int | None]


def _picked(coded: ThemeHeard, rows: Iterable[ThemeHeard], source: str) -> Picked:
    """Return what may be shown of one source: each of its people picked some theme."""
    counts = {one.code: getattr(one, source) for one in rows}
    return disclosure.disclose(counts, total=getattr(coded, source), is_exclusive=False)


def _shown_theme(
    one: ThemeHeard, people: Picked, talks: Picked, boards: Picked, written: Picked
) -> ThemeHeard:
    heard = people[one.code]
    both = None not in {heard, talks[one.code], boards[one.code]}
    return replace(
        one,
        people=heard,
        talks=talks[one.code] if both else None,
        boards=boards[one.code] if both else None,
        surveys=written[one.code],
        in_tension=_shown_mark(one.in_tension, heard),
        minority_views=_shown_mark(one.minority_views, heard),
    )


def _shown_mark(marked: int | None, heard: int | None) -> int | None:
    """Return the number with a mark, where neither they nor the others are few."""
    if marked is None or heard is None or heard - marked < disclosure.THRESHOLD:
        return None
    return figure(marked)


def _shown_coded(coded: ThemeHeard) -> ThemeHeard:
    """Return everybody whose words were gone through, without their sources."""
    return replace(
        coded,
        people=figure(coded.people),
        talks=None,
        boards=None,
        surveys=None,
        in_tension=None,
        minority_views=None,
    )
