"""What stands against publishing a survey, or should be looked at before.

Each finding names its place, says how to mend it and leads there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic import languages, numbers
from civic.models import District
from surveys import conditions
from surveys.models import Choice, Page, Question, QuestionRow, Survey
from surveys.reachability import Reach
from surveys.wording import Part, Text, place_name, place_of, texts_of

Kind = Question.Kind


@dataclass(frozen=True)
class Finding:
    """One thing to mend, or with ``is_blocking`` unset, to think about."""

    place: str
    message: str
    address: str
    is_blocking: bool = True
    part: Part | None = None

    @property
    def place_name(self) -> str:
        return place_name(self.place)

    @property
    def excerpt(self) -> tuple[languages.Language, str] | None:
        """What the question, choice or row reads, and in which language."""
        if not isinstance(self.part, Question | Choice | QuestionRow):
            return None
        field = "text" if isinstance(self.part, Question) else "label"
        text = Text(self.part, field, self.place)
        words, language = text.original(languages.current().code)
        return (language, words) if words.strip() else None


def findings(survey: Survey) -> list[Finding]:
    """Return all that was found, what blocks publication first.

    Needs ``with_questions``; asks the database only whether there are districts, if a
    question offers them.
    """
    found = [
        *_check_extent(survey),
        *_check_questions(survey),
        *_check_conditions(survey),
        *_check_texts(survey),
    ]
    return sorted(found, key=lambda one: not one.is_blocking)


def blocking(survey: Survey) -> list[Finding]:
    """Return what stands against publishing the survey."""
    return [one for one in findings(survey) if one.is_blocking]


def _finding(
    survey: Survey, part: Part, message: str, *, is_blocking: bool = True
) -> Finding:
    address = address_of(survey, part)
    return Finding(place_of(part), message, address, is_blocking, part)


def address_of(survey: Survey, part: Part) -> str:
    """Return where the structure of a part is mended: its form, or its place."""
    question = getattr(part, "question", part)
    if isinstance(question, Question):
        return reverse("surveys:desk-question-update", args=[survey.pk, question.pk])
    address = reverse("surveys:desk-survey-detail", args=[survey.pk])
    return f"{address}#page-{part.position}" if isinstance(part, Page) else address


# Pages and questions that are there, or are not


def _check_extent(survey: Survey) -> Iterator[Finding]:
    pages = list(survey.pages.all())
    if not pages:
        yield _finding(survey, survey, _("The survey has no page yet: add one."))
    for page in pages:
        if not page.questions.all():
            yield _finding(
                survey,
                page,
                _("This page has no question: add one, or remove the page."),
            )
    if pages and all(one.kind == Kind.INFORMATION for one in survey.questions):
        message = _("Nothing is asked yet: add a question that can be answered.")
        yield _finding(survey, survey, message)


def _check_questions(survey: Survey) -> Iterator[Finding]:
    for question in survey.questions:
        for message in _problems_of(question):
            yield _finding(survey, question, message)
        for message in _hints_on(question):
            yield _finding(survey, question, message, is_blocking=False)


def _problems_of(question: Question) -> Iterator[str]:
    choices = len(question.choices.all())
    if question.kind in Question.KINDS_WITH_CHOICES and not choices:
        yield _("No choices are offered: add at least two.")
    if question.kind == Kind.MATRIX and not question.rows.all():
        yield _("The matrix has no rows: add what is to be judged.")
    if question.kind == Kind.DISTRICT and not District.objects.exists():
        yield _("There are no districts to choose from: enter them first.")
    if question.kind in {Kind.MULTIPLE, Kind.RANKING} and choices:
        yield from _bounds_of_choices(question)


def _bounds_of_choices(question: Question) -> Iterator[str]:
    together = sum(not one.is_exclusive for one in question.choices.all())
    together += question.has_other
    if question.minimum is not None and question.minimum > together:
        yield ngettext(
            "At least %(minimum)s choices are asked for, but only %(shown)s can be "
            "chosen: lower the minimum or add choices.",
            "At least %(minimum)s choices are asked for, but only %(shown)s can be "
            "chosen together: lower the minimum or add choices.",
            together,
        ) % {"minimum": _number(question.minimum), "shown": _number(together)}
    if question.maximum is not None and question.maximum < 1:
        yield _("At most zero choices are allowed: raise the maximum.")


def _hints_on(question: Question) -> Iterator[str]:
    choices = len(question.choices.all()) + question.has_other
    if question.kind in Question.KINDS_WITH_CHOICES and choices == 1:
        yield _("Only one choice is offered.")
    if question.kind == Kind.RATING and not (
        Text(question, "minimum_label", "").is_written
        and Text(question, "maximum_label", "").is_written
    ):
        yield _("The ends of the scale have no labels: say what they stand for.")
    if question.kind == Kind.CONSENT and question.is_required:
        yield _("Consent is required: nobody can send answers without giving it.")


# Conditions


def _check_conditions(survey: Survey) -> Iterator[Finding]:
    yield from broken_conditions(survey)
    yield from _check_reach(survey)


def broken_conditions(survey: Survey) -> Iterator[Finding]:
    """Yield conditions on what is not there, comes later or cannot be answered so.

    Needs ``with_questions``.
    """
    questions = {question.code: question for question in survey.questions}
    for part, earlier in _conditional_parts(survey):
        for condition in part.shown_if.get("conditions", []):
            message = _problem_of(condition, questions, earlier)
            if message:
                yield _finding(survey, part, message)


def _conditional_parts(
    survey: Survey,
) -> Iterator[tuple[Page | Question, set[str]]]:
    """Yield each page and question with the codes of the questions before it."""
    earlier: set[str] = set()
    for page in survey.pages.all():
        yield page, set(earlier)
        for question in page.questions.all():
            yield question, set(earlier)
            earlier.add(question.code)


def _problem_of(
    condition: conditions.ShownIf, questions: dict[str, Question], earlier: set[str]
) -> str | None:
    """Return what is wrong with a condition, if anything is."""
    code = condition.get("question", "")
    asked = questions.get(code)
    names = {"question": code}
    if asked is None:
        return (
            _("The condition looks at the question %(question)s, which is not there.")
            % names
        )
    if code not in earlier:
        return (
            _(
                "The condition looks at the question %(question)s, which comes later: "
                "move that question up, or choose another."
            )
            % names
        )
    if condition.get("operator") not in conditions.OPERATORS_BY_KIND[asked.kind]:
        return (
            _(
                "The condition asks of %(question)s what a question of its kind cannot "
                "answer: choose another comparison."
            )
            % names
        )
    return _problem_of_value(condition, asked)


def _problem_of_value(condition: conditions.ShownIf, asked: Question) -> str | None:
    value, row = condition.get("value"), condition.get("row")
    names = {"question": asked.code, "value": value, "row": row}
    if asked.kind == Kind.MATRIX and row not in {one.code for one in asked.rows.all()}:
        return (
            _("The condition looks at a row that %(question)s does not have: %(row)s.")
            % names
        )
    if condition["operator"] in {conditions.ANSWERED, conditions.NOT_ANSWERED}:
        return None
    if not _can_be_answered(asked, value):
        return (
            _("The condition waits for “%(value)s”, which %(question)s cannot answer.")
            % names
        )
    return None


def _can_be_answered(asked: Question, value: Any) -> bool:
    if asked.kind in Question.KINDS_WITH_CHOICES:
        codes = {one.code for one in asked.choices.all()}
        return value in codes or (asked.has_other and value == "other")
    if asked.kind == Kind.RATING:
        return value in asked.scale
    return value not in (None, "")


def _check_reach(survey: Survey) -> Iterator[Finding]:
    reach = Reach(survey)
    for page in survey.pages.all():
        if not reach.reaches(page):
            message = _("Nobody can reach this page: its conditions never hold.")
            yield _finding(survey, page, message)
            continue
        for question in page.questions.all():
            if not reach.reaches(question):
                message = _(
                    "Nobody can reach this question: its conditions never hold."
                )
                yield _finding(survey, question, message)


# Texts


def _check_texts(survey: Survey) -> Iterator[Finding]:
    for text in texts_of(survey):
        missing = [code for code in survey.languages if text.is_missing(code)]
        if missing:
            yield Finding(
                place=text.place,
                message=_missing(text, missing),
                address=translation_address(survey, text, missing[0]),
                is_blocking=text.is_needed,
                part=text.part,
            )


def _missing(text: Text, codes: list[str]) -> str:
    names = {"text": text.field_name, "languages": language_list(codes)}
    return _("“%(text)s” is not written in %(languages)s.") % names


def language_list(codes: list[str]) -> str:
    """Return the names of languages, each in itself, as a list in the page's own."""
    comma = languages.current().comma
    return f"{comma} ".join(languages.BY_CODE[code].endonym for code in codes)


def translation_address(survey: Survey, text: Text, code: str) -> str:
    """Return where a text is written in one language."""
    address = reverse("surveys:desk-survey-translation", args=[survey.pk])
    return f"{address}?target={code}&text={text.key}#{field_id(text)}"


def wording_address(survey: Survey, part: Part | None) -> str:
    """Return where a part's wording is corrected, in the page's language if it can be.

    A part without a text of its own leads to the texts of the whole survey.
    """
    own = languages.current().code
    code = own if own in survey.languages else (survey.languages or [own])[0]
    address = reverse("surveys:desk-survey-translation", args=[survey.pk])
    query = f"source={code}&target={code}"
    if not isinstance(part, Page | Question) or not part.pk:
        return f"{address}?{query}"
    field = "text" if isinstance(part, Question) else "title"
    text = Text(part, field, place_of(part))
    return f"{address}?{query}&text={text.key}#{field_id(text)}"


def field_id(text: Text) -> str:
    """The id of a text's field on the page of translation."""
    return f"id_{text.key}"


def _number(value: int) -> str:
    return numbers.number(value, languages.current())
