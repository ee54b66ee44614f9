"""Making a survey of another one: a duplicate, or its next version."""

from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.activity import record
from civic.models import User
from surveys.actions.publishing import Refused, free_slug
from surveys.actions.wording import translated_fields
from surveys.models import Choice, Page, Question, QuestionRow, Survey

LONGEST_SLUG = 80  # of a survey
LONGEST_TITLE = 200


@transaction.atomic
def duplicate_survey(
    survey: Survey, *, actor: User | None, family: UUID | None = None
) -> Survey:
    """Return a draft with the texts and structure of ``survey``, a family of its own.

    Answers and collectors stay where they are. Asking twice with one ``family`` gives
    the one copy.
    """
    family = family or uuid4()
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    made = Survey.objects.filter(family=family, version=1).first()
    if made is not None:
        return made
    slug = free_slug(Survey, f"{survey.slug}-copy", LONGEST_SLUG)
    copy = _copy(survey, slug=slug, family=family, version=1)
    _mark_titles(copy)
    record("duplicated_survey", copy, actor=actor, original=survey.pk)
    return copy


def _mark_titles(copy: Survey) -> None:
    """Say in each title that it is a copy, so that lists tell it from the original."""
    for code in languages.CODES:
        column = build_localized_fieldname("title", code)
        title = getattr(copy, column)
        if title:
            with translation.override(code):
                mark = _("(copy)")
            kept = title[: LONGEST_TITLE - len(mark) - 1].rstrip()
            setattr(copy, column, f"{kept} {mark}")
    copy.save()


@transaction.atomic
def make_new_version(survey: Survey, *, actor: User | None) -> Survey:
    """Return a draft beside ``survey``, in which the structure can change.

    Refused while another version is a draft: only one is worked on at a time.
    """
    family = Survey.objects.filter(family=survey.family).order_by("version")
    # The first of all versions stands for the lock; a version that was made while
    # waiting for it is only seen by the query after.
    family.select_for_update(no_key=True).first()
    versions = list(family)
    if any(one.status == Survey.Status.DRAFT for one in versions):
        raise Refused(
            _("One version of this survey is a draft already: change that one.")
        )
    version = versions[-1].version + 1
    base = versions[0].slug
    slug = free_slug(Survey, f"{base}-{version}", LONGEST_SLUG)
    copy = _copy(survey, slug=slug, family=survey.family, version=version)
    record("made_version", copy, actor=actor, original=survey.pk, version=version)
    return copy


def draft_version(survey: Survey) -> Survey | None:
    """Return the version of the survey that is a draft, if there is one."""
    family = Survey.objects.filter(family=survey.family)
    return family.filter(status=Survey.Status.DRAFT).first()


def _copy(original: Survey, *, slug: str, family: UUID, version: int) -> Survey:
    original = Survey.objects.with_questions().get(pk=original.pk)
    copy = Survey(
        **_values(original)
        | {
            "slug": slug,
            "family": family,
            "version": version,
            "status": Survey.Status.DRAFT,
            "opens_at": None,
            "closes_at": None,
            "edition": 1,
        }
    )
    copy.save()
    _copy_parts(original, copy)
    return copy


def _copy_parts(original: Survey, copy: Survey) -> None:
    pages = {
        page.pk: Page(**_values(page, survey=copy)) for page in original.pages.all()
    }
    Page.objects.bulk_create(pages.values())
    questions = {
        one.pk: Question(**_values(one, survey=copy, page=pages[one.page_id]))
        for one in original.questions
    }
    Question.objects.bulk_create(questions.values())
    Choice.objects.bulk_create(
        Choice(**_values(part, question=questions[one.pk]))
        for one in original.questions
        for part in one.choices.all()
    )
    QuestionRow.objects.bulk_create(
        QuestionRow(**_values(part, question=questions[one.pk]))
        for one in original.questions
        for part in one.rows.all()
    )


def _values(part: models.Model, **changed: Any) -> dict[str, Any]:
    """Return all values of a row but its key, in all languages, for a copy of it."""
    skipped = {*translated_fields(type(part)), *changed}
    values = {
        field.attname: getattr(part, field.attname)
        for field in part._meta.concrete_fields
        if not field.primary_key and field.name not in skipped
    }
    return values | changed
