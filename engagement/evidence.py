"""What a period of listening holds: the counts behind every number of a summary.

Four counts are told apart. *People heard* are persons. *Conversations* are talks and
panels. *Notes* are slips and stickers on a question board, a slip written for three
people being three notes. *Answers* are guide questions answered. A sticker stands for
one person, under a question with several answers too: one sticker per person.
None of them is a sample of the city: they follow where staff went and who stopped.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from civic import calendars, disclosure
from civic.models import District
from engagement import evidence_disclosure as public
from engagement.evidence_parts import (
    Answer,
    EventHeld,
    Group,
    Labels,
    LanguageHeard,
    QuestionEvidence,
    SurveyAnswered,
    ThemeHeard,
    labels_of,
)
from engagement.log_counts import COUNTED_BY_ANSWER, LogCounts, cells_between
from engagement.models import Conversation, OutreachEvent
from engagement.survey_totals import surveys_between
from engagement.theme_sources import themes_between
from surveys.models import Question

__all__ = [
    "Answer",
    "EventHeld",
    "Evidence",
    "Group",
    "Labels",
    "LanguageHeard",
    "QuestionEvidence",
    "SurveyAnswered",
    "ThemeHeard",
    "evidence_for",
    "labels_of",
]


@dataclass(frozen=True)
class Evidence:
    """The counts of one period; ``published`` gives the form that may be shown.

    ``people_heard``: persons. In conversations and panels, as many as each entry
    stands for. At the boards of an event, the notes under its fullest question only,
    since one person may leave a note under each. Not counted: excluded responses,
    people who stopped by without a word, web surveys.
    ``conversations``: entries of a talk or a panel, whatever the number of people.
    ``notes``: slips of all boards, under every question.
    ``answers``: guide questions answered, summed over entries; a line of a board is
    one entry.
    ``people_in_talks``: those among the people heard who were in a conversation or a
    panel, the others being counted at boards. Never published.
    ``events``: occasions held in the period, and those where an entry was logged.
    ``survey_answers``: people who answered a survey on the web, on paper or at a kiosk
    on these days, who are no part of the people heard; ``surveys`` has them apart. What
    is published adds up those surveys alone whose number may be told.
    ``coded``: everybody whose words were gone through, and ``without_theme`` those of
    them who spoke of none; ``themes`` the others, most spoken of first. What is
    published has the upper themes only.
    """

    starts_on: str
    ends_on: str
    people_heard: int | None
    conversations: int | None
    notes: int | None
    answers: int | None
    people_in_talks: int | None = None
    events: tuple[EventHeld, ...] = ()
    settings: tuple[Group, ...] = ()
    districts: tuple[Group, ...] = ()
    branches: tuple[Group, ...] = ()
    languages: tuple[LanguageHeard, ...] = ()
    questions: tuple[QuestionEvidence, ...] = ()
    is_published: bool = False
    survey_answers: int | None = None
    surveys: tuple[SurveyAnswered, ...] = ()
    coded: ThemeHeard | None = None
    without_theme: ThemeHeard | None = None
    themes: tuple[ThemeHeard, ...] = ()

    @property
    def first_day(self) -> dt.date:
        return dt.date.fromisoformat(self.starts_on)

    @property
    def last_day(self) -> dt.date:
        return dt.date.fromisoformat(self.ends_on)

    @property
    def people_of_themes(self) -> int | None:
        """Those whose words were gone through; in old versions not told, so all."""
        return (self.coded and self.coded.people) or self.people_heard

    @property
    def main_themes(self) -> list[ThemeHeard]:
        """The upper themes whose number is shown, most people first."""
        shown = [one for one in self.themes if not one.parent and one.people]
        return sorted(shown, key=lambda one: (-(one.people or 0), one.code))

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON column gives it back: lists, no tuples."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Evidence":
        """Return what ``as_json`` gave, from the JSON column of a summary."""
        parts = {name: _rows(row, stored.get(name)) for name, row in ROWS.items()}
        themes = {
            name: ThemeHeard(**stored[name])
            for name in ("coded", "without_theme")
            if stored.get(name)
        }
        questions = tuple(map(QuestionEvidence.from_json, stored["questions"]))
        return cls(**{**stored, **parts, **themes, "questions": questions})

    def published(self) -> "Evidence":
        """Return the form for the public: every count passed through disclosure.

        What is in that form already, such as frozen evidence, comes back as it is.
        """
        if self.is_published:
            return self
        shows_talks, shows_notes = self._headlines_shown()
        figure = public.figure
        told = public.told_surveys(self.surveys)
        coded, nothing, themes = public.shown_themes(
            self.coded, self.without_theme, self.themes, self.surveys
        )
        return replace(
            self,
            is_published=True,
            people_heard=figure(self.people_heard),
            people_in_talks=None,
            conversations=figure(self.conversations) if shows_talks else None,
            notes=figure(self.notes) if shows_notes else None,
            answers=figure(self.answers),
            languages=public.shown_languages(self.languages, self.people_heard),
            questions=tuple(map(public.shown_question, self.questions)),
            surveys=told,
            survey_answers=figure(sum(one.people or 0 for one in told)),
            coded=coded,
            without_theme=nothing,
            themes=themes,
        )

    def _headlines_shown(self) -> tuple[bool, bool]:
        """Whether conversations and notes may stand beside the people heard.

        Those heard in talks are at least as many as the conversations, those at boards
        at most as many as the notes. So the notes tell how few were in talks, and the
        conversations how few were at boards.
        """
        heard = self.people_heard or 0
        talks = heard if self.people_in_talks is None else self.people_in_talks
        boards = heard - talks
        few_at_boards = 0 < boards < disclosure.THRESHOLD
        few_in_talks = 0 < talks < disclosure.THRESHOLD
        beside = heard - (self.conversations or 0)
        is_told = few_at_boards and beside < disclosure.THRESHOLD
        is_known = heard >= disclosure.THRESHOLD
        return (
            is_known and not is_told,
            is_known and not few_at_boards and not few_in_talks,
        )


# What ``asdict`` makes of each kind of rows
ROWS: dict[str, type] = {
    "events": EventHeld,
    "settings": Group,
    "districts": Group,
    "branches": Group,
    "languages": LanguageHeard,
    "surveys": SurveyAnswered,
    "themes": ThemeHeard,
}


def _rows(row: type, stored: Iterable[Mapping[str, Any]] | None) -> tuple[Any, ...]:
    """Return the rows; evidence frozen before there were any of a kind has none."""
    return tuple(row(**one) for one in stored or ())


# Counting


def evidence_for(starts_on: dt.date, ends_on: dt.date) -> Evidence:
    """Count the log of the events that began from ``starts_on`` to ``ends_on``.

    The counts are exact and for staff; publish ``evidence_for(…).published()``. The
    number of queries is the same whatever the number of events and entries, and the
    database counts: only groups of entries come out of it.
    """
    with _uncompiled():
        counts = LogCounts.of(cells_between(starts_on, ends_on))
        surveys = surveys_between(starts_on, ends_on)
        themes = themes_between(starts_on, ends_on)
    heard = counts.people_by_language()
    events = _events(starts_on, ends_on)
    districts = {one.code: labels_of(one, "name") for one in District.objects.all()}
    return Evidence(
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        people_heard=heard.total(),
        conversations=counts.conversations,
        notes=counts.notes,
        answers=counts.answers,
        people_in_talks=counts.people_in_talks.total(),
        events=tuple(_event_held(event) for event in events),
        settings=_settings(events),
        districts=_groups([e.district for e in events if e.district]),
        branches=_groups([branch for e in events for branch in e.branches.all()]),
        languages=tuple(
            LanguageHeard(code, people)
            for code, people in sorted(heard.items(), key=lambda row: (-row[1], row[0]))
        ),
        questions=tuple(
            _question_evidence(one, counts, districts)
            for one in _questions(counts.surveys)
        ),
        survey_answers=sum(one.people or 0 for one in surveys),
        surveys=surveys,
        coded=themes.everybody,
        without_theme=themes.nothing,
        themes=themes.rows,
    )


@contextmanager
def _uncompiled() -> Iterator[None]:
    """Keep the database from compiling statements that it runs once: measured, that
    takes longer than running them."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
        yield


