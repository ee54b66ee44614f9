"""How many people spoke of each theme in a period, by where: counted by the database.

The same count as ``engagement.theme_counts`` makes for the theme pages, and beside it
the people who wrote of the theme in surveys, and those whose words bear a mark.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from engagement.evidence_parts import ThemeHeard, labels_of
from engagement.log_counts import moments_of
from engagement.models import Conversation, Theme
from engagement.theme_counts import EVERYBODY, NO_THEME, Tree

TALKS, BOARDS, SURVEYS = "talks", "boards", "surveys"
IN_TENSION, MINORITY_VIEW = "~", "!"  # behind the code of the theme that bears it
MARKS = ("", IN_TENSION, MINORITY_VIEW)

# A response counts once for a theme, however often it comes back to it; a note on a
# board is told apart by its question.
CELLS = """
WITH tree(theme_id, cell) AS (
    SELECT * FROM unnest(%(themes)s::bigint[], %(cells)s::int[])
), coded AS MATERIALIZED (
    SELECT d.id, a.response_id, a.question_id, a.people, c.event_id,
           CASE WHEN c.id IS NULL THEN 'surveys'
                WHEN c.method = ANY(%(boards)s) THEN 'boards' ELSE 'talks' END AS source
    FROM surveys_openanswer a
    JOIN engagement_codedanswer d ON d.answer_id = a.id AND d.round = 'first'
    LEFT JOIN engagement_conversation c ON c.response_id = a.response_id
    LEFT JOIN engagement_outreachevent e ON e.id = c.event_id
    WHERE a.is_counted AND CASE
        WHEN c.id IS NULL THEN a.day BETWEEN %(first)s AND %(last)s
        ELSE e.starts_at >= %(since)s AND e.starts_at < %(until)s END
), named AS MATERIALIZED (
    SELECT coded.response_id, tree.cell, k.is_in_tension, k.is_minority_view
    FROM coded JOIN engagement_coding k ON k.coded_answer_id = coded.id
    JOIN tree USING (theme_id)
), given AS MATERIALIZED (
    SELECT response_id, cell FROM named
    UNION SELECT response_id, cell + %(in_tension)s FROM named WHERE is_in_tension
    UNION SELECT response_id, cell + %(minority_view)s FROM named WHERE is_minority_view
), responses AS MATERIALIZED (
    SELECT response_id, source, max(people) AS people,
           CASE source WHEN 'boards' THEN max(event_id) END AS event,
           CASE source WHEN 'boards' THEN max(question_id) END AS board
    FROM coded GROUP BY response_id, source
)
SELECT source, cell, event, board, sum(people)::bigint
FROM responses JOIN given USING (response_id) GROUP BY source, cell, event, board
UNION ALL
SELECT source, %(everybody)s, event, board, sum(people)::bigint
FROM responses GROUP BY source, event, board
UNION ALL
SELECT source, %(nothing)s, event, board, sum(people)::bigint
FROM responses WHERE NOT EXISTS (
    SELECT FROM given WHERE given.response_id = responses.response_id
)
GROUP BY source, event, board
"""

People = dict[str, Counter[str]]  # by source, by cell


@dataclass(frozen=True)
class Themes:
    """``everybody`` whose words were gone through, and ``nothing``: those of them who
    spoke of no theme. ``rows`` are the upper themes, and of those below them the ones
    that anybody spoke of, those most spoken of first. None where nobody's words were
    gone through.
    """

    everybody: ThemeHeard | None = None
    nothing: ThemeHeard | None = None
    rows: tuple[ThemeHeard, ...] = ()


def themes_between(first: dt.date, last: dt.date) -> Themes:
    """Count what was logged at events of these days, or sent on them in surveys."""
    themes = list(Theme.objects.all())
    tree = Tree.of(themes)
    people = _people(first, last, tree)
    everybody, nothing = (_heard(code, people) for code in (EVERYBODY, NO_THEME))
    if not everybody.everybody:
        return Themes()
    rows = [
        replace(
            _heard(theme.code, people),
            labels=labels_of(theme, "name"),
            parent=tree.above(theme.pk) or "",
            place=place,
        )
        for place, theme in enumerate(themes)
        if theme.pk in tree.codes
    ]
    spoken = [row for row in rows if row.everybody or not row.parent]
    ranked = sorted(spoken, key=lambda row: -row.everybody)
    return Themes(everybody, nothing, tuple(ranked))


def _heard(cell: str, people: People) -> ThemeHeard:
    return ThemeHeard(
        code=cell,
        labels={},
        parent="",
        people=people[TALKS][cell] + people[BOARDS][cell],
        talks=people[TALKS][cell],
        boards=people[BOARDS][cell],
        surveys=people[SURVEYS][cell],
        in_tension=_marked(f"{cell}{IN_TENSION}", people),
        minority_views=_marked(f"{cell}{MINORITY_VIEW}", people),
    )


def _marked(cell: str, people: People) -> int:
    return people[TALKS][cell] + people[BOARDS][cell]


def _people(first: dt.date, last: dt.date, tree: Tree) -> People:
    """Return the people of each source and cell, of boards the fullest question."""
    people: People = defaultdict(Counter)
    fullest: dict[tuple[str, int], int] = defaultdict(int)
    for source, cell, event, _question, number in _cells(first, last, tree):
        if source == BOARDS:
            fullest[cell, event] = max(fullest[cell, event], number)
        else:
            people[source][cell] += number
    for (cell, _event), number in fullest.items():
        people[BOARDS][cell] += number
    return people


def _cells(
    first: dt.date, last: dt.date, tree: Tree
) -> Iterable[tuple[str, str, int, int, int]]:
    """Return source, cell, event, question and people; cells are counted as numbers,
    because the database groups these faster than words."""
    names = [EVERYBODY, NO_THEME, *tree.codes.values()]
    numbers = {name: number for number, name in enumerate(names)}
    pairs = [
        (key, numbers[cell])
        for key in {*tree.codes, *tree.parents}
        for cell in tree.cells([key]) & set(tree.codes.values())
    ]
    since, until = moments_of(first, last)
    parameters: dict[str, Any] = {
        "themes": [key for key, _cell in pairs],
        "cells": [cell for _key, cell in pairs],
        "in_tension": len(names),
        "minority_view": 2 * len(names),
        "everybody": numbers[EVERYBODY],
        "nothing": numbers[NO_THEME],
        "boards": list(Conversation.BOARDS),
        "first": first,
        "last": last,
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(CELLS, parameters)
        return [
            (source, f"{names[cell % len(names)]}{MARKS[cell // len(names)]}", *rest)
            for source, cell, *rest in cursor
        ]
