"""A survey's definition outside of the database: what files hold and import makes.

Two definitions are equal when they ask the same in the same words. Settings that mean
nothing for a kind of question, and texts that are empty, are left out. So are the
state and the schedule, which belong to one run of a survey.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from civic import activity, languages
from civic.models import User
from civic.texts import tidy
from surveys import conditions
from surveys.exchange.findings import ImportRefused
from surveys.models import Choice, Page, Question, QuestionRow, Survey

Kind = Question.Kind
Texts = dict[str, str]  # by language, none empty

ADDRESS = re.compile(r"[A-Za-z0-9_-]{1,80}")
KINDS_WITH_LIMITS = {
    Kind.MULTIPLE,
    Kind.RATING,
    Kind.RANKING,
    Kind.NUMBER,
    *Question.KINDS_IN_WORDS,
}


@dataclass
class ChoiceDefinition:
    code: str
    label: Texts = field(default_factory=dict)
    is_exclusive: bool = False


@dataclass
class RowDefinition:
    code: str
    label: Texts = field(default_factory=dict)


@dataclass
class QuestionDefinition:
    code: str
    kind: str
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    speaks_of: str = Question.SpeaksOf.NONE.value
    is_required: bool = False
    has_other: bool = False
    minimum: int | None = None
    maximum: int | None = None
    decimals: int = 0
    earliest_on: dt.date | None = None
    latest_on: dt.date | None = None
    is_randomized: bool = False
    shown_if: dict[str, Any] = field(default_factory=dict)
    minimum_label: Texts = field(default_factory=dict)
    maximum_label: Texts = field(default_factory=dict)
    choices: list[ChoiceDefinition] = field(default_factory=list)
    rows: list[RowDefinition] = field(default_factory=list)


@dataclass
class PageDefinition:
    title: Texts = field(default_factory=dict)
    introduction: Texts = field(default_factory=dict)
    shown_if: dict[str, Any] = field(default_factory=dict)
    questions: list[QuestionDefinition] = field(default_factory=list)


@dataclass
class SurveyDefinition:
    title: Texts = field(default_factory=dict)
    introduction: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)
    purpose: str = Survey.Purpose.SURVEY.value
    results_policy: str = Survey.ResultsPolicy.STAFF.value
    sample_design: str = Survey.SampleDesign.NONE.value
    languages: list[str] = field(default_factory=lambda: list(languages.CODES))
    pages: list[PageDefinition] = field(default_factory=list)

    @property
    def questions(self) -> Iterator[QuestionDefinition]:
        for page in self.pages:
            yield from page.questions

    def as_json(self) -> dict[str, Any]:
        return asdict(self, dict_factory=_json_dict)


def _json_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in pairs
    }


def from_json(stored: Mapping[str, Any]) -> SurveyDefinition:
    """Return what ``as_json`` wrote."""
    pages = [
        PageDefinition(
            **page | {"questions": [_question_from_json(q) for q in page["questions"]]}
        )
        for page in stored["pages"]
    ]
    return SurveyDefinition(**dict(stored) | {"pages": pages})


def _question_from_json(stored: Mapping[str, Any]) -> QuestionDefinition:
    question = QuestionDefinition(**stored)
    question.choices = [ChoiceDefinition(**one) for one in stored["choices"]]
    question.rows = [RowDefinition(**one) for one in stored["rows"]]
    for name in ("earliest_on", "latest_on"):
        day = stored[name]
        setattr(question, name, day and dt.date.fromisoformat(day))
    return question


def from_survey(survey: Survey) -> SurveyDefinition:
    """Return the definition of ``survey``; needs ``with_questions``."""
    return SurveyDefinition(
        title=texts_of(survey, "title"),
        introduction=texts_of(survey, "introduction"),
        thanks=texts_of(survey, "thanks"),
        purpose=str(survey.purpose),
        results_policy=str(survey.results_policy),
        sample_design=str(survey.sample_design),
        languages=[code for code in languages.CODES if code in survey.languages],
        pages=[_page_of(page) for page in survey.pages.all()],
    )


def _page_of(page: Page) -> PageDefinition:
    return PageDefinition(
        title=texts_of(page, "title"),
        introduction=texts_of(page, "introduction"),
        shown_if=plain_shown_if(page.shown_if),
        questions=[_question_of(question) for question in page.questions.all()],
    )


def _question_of(question: Question) -> QuestionDefinition:
    kind = question.kind
    made = QuestionDefinition(
        code=question.code,
        kind=str(kind),
        text=texts_of(question, "text"),
        help=texts_of(question, "help"),
        speaks_of=str(question.speaks_of),
        is_required=question.is_required,
        has_other=question.has_other,
        shown_if=plain_shown_if(question.shown_if),
    )
    if kind in KINDS_WITH_LIMITS:
        made.minimum, made.maximum = question.minimum, question.maximum
    if kind == Kind.NUMBER:
        made.decimals = question.decimals
    if kind == Kind.DATE:
        made.earliest_on, made.latest_on = question.earliest_on, question.latest_on
    if kind == Kind.RATING:
        made.minimum_label = texts_of(question, "minimum_label")
        made.maximum_label = texts_of(question, "maximum_label")
    if kind in Question.KINDS_WITH_CHOICES:
        made.is_randomized = question.is_randomized
        made.choices = [_choice_of(one, kind) for one in question.choices.all()]
    if kind == Kind.MATRIX:
        made.rows = [
            RowDefinition(row.code, texts_of(row, "label"))
            for row in question.rows.all()
        ]
    return made


def _choice_of(choice: Choice, kind: str) -> ChoiceDefinition:
    is_exclusive = choice.is_exclusive and kind == Kind.MULTIPLE
    return ChoiceDefinition(choice.code, texts_of(choice, "label"), is_exclusive)


def texts_of(part: models.Model, name: str) -> Texts:
    """Return the texts of a translated field that are not empty, by language."""
    texts = {
        code: tidy(getattr(part, f"{name}_{code}") or "").strip()
        for code in languages.CODES
    }
    return {code: text for code, text in texts.items() if text}


def plain_shown_if(shown_if: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``shown_if`` in the one way of saying it: no condition twice."""
    found: list[dict[str, Any]] = []
    for condition in shown_if.get("conditions", []):
        if condition not in found:
            found.append(dict(condition))
    if not found:
        return {}
    is_any = shown_if.get("match") == conditions.ANY and len(found) > 1
    return {"match": conditions.ANY if is_any else conditions.ALL, "conditions": found}


