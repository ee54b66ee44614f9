"""Conversations and board notes of the demonstration's past events."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import OuterRef, Subquery

from civic import languages
from civic.management.demonstration import earlier, fall_2025
from civic.management.demonstration.chances import happens, one_of, seeded, some
from civic.management.demonstration.outings import Outing, load_event
from civic.management.demonstration.quotations import Quoted, quoted_in
from civic.management.demonstration.surveys import (
    ASK_GUIDE,
    EXCLUSIVE,
    branch_choice,
)
from civic.management.demonstration.texts import part, text
from civic.models import User
from engagement.actions.log import conversation_collector
from engagement.models import Conversation, OutreachEvent
from surveys.models import Collector, Response, Survey

NAMESPACE = uuid5(NAMESPACE_URL, "listening-portal-demonstration")
NEIGHBORS = ("Milpitas", "Morgan Hill", "Campbell", "Sunnyvale", "San Francisco")
SIZES = (1, 1, 1, 2, 1, 1, 3, 2, 1, 4)  # people in one conversation
Method, Consent = Conversation.Method, Conversation.Consent


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One conversation or one line of a board, before it is stored."""

    submission: UUID
    language: str
    people: int
    answers: dict[str, Any]
    method: str = Method.CONVERSATION
    quotation: str = ""
    consent: str = Consent.NONE


def submission(*names: object) -> UUID:
    """Return the same id for the same entry each time the demonstration is loaded."""
    return uuid5(NAMESPACE, "/".join(map(str, names)))


def load_conversations(scale: int, staff: User | None) -> None:
    guides = {guide.slug: guide for guide in Survey.objects.guides()}
    for outing in (*fall_2025.OUTINGS, *earlier.OUTINGS):
        event = load_event(outing)
        entries = [entry for copy in range(scale) for entry in entries_of(outing, copy)]
        collector = conversation_collector(event, guides[outing.guide])
        store(entries, event, collector, staff)
    date_entries_by_their_events()


def entries_of(outing: Outing, copy: int) -> Iterator[Entry]:
    yield from talks(outing, copy)
    yield from sticker_board(outing, copy)
    yield from note_boards(outing, copy)


def store(
    entries: list[Entry],
    event: OutreachEvent,
    collector: Collector,
    staff: User | None,
) -> None:
    """Store what is not there yet, in two insertions."""
    stored = set(collector.responses.values_list("submission", flat=True))
    fresh = [entry for entry in entries if entry.submission not in stored]
    responses = Response.objects.bulk_create(
        Response(
            submission=entry.submission,
            survey=collector.survey,
            collector=collector,
            language=entry.language,
            people=entry.people,
            answers=entry.answers,
            started_at=event.starts_at,
            submitted_at=event.ends_at,
        )
        for entry in fresh
    )
    branches = list(event.branches.all())
    Conversation.objects.bulk_create(
        Conversation(
            response=response,
            event=event,
            branch=branches[number % len(branches)],
            staff=staff,
            method=entry.method,
            quotation=entry.quotation,
            quotation_consent=entry.consent,
        )
        for number, (entry, response) in enumerate(zip(fresh, responses, strict=True))
    )


def date_entries_by_their_events() -> None:
    """Say that each was logged when its event ended, and not while loading."""
    ended = OutreachEvent.objects.filter(pk=OuterRef("event")).values("ends_at")
    Conversation.objects.filter(event__is_demonstration=True).update(
        logged_at=Subquery(ended)
    )


# Conversations


def talks(outing: Outing, copy: int) -> Iterator[Entry]:
    """Conversations of one to four people, together as many as the event tells."""
    chance = seeded(outing.slug, copy)
    for number, people in enumerate(sizes_of_talks(outing)):
        quoted = quoted_in(outing.slug, number) if copy == 0 else None
        yield talk(outing, chance, people, quoted, (copy, number))


def sizes_of_talks(outing: Outing) -> Iterator[int]:
    chance = seeded(outing.slug, "sizes")
    remaining = outing.talk_people
    while remaining > 0:
        people = min(chance.choice(SIZES), remaining)
        remaining -= people
        yield people


