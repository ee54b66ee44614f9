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
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import models
from django.db.models import Model, Q
from modeltranslation.utils import build_localized_fieldname

from civic import calendars, disclosure, languages
from civic.models import District
from engagement.log_counts import COUNTED_BY_ANSWER, LogCounts, count_entry
from engagement.models import Conversation, OutreachEvent
from surveys.models import Question

Labels = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """A choice of a guide question and the people who gave it; None: fewer than 5."""

    code: str
    labels: Labels
    people: int | None


@dataclass(frozen=True)
class QuestionEvidence:
    """What one guide question brought.

    ``people`` answered it, in ``conversations`` talks and on ``notes`` slips; a note
    counts as one person. ``choices`` come most frequent first and are empty for a
    question whose answers are not counted one by one, such as free words. What is
    published tells of the people only.
    ``is_exclusive``: nobody gave two of them.
    """

    survey: str
    code: str
    kind: str
    labels: Labels
    people: int | None
    conversations: int | None
    notes: int | None
    is_exclusive: bool
    choices: tuple[Answer, ...] = ()

    @property
    def is_in_own_words(self) -> bool:
        return self.kind in Question.KINDS_IN_WORDS

    @property
    def shares(self) -> list[tuple[Answer, float | None]]:
        """Each choice that is shown with its share of the people who answered.

        It describes those heard; of several choices the shares exceed a whole.
        """
        return [
            (choice, self._share(choice.people))
            for choice in self.choices
            if choice.people is not None
        ]

    @property
    def hidden(self) -> list[Answer]:
        """The choices whose number is not shown: none, a few or many gave them."""
        return [choice for choice in self.choices if choice.people is None]

    def _share(self, people: int | None) -> float | None:
        return people / self.people if people is not None and self.people else None


@dataclass(frozen=True)
class Group:
    """A district, branch or setting and the number of events held there."""

    code: str
    labels: Labels
    events: int


@dataclass(frozen=True)
class LanguageHeard:
    """People heard in one language; None: fewer than 5, or hidden with them."""

    code: str
    people: int | None

    @property
    def labels(self) -> Labels:
        """None of its own: a language is named in that of the page."""
        return {}


@dataclass(frozen=True)
class EventHeld:
    """An occasion of the period, without any count of the people met there."""

    slug: str
    labels: Labels
    held_on: str
    setting: str

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.held_on)


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

    @property
    def first_day(self) -> dt.date:
        return dt.date.fromisoformat(self.starts_on)

    @property
    def last_day(self) -> dt.date:
        return dt.date.fromisoformat(self.ends_on)

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON column gives it back: lists, no tuples."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Evidence":
        """Return what ``as_json`` gave, from the JSON column of a summary."""
        parts: dict[str, list] = {
            "events": [EventHeld(**one) for one in stored["events"]],
            "settings": [Group(**one) for one in stored["settings"]],
            "districts": [Group(**one) for one in stored["districts"]],
            "branches": [Group(**one) for one in stored["branches"]],
            "languages": [LanguageHeard(**one) for one in stored["languages"]],
            "questions": [_question_from_json(one) for one in stored["questions"]],
        }
        return cls(**{**stored, **{name: tuple(rows) for name, rows in parts.items()}})

    def published(self) -> "Evidence":
        """Return the form for the public: every count passed through disclosure.

        What is in that form already, such as frozen evidence, comes back as it is.
        """
        if self.is_published:
            return self
        shows_talks, shows_notes = self._headlines_shown()
        return replace(
            self,
            is_published=True,
            people_heard=_figure(self.people_heard),
            people_in_talks=None,
            conversations=_figure(self.conversations) if shows_talks else None,
            notes=_figure(self.notes) if shows_notes else None,
            answers=_figure(self.answers),
            languages=_published_languages(self.languages, self.people_heard),
            questions=tuple(_published_question(one) for one in self.questions),
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


def _question_from_json(stored: Mapping[str, Any]) -> QuestionEvidence:
    choices = tuple(Answer(**one) for one in stored["choices"])
    return QuestionEvidence(**{**stored, "choices": choices})


# Disclosure


def _figure(people: int | None) -> int | None:
    return None if people is None else disclosure.figure(people)


def _published_languages(
    rows: tuple[LanguageHeard, ...], people_heard: int | None
) -> tuple[LanguageHeard, ...]:
    shown = disclosure.disclose(_table(rows), total=people_heard, is_exclusive=True)
    return _hidden_last(replace(row, people=shown[row.code]) for row in rows)


def _published_question(question: QuestionEvidence) -> QuestionEvidence:
    shown = {}
    if question.choices:
        shown = disclosure.disclose(
            _table(question.choices),
            total=question.people,
            is_exclusive=question.is_exclusive,
        )
    return replace(
        question,
        people=_figure(question.people),
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


# Counting


def evidence_for(starts_on: dt.date, ends_on: dt.date) -> Evidence:
    """Count the log of the events that began from ``starts_on`` to ``ends_on``.

    The counts are exact and for staff; publish ``evidence_for(…).published()``. The
    number of queries is the same whatever the number of events and entries.
    """
    entries = list(entries_between(starts_on, ends_on))
    questions = _questions({entry.response.survey_id for entry in entries})
    kinds = {(one.survey_id, one.code): one.kind for one in questions}
    counts = LogCounts()
    for entry in entries:
        count_entry(counts, entry.method, entry.event_id, entry.response, kinds)
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
            _question_evidence(one, counts, districts) for one in questions
        ),
    )


def entries_between(
    starts_on: dt.date, ends_on: dt.date
) -> models.QuerySet[Conversation]:
    """Return the entries that count in a period, with what ``count_entry`` reads."""
    read = ("survey_id", "language", "people", "answers")
    return (
        Conversation.objects.held_between(starts_on, ends_on)
        .counted()
        .select_related("response")
        .only("method", "event_id", *(f"response__{name}" for name in read))
    )


def _questions(surveys: set[int]) -> list[Question]:
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


# Labels are frozen with the counts, in every language that has them


def labels_of(instance: Model, name: str) -> Labels:
    """Return the texts of a translated field by language code, empty ones left out."""
    texts = {
        code: getattr(instance, build_localized_fieldname(name, code))
        for code in languages.CODES
    }
    return {code: text for code, text in texts.items() if text}


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
    key = (question.survey_id, question.code)
    return QuestionEvidence(
        survey=question.survey.slug,
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