@transaction.atomic
def store(definition: SurveyDefinition, *, slug: str, actor: User | None) -> Survey:
    """Make a draft survey of ``definition``, all of it or nothing.

    Refused if there is no question or the address is taken.
    """
    if not any(definition.questions):
        raise ImportRefused(_("The file holds no question that could be imported."))
    if not ADDRESS.fullmatch(slug):
        raise ImportRefused(
            _(
                "“%(slug)s” is no address: use at most 80 Latin letters, digits, "
                "hyphens and underscores."
            )
            % {"slug": slug}
        )
    if Survey.objects.filter(slug=slug).exists():
        raise ImportRefused(
            _("Another survey has the address “%(slug)s”. Please choose another.")
            % {"slug": slug}
        )
    survey = Survey.objects.create(
        slug=slug,
        purpose=definition.purpose,
        results_policy=definition.results_policy,
        sample_design=definition.sample_design,
        languages=definition.languages,
        **_fields(definition, "title", "introduction", "thanks"),
    )
    _store_pages(survey, definition)
    activity.record("imported", survey, actor=actor)
    return survey


def _store_pages(survey: Survey, definition: SurveyDefinition) -> None:
    pages = Page.objects.bulk_create(
        Page(
            survey=survey,
            position=position,
            shown_if=page.shown_if,
            **_fields(page, "title", "introduction"),
        )
        for position, page in enumerate(definition.pages, 1)
    )
    pairs = [
        (question, Question(survey=survey, page=page, **_question_fields(question)))
        for page, defined in zip(pages, definition.pages, strict=True)
        for question in defined.questions
    ]
    positions: dict[int, int] = {}
    for _defined, question in pairs:
        positions[question.page_id] = positions.get(question.page_id, 0) + 1
        question.position = positions[question.page_id]
    Question.objects.bulk_create(question for _defined, question in pairs)
    Choice.objects.bulk_create(
        Choice(
            question=question,
            position=position,
            code=choice.code,
            is_exclusive=choice.is_exclusive,
            **_fields(choice, "label"),
        )
        for defined, question in pairs
        for position, choice in enumerate(defined.choices, 1)
    )
    QuestionRow.objects.bulk_create(
        QuestionRow(
            question=question,
            position=position,
            code=row.code,
            **_fields(row, "label"),
        )
        for defined, question in pairs
        for position, row in enumerate(defined.rows, 1)
    )


PLAIN_FIELDS = (
    "code",
    "kind",
    "speaks_of",
    "is_required",
    "has_other",
    "minimum",
    "maximum",
    "decimals",
    "earliest_on",
    "latest_on",
    "is_randomized",
    "shown_if",
)


def _question_fields(question: QuestionDefinition) -> dict[str, Any]:
    plain = {name: getattr(question, name) for name in PLAIN_FIELDS}
    texts = ("text", "help", "minimum_label", "maximum_label")
    return plain | _fields(question, *texts)


def _fields(part: object, *names: str) -> dict[str, str]:
    return {
        f"{name}_{code}": text
        for name in names
        for code, text in getattr(part, name).items()
    }
