"""What the theming bench shows: a row for each answer, a line for each theme."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from civic.calendars import city_date
from civic.folding import fold
from engagement.coding_table import Source
from engagement.models import CodedAnswer, Conversation, OutreachEvent, Theme
from engagement.theme_tree import tree_of
from surveys.models import Collector, OpenAnswer

SOURCES = {
    Collector.Kind.LINK: Source.WEB,
    Collector.Kind.EVENT: Source.WEB,
    Collector.Kind.KIOSK: Source.KIOSK,
    Collector.Kind.PAPER: Source.PAPER,
    Collector.Kind.CONVERSATION: Source.CONVERSATION,
}


def coded_of(answer: OpenAnswer) -> CodedAnswer | None:
    """Return how it is coded in the first round; needs ``coding_table.as_shown``."""
    return next(iter(answer.coded.all()), None)


def as_coded(coded: CodedAnswer | None) -> dict[str, Any]:
    """Return how an answer is coded, as the bench's script takes it.

    Themes are in the order of the tree; needs the codings with their themes.
    """
    if coded is None:
        return {"seen_at": "", "coder": "", "themes": []}
    return {
        "seen_at": coded.coded_at.isoformat(),
        "coder": str(coded.coded_by or ""),
        "themes": [
            {
                "pk": one.theme_id,
                "in_tension": one.is_in_tension,
                "minority_view": one.is_minority_view,
            }
            for one in coded.codings.all()
        ],
    }


@dataclass(frozen=True)
class Row:
    """One answer with its coding; needs ``coding_table.as_shown``."""

    answer: OpenAnswer
    suggested: list[Theme]

    @property
    def key(self) -> str:
        return str(self.answer.pk)

    @cached_property
    def coded(self) -> CodedAnswer | None:
        return coded_of(self.answer)

    @cached_property
    def conversation(self) -> Conversation | None:
        return getattr(self.answer.response, "conversation", None)

    @property
    def event(self) -> OutreachEvent | None:
        return self.conversation.event if self.conversation else None

    @property
    def heard_on(self) -> dt.date:
        return city_date(self.event.starts_at) if self.event else self.answer.day

    @property
    def source(self) -> str | Promise:
        if self.conversation and self.conversation.is_on_board:
            return Source.BOARD.label
        return SOURCES[Collector.Kind(self.answer.collector.kind)].label

    @property
    def as_json(self) -> str:
        suggested = [theme.pk for theme in self.suggested]
        return json.dumps({**as_coded(self.coded), "suggested": suggested})


@dataclass(frozen=True)
class Chosen:
    """The themes of an answer by pk, with their marks: stored, or as they were sent."""

    themes: Collection[int] = ()
    in_tension: Collection[int] = ()
    minority_view: Collection[int] = ()

    @classmethod
    def stored(cls, coded: CodedAnswer | None) -> "Chosen":
        codings = coded.codings.all() if coded else []
        return cls(
            [one.theme_id for one in codings],
            [one.theme_id for one in codings if one.is_in_tension],
            [one.theme_id for one in codings if one.is_minority_view],
        )

    @classmethod
    def sent(cls, data: Mapping[str, Iterable[str]]) -> "Chosen":
        names = ("themes", "in_tension", "minority_view")
        return cls(
            *(
                [int(pk) for pk in data.get(name, ()) if pk.isdecimal()]
                for name in names
            )
        )


@dataclass(frozen=True)
class Line:
    """One theme that can be given, as the form of an answer shows it."""

    theme: Theme
    chosen: Chosen

    @property
    def key(self) -> str:
        return str(self.theme.pk)

    @property
    def folded(self) -> str:
        return fold(self.theme.name)

    @property
    def is_chosen(self) -> bool:
        return self.theme.pk in self.chosen.themes

    @property
    def is_in_tension(self) -> bool:
        return self.theme.pk in self.chosen.in_tension

    @property
    def is_minority_view(self) -> bool:
        return self.theme.pk in self.chosen.minority_view


def lines_of(themes: Iterable[Theme], chosen: Chosen) -> list[list[Line]]:
    """Return the tree's branches, a line for each theme, the first of them its top."""
    return [
        [Line(theme, chosen) for theme in branch.themes] for branch in tree_of(themes)
    ]