def talk(
    outing: Outing,
    chance: random.Random,
    people: int,
    quoted: Quoted | None,
    place: tuple[int, int],
) -> Entry:
    language = quoted.language if quoted else spoken(outing, chance)
    answers = talk_answers(outing, chance, language)
    words, consent = spoken_words(answers, chance)
    if quoted:
        words = text("summaries", language, "quotations", quoted.key)
        consent = Consent.ANONYMOUS
        answers["WISH"] = words
    return Entry(
        submission=submission(outing.slug, "talk", *place),
        language=language,
        people=people,
        answers=answers,
        quotation=words,
        consent=consent,
    )


def spoken(outing: Outing, chance: random.Random) -> str:
    """Choose a language spoken there; the first one is the most frequent."""
    weights = [3, *(1 for _ in outing.languages[1:])]
    return chance.choices(outing.languages, weights)[0]


def spoken_words(answers: dict[str, Any], chance: random.Random) -> tuple[str, str]:
    """Now and then staff wrote the wish down word for word, seldom to be published."""
    if "WISH" not in answers or not happens(chance, 0.25):
        return "", Consent.NONE
    return answers["WISH"], chance.choice((Consent.NONE, Consent.PARAPHRASE))


def talk_answers(
    outing: Outing, chance: random.Random, language: str
) -> dict[str, Any]:
    if outing.guide == ASK_GUIDE:
        return asked(chance, part("voices", language)["asked"])
    answers = uses(outing, chance)
    is_user = answers["USES"] != [EXCLUSIVE]
    if is_user:
        answers["WHY"] = some(chance, {"borrow": 0.7, "programs": 0.5, "space": 0.35})
    if not is_user or happens(chance, 0.2):
        barriers = {"no_time": 0.55, "not_known": 0.35, "general": 0.2}
        answers["WHYNOT"] = some(chance, barriers)
    if happens(chance, 0.6):
        answers["WISH"] = chance.choice(part("voices", language)["wishes"])
    return answers


def asked(chance: random.Random, voices: dict[str, list[str]]) -> dict[str, Any]:
    """Answers to the open questions of the earlier guide; two may be skipped."""
    answers: dict[str, Any] = {"SERVICES": chance.choice(voices["SERVICES"])}
    for question in ("COMMUNITY", "CONCERNS"):
        if happens(chance, 0.6):
            answers[question] = chance.choice(voices[question])
    return answers


def uses(outing: Outing, chance: random.Random) -> dict[str, Any]:
    """Which libraries: mostly those near the event and the main one."""
    if happens(chance, 0.14):
        return {"USES": [EXCLUSIVE]}
    weights = {"king": 4, "educational_park": 2, "evergreen": 1.5, "tully": 0.5}
    for branch in outing.branches:
        code = branch_choice(branch)
        weights[code] = weights.get(code, 0) + 2
    named = {one_of(chance, weights)}
    if happens(chance, 0.3):
        named.add(one_of(chance, weights))
    if happens(chance, 0.12):
        return {
            "USES": [*sorted(named), "other"],
            "USES-other": chance.choice(NEIGHBORS),
        }
    return {"USES": sorted(named)}


# Boards


def sticker_board(outing: Outing, copy: int) -> Iterator[Entry]:
    for number, (what, people) in enumerate((outing.board or {}).items()):
        is_wish = isinstance(what, tuple)
        language = what[0] if is_wish else outing.languages[0]
        answer = part("voices", language)["wishes"][what[1]] if is_wish else [what]
        yield Entry(
            submission=submission(outing.slug, "board", copy, number),
            language=language,
            people=people,
            answers={outing.board_question: answer},
            method=board_method(outing),
        )


def note_boards(outing: Outing, copy: int) -> Iterator[Entry]:
    """The notes of the earlier quarters, under each question of the board."""
    for language in languages.CODES:
        boards = {
            **part("voices", language).get("notes", {}).get(outing.slug, {}),
            **part("notes", language)["notes"].get(outing.slug, {}),
        }
        for question, lines in boards.items():
            for number, (note, people, *_themes) in enumerate(lines):
                yield Entry(
                    submission=submission(
                        outing.slug, language, question, copy, number
                    ),
                    language=language,
                    people=people,
                    answers={question: note},
                    method=board_method(outing),
                )


def board_method(outing: Outing) -> str:
    return Method.VIRTUAL_BOARD if outing.is_online else Method.QUESTION_BOARD
