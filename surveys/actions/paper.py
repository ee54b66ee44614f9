"""Entering paper sheets, some of them twice, and settling what differs."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from civic.activity import record
from civic.models import User
from surveys.actions.corrections import correct_response
from surveys.actions.taking import submit_response
from surveys.models import Collector, PaperSheet


class NumberTaken(Exception):
    """Another sheet of this collector has the number."""


class SamePerson(Exception):
    """The second entry must be made by somebody else."""


class AlreadyEntered(Exception):
    """The sheet was entered a second time before."""


def differing(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    """Return the keys of ``Response.answers`` that two entries of a sheet differ in."""
    return [code for code in {**first, **second} if first.get(code) != second.get(code)]


def enter_sheet(  # noqa: PLR0913 - one keyword for each thing that is kept
    collector: Collector,
    *,
    number: int,
    answers: Mapping[str, Any],
    language: str,
    submission: UUID,
    started_at: dt.datetime,
    actor: User,
) -> PaperSheet:
    """Store a sheet as a response of the paper ``collector``, once for a submission.

    Raise NumberTaken if another sheet has the number; then nothing is stored.
    """
    try:
        with transaction.atomic():
            response, is_new = submit_response(
                collector.survey,
                collector=collector,
                submission=submission,
                answers=answers,
                language=language,
                started_at=started_at,
            )
            if not is_new:
                return PaperSheet.objects.get(response=response)
            sheet = PaperSheet.objects.create(
                collector=collector, number=number, response=response, entered_by=actor
            )
            record("entered_sheet", sheet, actor=actor, number=number)
            return sheet
    except IntegrityError as error:
        raise _told(error) from error


def _told(error: IntegrityError) -> Exception:
    return NumberTaken() if "sheet_number_unique" in str(error) else error


def correct_sheet(
    sheet: PaperSheet,
    *,
    answers: Mapping[str, Any],
    number: int,
    language: str,
    actor: User,
) -> PaperSheet:
    """Replace what was entered; a second entry is compared with changed answers.

    Raise NumberTaken if another sheet has the number; then nothing changes.
    """
    is_changed = bool(differing(sheet.response.answers, answers))
    try:
        with transaction.atomic():
            correct_response(sheet.response, answers=answers, language=language)
            sheet.number = number
            if sheet.second_answers is not None and is_changed:
                is_settled = not differing(answers, sheet.second_answers)
                sheet.settled_at = timezone.now() if is_settled else None
            sheet.save(update_fields=["number", "settled_at"])
            record("corrected_sheet", sheet, actor=actor)
            return sheet
    except IntegrityError as error:
        raise _told(error) from error


@transaction.atomic
def enter_again(
    sheet: PaperSheet, *, answers: Mapping[str, Any], actor: User
) -> PaperSheet:
    """Keep a second person's entry beside the first; nothing is counted anew.

    Raise SamePerson or AlreadyEntered.
    """
    sheet = PaperSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.entered_by_id == actor.pk:
        raise SamePerson
    if sheet.second_answers is not None:
        raise AlreadyEntered
    sheet.second_answers = dict(answers)
    sheet.second_by, sheet.second_at = actor, timezone.now()
    if not differing(sheet.response.answers, sheet.second_answers):
        sheet.settled_at = sheet.second_at
    sheet.save()
    record("entered_sheet_again", sheet, actor=actor)
    return sheet


@transaction.atomic
def settle_sheet(
    sheet: PaperSheet, *, right: Mapping[str, str], actor: User
) -> PaperSheet:
    """Take from the two entries what is on the sheet; figures follow.

    ``right`` says "first" or "second" for each code that differs.
    """
    answers, second = dict(sheet.response.answers), sheet.second_answers or {}
    for code, which in right.items():
        if which == "second":
            answers.pop(code, None)
            if code in second:
                answers[code] = second[code]
    correct_response(sheet.response, answers=answers)
    sheet.settled_at = timezone.now()
    sheet.save(update_fields=["settled_at"])
    record("settled_sheet", sheet, actor=actor, codes=sorted(right))
    return sheet
