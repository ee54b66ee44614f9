"""How many people spoke of each theme, counted from the first codings of the log.

People are counted as everywhere (``docs/decisions/0004-counting-people.md``): all of a
conversation or panel, once however often they came back to the theme; and at the boards
of an event the notes under the question that has the most of them, because one person
may leave a note under each. Counted are events in the periods of published summaries.
Not counted: excluded responses, answers nobody coded yet, second codings, surveys.

The counts are exact and for no page: ``engagement.theme_tables`` says what is shown.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.db.models.functions import TruncDate

from engagement.models import CodedAnswer, Conversation, Round, Summary, Theme

# Beside the codes of themes, which begin with a letter or a digit
EVERYBODY, NO_THEME, ITSELF = "*", "-", "="


class Place(NamedTuple):
    """Where a person was heard: the key of the summary, the setting, the language."""

    summary: int
    setting: str
    language: str


@dataclass(frozen=True)
class Voice:
    """A coded response: ``board`` is the question it was left under, None in a talk."""

    place: Place
    event: int
    board: int | None
    people: int
    themes: frozenset[int]


@dataclass(frozen=True)
class Tree:
    """Themes in use by key: ``codes`` in the order of the tree, ``parents`` of those
    below; a retired one below another counts for that one."""

    codes: dict[int, str]
    parents: dict[int, int]

    @classmethod
    def current(cls) -> "Tree":
        return cls.of(list(Theme.objects.all()))

    @classmethod
    def of(cls, themes: Sequence[Theme]) -> "Tree":
        return cls(
            {one.pk: one.code for one in themes if one.retired_at is None},
            {one.pk: one.parent_id for one in themes if one.parent_id is not None},
        )

    def above(self, key: int) -> str | None:
        return self.codes.get(self.parents.get(key, 0))

    @property
    def tops(self) -> list[str]:
        return [code for key, code in self.codes.items() if self.above(key) is None]

    def below(self, top: str) -> list[str]:
        return [code for key, code in self.codes.items() if self.above(key) == top]

    def cells(self, themes: Iterable[int]) -> set[str]:
        """Return what somebody counts for who was given these themes.

        For each the theme and that above it; for one given only the upper theme, or a
        retired one below it, “=” and that theme's code.
        """
        cells = {EVERYBODY}
        for key in themes:
            above = self.above(key)
            own = self.codes.get(key)
            cells |= {code for code in (above, own) if code}
            if above is None or own is None:
                cells |= {f"{ITSELF}{code}" for code in (above, own) if code}
        return cells if len(cells) > 1 else {EVERYBODY, NO_THEME}


# People by cell: a theme's code, or one of those above
People = Mapping[str, Counter[Place]]


def count_people(voices: Iterable[Voice], tree: Tree) -> People:
    """Return the people of each cell: talks, and of boards the fullest question."""
    talks: dict[str, Counter[Place]] = defaultdict(Counter)
    boards: dict[str, Boards] = defaultdict(lambda: defaultdict(dict))
    for voice in voices:
        for cell in tree.cells(voice.themes):
            if voice.board is None:
                counted = talks[cell]
            else:
                counted = boards[cell][voice.event].setdefault(voice.board, Counter())
            counted[voice.place] += voice.people
    for cell, events in boards.items():
        for questions in events.values():
            fullest: Counter[Place] = max(questions.values(), key=Counter.total)
            talks[cell].update(fullest)
    return talks


Boards = dict[int, dict[int, Counter[Place]]]  # event: question: people


def in_seasons(people: Counter[Place], seasons: Container[int]) -> Counter[Place]:
    return Counter({one: n for one, n in people.items() if one.summary in seasons})


# Reading the log


def voices_of(summaries: Sequence[Summary]) -> list[Voice]:
    """Return the coded responses of the periods, each with all its themes."""
    if not summaries:
        return []
    found: dict[int, Voice] = {}
    for row in _coded(summaries).iterator(chunk_size=5000):
        response, day, setting, language, event, method, question, people, themes = row
        period = _covering(summaries, day)
        is_board = method in Conversation.BOARDS
        known = found.get(response)
        found[response] = Voice(
            Place(period.pk, setting, language),
            event,
            question if is_board else None,
            people,
            frozenset(themes) | (known.themes if known else frozenset()),
        )
    return list(found.values())


_EVENT = "answer__response__conversation__event"


def _coded(summaries: Sequence[Summary]):
    """Return one row for each coded answer of the periods."""
    periods = Q()
    for one in summaries:
        periods |= Q(day__range=(one.starts_on, one.ends_on))
    return (
        CodedAnswer.objects.filter(round=Round.FIRST, answer__is_counted=True)
        .annotate(day=TruncDate(f"{_EVENT}__starts_at"))
        .filter(periods)
        .annotate(
            themes=ArrayAgg(
                "codings__theme", filter=Q(codings__isnull=False), default=[]
            )
        )
        .order_by("pk")
        .values_list(
            "answer__response",
            "day",
            f"{_EVENT}__setting",
            "answer__language",
            _EVENT,
            "answer__response__conversation__method",
            "answer__question",
            "answer__people",
            "themes",
        )
    )


def _covering(summaries: Sequence[Summary], day: dt.date) -> Summary:
    return next(one for one in summaries if one.starts_on <= day <= one.ends_on)
