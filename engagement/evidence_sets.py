"""Which responses the evidence sets of a finding hold: all that fit each condition."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from engagement.log_counts import moments_of
from engagement.models import CodedAnswer, EvidenceSet, Finding, Round, Summary
from surveys.models import OpenAnswer, Question, Response


def responses_of(finding: Finding) -> QuerySet[Response]:
    """Return the counted responses of the summary's period that its sets hold."""
    return responses_in(finding.summary, sets_of(finding))


def sets_of(finding: Finding) -> list[EvidenceSet]:
    return list(_with_names(finding.evidence.all()))


def _with_names(sets: QuerySet[EvidenceSet]) -> QuerySet[EvidenceSet]:
    return sets.select_related(
        "theme", "question", "event", "district"
    ).prefetch_related("question__choices")


def sets_of_all(summary: Summary) -> dict[int, list[EvidenceSet]]:
    """Return the sets of each finding by its key, at three queries."""
    sets: dict[int, list[EvidenceSet]] = {
        key: [] for key in summary.findings.values_list("pk", flat=True)
    }
    stored = EvidenceSet.objects.filter(finding__in=sets)
    for one in _with_names(stored):
        sets[one.finding_id].append(one)
    return sets


def responses_in(summary: Summary, sets: Iterable[EvidenceSet]) -> QuerySet[Response]:
    """Return those that some of the sets holds, stored or not.

    Each set by itself: of alternatives within one condition the database would look
    into the codings anew for each response.
    """
    held = [Response.objects.filter(_of_set(one)).values("pk") for one in sets]
    if not held:
        return Response.objects.none()
    some = held[0].union(*held[1:], all=True) if len(held) > 1 else held[0]
    return responses_between(summary.starts_on, summary.ends_on).filter(pk__in=some)


def words_in(summary: Summary, sets: Sequence[EvidenceSet]) -> QuerySet[OpenAnswer]:
    """Return what is written in those responses, of themes only what speaks of them."""
    answers = OpenAnswer.objects.counted().filter(
        response__in=responses_in(summary, sets)
    )
    themes = [one.theme_id for one in sets]
    if None in themes:
        return answers
    coded = CodedAnswer.objects.filter(
        Q(codings__theme__in=themes) | Q(codings__theme__parent__in=themes),
        round=Round.FIRST,
    )
    return answers.filter(pk__in=coded.values("answer"))


def responses_between(first: dt.date, last: dt.date) -> QuerySet[Response]:
    """Return what was logged at events of these days or answered in surveys then."""
    since, until = moments_of(first, last)
    is_logged = Q(
        conversation__event__starts_at__gte=since,
        conversation__event__starts_at__lt=until,
    )
    is_sent = Q(conversation=None, submitted_at__gte=since, submitted_at__lt=until)
    return Response.objects.counted().filter(is_logged | is_sent)


def _of_set(one: EvidenceSet) -> Q:
    holds = Q()
    if one.theme_id:
        holds &= _with_theme(one)
    if one.question and (one.choice or not one.theme_id):
        holds &= _with_answer(one.question, one.choice)
    if one.event_id:
        holds &= Q(conversation__event=one.event_id)
    if one.language:
        holds &= Q(language=one.language)
    if one.setting:
        holds &= Q(conversation__event__setting=one.setting)
    if one.district_id:
        holds &= Q(conversation__event__district=one.district_id) | Q(
            conversation=None, district=one.district_id
        )
    return holds


def _with_theme(one: EvidenceSet) -> Q:
    theme = Q(codings__theme=one.theme_id) | Q(codings__theme__parent=one.theme_id)
    if one.mark == EvidenceSet.Mark.IN_TENSION:
        theme &= Q(codings__is_in_tension=True)
    elif one.mark == EvidenceSet.Mark.MINORITY_VIEW:
        theme &= Q(codings__is_minority_view=True)
    if one.question_id and not one.choice:
        theme &= Q(answer__question=one.question_id)
    coded = CodedAnswer.objects.filter(
        theme, round=Round.FIRST, answer__is_counted=True
    )
    return Q(pk__in=coded.values("answer__response"))


def _with_answer(question: Question, choice: str) -> Q:
    answered = Q(survey=question.survey_id, answers__has_key=question.code)
    if choice:
        named = f"answers__{question.code}"
        given: list[Any] = [choice]
        if question.kind == Question.Kind.RATING:
            given = [int(choice)]
        answered &= Q(**{named: given[0]}) | Q(**{f"{named}__contains": given})
    return answered