def _questions(surveys: set[int | None]) -> list[Question]:
    """The questions of the guides in use, in their order, with their choices."""
    return list(
        Question.objects.filter(survey__in=surveys)
        .exclude(kind=Question.Kind.INFORMATION)
        .select_related("survey", "page")
        .prefetch_related("choices")
        .order_by("survey__created_at", "survey", "page__position", "position")
    )


def _events(starts_on: dt.date, ends_on: dt.date) -> list[OutreachEvent]:
    was_held = Q(status=OutreachEvent.Status.HELD) | Q(
        pk__in=Conversation.objects.held_between(starts_on, ends_on)
        .counted()
        .values("event")
    )
    return list(
        OutreachEvent.objects.filter(
            was_held, starts_at__date__range=(starts_on, ends_on)
        )
        .with_places()
        .order_by("starts_at", "pk")
    )


def _event_held(event: OutreachEvent) -> EventHeld:
    return EventHeld(
        slug=event.slug,
        labels=labels_of(event, "title"),
        held_on=calendars.city_date(event.starts_at).isoformat(),
        setting=event.setting,
    )


def _settings(events: list[OutreachEvent]) -> tuple[Group, ...]:
    counts = Counter(event.setting for event in events)
    return tuple(Group(code, {}, number) for code, number in counts.most_common())


def _groups(places: list[Any]) -> tuple[Group, ...]:
    """One group for each district or branch among ``places``, the busiest first."""
    counts = Counter(place.code for place in places)
    labels = {place.code: labels_of(place, "name") for place in places}
    return tuple(
        Group(code, labels[code], number)
        for code, number in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    )


def _question_evidence(
    question: Question, counts: LogCounts, districts: dict[str, Labels]
) -> QuestionEvidence:
    key = question.pk
    return QuestionEvidence(
        survey=question.survey.slug,
        family=str(question.survey.family),
        code=question.code,
        kind=question.kind,
        labels=labels_of(question, "text"),
        people=counts.people[key],
        conversations=counts.question_conversations[key],
        notes=counts.question_notes[key],
        is_exclusive=question.kind != Question.Kind.MULTIPLE,
        choices=_answers(_offered(question, districts), counts.choices[key]),
    )


def _offered(question: Question, districts: dict[str, Labels]) -> dict[str, Labels]:
    """The answers that are counted one by one, in their order, with their labels."""
    if question.kind not in COUNTED_BY_ANSWER:
        return {}
    if question.kind == Question.Kind.RATING:
        return {str(n): {} for n in question.scale}
    if question.kind == Question.Kind.DISTRICT:
        return districts
    offered = {one.code: labels_of(one, "label") for one in question.choices.all()}
    return offered | {"other": {}} if question.has_other else offered


def _answers(offered: dict[str, Labels], given: Counter[str]) -> tuple[Answer, ...]:
    """Every answer offered or given, also those nobody gave, most frequent first."""
    codes = [*offered, *sorted(given.keys() - offered.keys())]
    ranked = sorted(codes, key=lambda code: -given[code])
    return tuple(Answer(code, offered.get(code, {}), given[code]) for code in ranked)
