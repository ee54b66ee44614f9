"""Correcting stored answers; their figures follow at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from civic.models import District
from surveys import tallying
from surveys.models import Question, Response


@transaction.atomic
def correct_response(
    response: Response,
    *,
    answers: Mapping[str, Any],
    people: int | None = None,
    language: str | None = None,
) -> Response:
    """Replace the answers of ``response``; its submission and its times stay.

    ``answers`` have the shape of ``Response.answers``; ``people`` and ``language``
    stay as they are when they are not given. The district follows the answers.
    """
    stored = Response.objects.locked().get(pk=response.pk)
    is_counted = stored.review_state != Response.ReviewState.EXCLUDED
    if is_counted:
        tallying.apply([stored.pk], -1)
    stored.answers = dict(answers)
    stored.people = people or stored.people
    stored.language = language or stored.language
    stored.district = _district(stored)
    stored.save(update_fields=["answers", "people", "language", "district"])
    if is_counted:
        tallying.apply([stored.pk], 1)
    else:
        tallying.read_words_again([stored.pk])
    return stored


def _district(response: Response) -> District | None:
    """Return the district named in the answers, if the survey asks for it."""
    asked = response.survey.all_questions.filter(kind=Question.Kind.DISTRICT).first()
    code = asked and response.answers.get(asked.code)
    return District.objects.get(code=code) if code else None
