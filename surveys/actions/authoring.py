"""Changing the structure of a survey: its pages and questions, and their order.

Every change locks the survey, refuses one that has answers, and is undone if a
condition would then look at something that is not there or comes later.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from civic.activity import record
from civic.models import User
from surveys.actions.wording import TextChange, change_texts
from surveys.checks import Finding, broken_conditions
from surveys.models import Choice, Page, Question, QuestionRow, Survey

FROZEN = "survey_structure_frozen"  # the constraint that the database's triggers name
Direction = Literal["up", "down"]
Item = TypeVar("Item", Choice, QuestionRow)


class AuthoringRefused(Exception):
    """A change that cannot be made; its text tells the editor why."""


class StructureFrozen(AuthoringRefused):
    """The survey has answers."""

    def __str__(self) -> str:
        return _(
            "This survey has answers by now, so its questions stay as they are. "
            "Correct the wording, or make a new version."
        )


class ConditionsBroken(AuthoringRefused):
    """Conditions elsewhere need what would be changed; ``findings`` names them."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__()
        self.findings = findings

    @property
    def places(self) -> list[Finding]:
        """One finding for each place."""
        return list({one.place: one for one in self.findings}.values())

    def __str__(self) -> str:
        places = [f"{one.place_name}: {one.message}" for one in self.findings]
        return " ".join(
            [_("Nothing was changed: a condition would no longer fit."), *places]
        )


def _broken(survey: Survey) -> list[Finding]:
    whole = Survey.objects.with_questions().get(pk=survey.pk)
    return list(broken_conditions(whole))


@contextmanager
def changing_structure(survey: Survey) -> Iterator[Survey]:
    """Hold the survey for a change of its structure; undo a change that is refused.

    Refuses with ``StructureFrozen`` or ``ConditionsBroken``.
    """
    try:
        with transaction.atomic():
            locked = Survey.objects.select_for_update().get(pk=survey.pk)
            if locked.has_answers:
                raise StructureFrozen
            before = _broken(locked)
            yield locked
            newly = [one for one in _broken(locked) if one not in before]
            if newly:
                raise ConditionsBroken(newly)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != FROZEN:
            raise
        raise StructureFrozen from error


@transaction.atomic
def begin_survey(survey: Survey, *, actor: User | None) -> None:
    """Store a new survey with an empty first page."""
    survey.save()
    survey.pages.create(position=1)
    record("created", survey, actor=actor)


def save_page(
    page: Page, *, actor: User | None, texts: Iterable[TextChange] = ()
) -> None:
    """Store a page, a new one at the end; ``texts`` are those that it changes."""
    with changing_structure(page.survey) as survey:
        if page.pk is None:
            page.position = _next(survey.pages.all())
        else:
            change_texts(survey, texts, actor=actor)
        page.save()
        record("saved_page", survey, actor=actor, page=page.position)


def save_question(
    question: Question,
    *,
    actor: User | None,
    choices: list[Choice],
    rows: list[QuestionRow],
    texts: Iterable[TextChange] = (),
) -> None:
    """Store a question with its choices and rows in their order, and no others.

    A new one goes to the end of its page. ``texts`` are those that it changes.
    """
    with changing_structure(question.survey) as survey:
        if question.pk is None:
            question.position = _next(question.page.questions.all())
        else:
            change_texts(survey, texts, actor=actor)
        question.save()
        _keep_only(question.choices.all(), choices)
        _keep_only(question.rows.all(), rows)
        record("saved_question", survey, actor=actor, question=question.code)


def _keep_only(stored: QuerySet[Item], items: list[Item]) -> None:
    """Make ``items`` all that there is, in their order."""
    kept = [item.pk for item in items if item.pk]
    stored.exclude(pk__in=kept).delete()
    for position, item in enumerate(items, start=1):
        item.position = position
    changed = [item for item in items if item.pk]
    names = [
        field.name
        for field in stored.model._meta.concrete_fields
        if field.name not in {"id", "question", "code"}
    ]
    if changed:
        stored.bulk_update(changed, names)
    stored.model._default_manager.bulk_create(
        [item for item in items if item.pk is None]
    )


