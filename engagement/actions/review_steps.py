"""From draft to translation: a summary is read and approved before it is published."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from civic import activity, languages
from civic.models import User
from civic.roles import Role
from engagement.models import LanguageReview, Summary, SummaryStep
from engagement.reviewers import may_approve, may_review
from engagement.summary_languages import hash_of, original_of
from engagement.summary_refusals import (
    NotInThisState,
    OtherLanguage,
    OwnText,
    TextsMissing,
    WordsMissing,
)
from engagement.untranslated import parts_of, texts_missing

Status = Summary.Status


def locked_in(summary: Summary, *states: str) -> Summary:
    """Lock it; refuse with ``NotInThisState`` where it is in none of ``states``."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if locked.status not in states:
        raise NotInThisState(locked)
    return locked


def take_step(
    summary: Summary, after: str, *, actor: User | None, **details: Any
) -> SummaryStep:
    """Give a locked summary its state, and write down the step."""
    before, summary.status = summary.status, after
    summary.save()
    step = summary.steps.create(before=before, after=after, taken_by=actor, **details)
    activity.record("moved", summary, actor=actor, before=str(before), after=str(after))
    return step


@transaction.atomic
def send_to_review(summary: Summary, *, actor: User | None) -> Summary:
    """Ask another editor to read it; refuses with ``NotInThisState``."""
    locked = locked_in(summary, Status.DRAFT)
    take_step(locked, Status.REVIEW, actor=actor)
    return locked


@transaction.atomic
def send_back(summary: Summary, *, words: str, actor: User | None) -> Summary:
    """Make it a draft again, saying what is to be changed.

    Refuses with ``WordsMissing`` and ``NotInThisState``.
    """
    locked = locked_in(summary, Status.REVIEW, Status.TRANSLATION)
    if not words.strip():
        raise WordsMissing(locked)
    take_step(locked, Status.DRAFT, actor=actor, words=words.strip())
    return locked


@transaction.atomic
def approve(summary: Summary, *, language: str, actor: User) -> Summary:
    """Approve it as read in ``language``, its original: now it is translated.

    Refuses with ``OwnText`` where another editor than who sent it or wrote last is
    there to read it, with ``TextsMissing`` and with ``NotInThisState``.
    """
    locked = locked_in(summary, Status.REVIEW)
    if not may_approve(locked, actor, language):
        raise OwnText(locked)
    locked.reviews.update(is_original=False)
    _review(locked, language, original=language, actor=actor)
    take_step(locked, Status.TRANSLATION, actor=actor)
    return locked


@transaction.atomic
def mark_reviewed(summary: Summary, *, language: str, actor: User) -> LanguageReview:
    """Say that the texts in a language were read and are right.

    Translators say so of their own language, editors of any; the original needs
    another editor than who wrote last. Refuses with ``OtherLanguage``, ``OwnText`` and
    ``TextsMissing``.
    """
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if not actor.has_role(Role.EDITOR) and language != actor.language:
        raise OtherLanguage(locked)
    original = original_of(locked)
    if language == original and not may_review(locked, actor, language):
        raise OwnText(locked)
    review = _review(locked, language, original=original, actor=actor)
    activity.record("reviewed", locked, actor=actor, language=language)
    return review


def _review(
    summary: Summary, language: str, *, original: str, actor: User
) -> LanguageReview:
    parts = parts_of(summary)
    if texts_missing(parts, language):
        raise TextsMissing(summary, language=languages.BY_CODE[language].endonym)
    summary.reviews.filter(language=language).delete()
    return summary.reviews.create(
        language=language,
        is_original=language == original,
        texts_hash=hash_of(parts, language, original),
        reviewed_by=actor,
    )


@transaction.atomic
def choose_notices(
    summary: Summary, *, codes: Collection[str], actor: User | None
) -> Summary:
    """Say in which languages it may be published with a notice."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    locked.with_notice = [code for code in languages.CODES if code in codes]
    locked.save()
    activity.record("chose notices", locked, actor=actor, languages=locked.with_notice)
    return locked
