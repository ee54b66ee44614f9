"""The table of answers in words that staff code: which match, and a page of them.

An answer that came through a collector of an event was heard there: at its setting,
in its district unless the person said where they live. What staff logged counts for
the event's first day, as in a summary; all else for the day it was sent.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import pgettext_lazy

from civic.folding import folded_words
from civic.models import District, User
from engagement.models import (
    CodedAnswer,
    Coding,
    Conversation,
    OutreachEvent,
    Round,
    Theme,
)
from engagement.planned_events import columns_of
from surveys.models import Collector, OpenAnswer, Question
from surveys.models.open_answers import OpenAnswerQuerySet

SHOWN = 30
COUNTED_TO = 10_000

CODED_FIRST = CodedAnswer.objects.filter(round=Round.FIRST)


class Source(models.TextChoices):
    """How an answer came: by which kind of collector, or on a board."""

    WEB = "web", pgettext_lazy("source", "Web survey")
    KIOSK = "kiosk", pgettext_lazy("source", "Kiosk")
    PAPER = "paper", pgettext_lazy("source", "Paper")
    CONVERSATION = "conversation", pgettext_lazy("source", "Conversation")
    BOARD = "board", pgettext_lazy("source", "Question board")


class State(models.TextChoices):
    """What became of an answer at the bench, in the first round."""

    UNCODED = "uncoded", pgettext_lazy("answers", "Not coded yet")
    CODED = "coded", pgettext_lazy("answers", "Coded")
    NOTHING_FITS = "nothing_fits", pgettext_lazy("answers", "Nothing fits")
    IN_TENSION = "in_tension", pgettext_lazy("answers", "In tension")
    MINORITY_VIEW = "minority_view", pgettext_lazy("answers", "Minority view")


KINDS = {
    Source.WEB: (Collector.Kind.LINK, Collector.Kind.EVENT),
    Source.KIOSK: (Collector.Kind.KIOSK,),
    Source.PAPER: (Collector.Kind.PAPER,),
}


# Conditions; each by a set of ids, which the database reads once for all answers


def with_words(text: str) -> Q:
    """Answers that hold all words of ``text``, or parts of words, folded."""
    condition = Q()
    for word in folded_words(text):
        condition &= Q(folded__contains=word)
    return condition


def in_language(code: str) -> Q:
    return Q(language=code)


def answering(asked: str) -> Q:
    """Answers to one question (“question-7”), or to all of a survey (“survey-3”)."""
    kind, _hyphen, pk = asked.partition("-")
    if kind == "question":
        return Q(question=int(pk))
    return Q(question__in=Question.objects.order_by().filter(survey=int(pk)))


def speaking_of(what: str) -> Q:
    return Q(question__in=Question.objects.order_by().filter(speaks_of=what))


def from_source(source: str) -> Q:
    if source in KINDS:
        return Q(collector__in=Collector.objects.filter(kind__in=KINDS[Source(source)]))
    entries = Conversation.objects.all()
    found = entries.on_boards() if source == Source.BOARD else entries.in_talks()
    return Q(response__in=found.order_by().values("response"))


def heard_at(event: OutreachEvent) -> Q:
    return _at(OutreachEvent.objects.filter(pk=event.pk))


def heard_in_setting(setting: str) -> Q:
    return _at(OutreachEvent.objects.filter(setting=setting))


def heard_in(district: District) -> Q:
    """Answers of people who live there, or else that were heard there."""
    events = OutreachEvent.objects.filter(district=district)
    return Q(district=district) | (Q(district=None) & _at(events))


def heard_between(first: dt.date | None, last: dt.date | None) -> Q:
    """Answers heard from ``first`` to ``last``, days of the city; None is no limit."""
    days = (first or dt.date.min, last or dt.date.max)
    talks = Collector.objects.filter(kind=Collector.Kind.CONVERSATION)
    logged = _at(OutreachEvent.objects.filter(starts_at__date__range=days), talks)
    return logged | (Q(day__range=days) & ~Q(collector__in=talks))


def with_theme(theme: Theme) -> Q:
    """Answers that have the theme, or one that belongs to it."""
    subthemes = Theme.objects.filter(parent=theme).values_list("pk", flat=True)
    return _having(Coding.objects.filter(theme__in=[theme.pk, *subthemes]))


def with_theme_itself(theme: Theme) -> Q:
    return _having(Coding.objects.filter(theme=theme))


def in_state(state: str) -> Q:
    if state == State.UNCODED:
        return Q(~Exists(CODED_FIRST.filter(answer=OuterRef("pk"))))
    if state == State.CODED:
        return Q(pk__in=CODED_FIRST.values("answer"))
    if state == State.NOTHING_FITS:
        codings = Coding.objects.filter(coded_answer=OuterRef("pk"))
        return Q(pk__in=CODED_FIRST.filter(~Exists(codings)).values("answer"))
    return _having(Coding.objects.filter(**{f"is_{state}": True}))


def coded_by(user: User) -> Q:
    return Q(pk__in=CODED_FIRST.filter(coded_by=user).values("answer"))


def _at(
    events: QuerySet[OutreachEvent], collectors: QuerySet[Collector] | None = None
) -> Q:
    """Answers through any collector of ``events``, or those that are among some.

    Their ids are read first: with these, the planner knows how many answers to expect.
    """
    own = Collector.objects.filter(outreach_events__in=events).with_successors()
    if collectors is not None:
        own = own.filter(pk__in=collectors)
    return Q(collector__in=list(own.order_by().values_list("pk", flat=True)))


def _having(codings: QuerySet[Coding]) -> Q:
    first = codings.filter(coded_answer__round=Round.FIRST)
    return Q(pk__in=first.values("coded_answer__answer"))


# A page


@dataclass(frozen=True)
class Page:
    """Some of the answers that match, the newest first, as they are to be shown.

    ``matching`` is how many there are, None beyond ``COUNTED_TO``. ``older`` is the pk
    below which the next page begins, None on the last one.
    """

    answers: list[OpenAnswer]
    matching: int | None
    older: int | None


def page_of(matching: OpenAnswerQuerySet, *, before: int | None = None) -> Page:
    """Return the newest of ``matching``, or those below the pk ``before``.

    One statement counts and picks: asked for a few rows in order, the planner would
    hope to meet them soon, and walk through all answers where they are old. Only a page
    beyond those counted takes a second one.
    """
    found, pks = _counted(matching, before)
    if before is not None and found > COUNTED_TO and len(pks) <= SHOWN:
        _found, pks = _counted(matching.filter(pk__lt=before))
    older = pks[SHOWN - 1] if len(pks) > SHOWN else None
    answers = OpenAnswer.objects.filter(pk__in=pks[:SHOWN]).order_by("-pk")
    return Page(list(as_shown(answers)), found if found <= COUNTED_TO else None, older)


def _counted(
    answers: OpenAnswerQuerySet, before: int | None = None
) -> tuple[int, list[int]]:
    """Return how many there are, to one above the limit.

    With them the first few pks, or those below ``before`` as far as it was counted.
    """
    first = answers.order_by("-pk").values("pk")[: COUNTED_TO + 1]
    try:
        sql, parameters = first.query.sql_with_params()
    except EmptyResultSet:  # no collector, for one, fits
        return 0, []
    picked = "array_agg(id) FILTER (WHERE coalesce(id < %s::bigint, TRUE))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), ({picked})[1:%s] FROM ({sql}) AS found(id)",  # noqa: S608 - SQL that Django made
            [before, SHOWN + 1, *parameters],
        )
        found, pks = cursor.fetchone()
    return found, pks or []


def as_shown(answers: QuerySet[OpenAnswer]) -> QuerySet[OpenAnswer]:
    """With what stands beside the words: where they come from, and their coding.

    Their ``coded`` are only those of the first round then.
    """
    codings = Coding.objects.select_related("theme")
    codings = codings.order_by("theme__position", "theme__code")
    first = CODED_FIRST.select_related("coded_by").prefetch_related(
        Prefetch("codings", codings)
    )
    return (
        answers.select_related("question", "collector", "response__conversation__event")
        .only(*_SHOWN_COLUMNS)
        .prefetch_related(Prefetch("coded", first))
    )


_EVENT = "response__conversation__event"
# Of all that is joined; the rest is long and would be read for every row
_SHOWN_COLUMNS = (
    *("text", "language", "people", "day", "collector__kind"),
    *columns_of("question__text", f"{_EVENT}__title"),
    *("response__conversation__method", f"{_EVENT}__starts_at"),
)