def _next(siblings: QuerySet[Page] | QuerySet[Question]) -> int:
    last = siblings.aggregate(last=Max("position"))["last"]
    return 1 if last is None else last + 1


# Order


def move_page(page: Page, *, direction: Direction, actor: User | None) -> None:
    """Let a page change places with its neighbor; at the end nothing changes."""
    with changing_structure(page.survey) as survey:
        pages = list(survey.pages.all())
        place = pages.index(page)
        other = place - 1 if direction == "up" else place + 1
        if 0 <= other < len(pages):
            pages[place], pages[other] = pages[other], pages[place]
            _number(pages)
            Page.objects.bulk_update(pages, ["position"])
            record("moved_page", survey, actor=actor)


def move_question(
    question: Question, *, direction: Direction, actor: User | None
) -> None:
    """Move a question one place up or down, over the edge of its page too."""
    with changing_structure(question.survey) as survey:
        order = _order(survey)
        pages = list(order)
        page = question.page
        place, at = order[page].index(question), pages.index(page)
        if direction == "up" and place == 0:
            if at == 0:
                return
            page, place = pages[at - 1], len(order[pages[at - 1]])
        elif direction == "down" and place == len(order[page]) - 1:
            if at == len(pages) - 1:
                return
            page, place = pages[at + 1], 0
        else:
            place += -1 if direction == "up" else 1
        _put(order, question, page, place)
        record("moved_question", survey, actor=actor, question=question.code)


def place_question(
    question: Question, *, page: Page, place: int, actor: User | None
) -> None:
    """Put a question on ``page`` before the one that is there at ``place``, from 0."""
    with changing_structure(question.survey) as survey:
        _put(_order(survey), question, page, place)
        record("moved_question", survey, actor=actor, question=question.code)


def _order(survey: Survey) -> dict[Page, list[Question]]:
    pages = survey.pages.prefetch_related("questions")
    return {page: list(page.questions.all()) for page in pages}


def _put(
    order: dict[Page, list[Question]], question: Question, page: Page, place: int
) -> None:
    for questions in order.values():
        if question in questions:
            questions.remove(question)
    order[page].insert(min(max(place, 0), len(order[page])), question)
    for one, questions in order.items():
        _number(questions)
        for placed in questions:
            placed.page = one
    everything = [one for questions in order.values() for one in questions]
    Question.objects.bulk_update(everything, ["page", "position"])


def _number(parts: Sequence[Page | Question]) -> None:
    for position, part in enumerate(parts, start=1):
        part.position = position


# Removal


def remove_page(page: Page, *, actor: User | None) -> None:
    """Delete a page with its questions; those after it move up."""
    with changing_structure(page.survey) as survey:
        codes = list(page.questions.values_list("code", flat=True))
        survey.pages.filter(pk=page.pk).delete()
        pages = list(survey.pages.all())
        _number(pages)
        Page.objects.bulk_update(pages, ["position"])
        record("removed_page", survey, actor=actor, questions=codes)


def remove_question(question: Question, *, actor: User | None) -> None:
    """Delete a question with its choices and rows."""
    with changing_structure(question.survey) as survey:
        survey.all_questions.filter(pk=question.pk).delete()
        record("removed_question", survey, actor=actor, question=question.code)


def refusal_to_remove(part: Page | Question) -> AuthoringRefused | None:
    """Return why a page or question cannot be removed now, if so; changes nothing."""
    try:
        with transaction.atomic():
            with changing_structure(part.survey):
                type(part)._default_manager.filter(pk=part.pk).delete()
            transaction.set_rollback(True)  # it was only tried
    except AuthoringRefused as refusal:
        return refusal
    return None
