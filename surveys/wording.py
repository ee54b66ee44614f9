"""All texts of a survey in the order in which a person meets them.

Each has its place, such as “question:KIND” or “choice:KIND:safe”, and its key, which
is the place with the field: “question:KIND.text”. Places are those of WordingChange.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from django.db.models import CharField, TextField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from civic import languages, numbers
from surveys.models import Choice, Page, Question, QuestionRow, Survey

Part = Survey | Page | Question | Choice | QuestionRow


@dataclass(frozen=True)
class Text:
    """One text of a survey in all its languages; ``needed`` ones must not be empty."""

    part: Part
    field: str
    place: str
    is_needed: bool = False
    page: int = 0  # the number of its page; 0 is the survey itself

    @property
    def key(self) -> str:
        return f"{self.place}.{self.field}"

    @property
    def place_name(self) -> str:
        return place_name(self.place)

    @property
    def _model_field(self) -> CharField | TextField:
        return cast(CharField | TextField, self.part._meta.get_field(self.field))

    @property
    def field_name(self) -> str:
        """What the field is called to people: “Question”, “Help”, “Label”."""
        return capfirst(str(self._model_field.verbose_name))

    @property
    def is_of_section(self) -> bool:
        """Whether it belongs to the survey itself or to a page of it."""
        return not self.place.startswith(("question:", "choice:", "row:"))

    @property
    def is_long(self) -> bool:
        return self.field in {"introduction", "thanks", "help"}

    @property
    def longest(self) -> int | None:
        """How many characters fit; None where there is no limit."""
        return self._model_field.max_length

    def wording(self, code: str) -> str:
        """The text in one language, or "" where it is not written."""
        return getattr(self.part, build_localized_fieldname(self.field, code)) or ""

    def original(self, code: str) -> tuple[str, languages.Language]:
        """The text in one language, or else in the first that has it."""
        for language in (languages.BY_CODE[code], *languages.LANGUAGES):
            if self.wording(language.code).strip():
                return self.wording(language.code), language
        return "", languages.BY_CODE[code]

    @property
    def is_written(self) -> bool:
        """Whether it is written in any language."""
        return any(self.wording(code).strip() for code in languages.CODES)

    @property
    def is_due(self) -> bool:
        """Whether readers of every language should find it: needed, or written."""
        return self.is_needed or self.is_written

    def is_missing(self, code: str) -> bool:
        return self.is_due and not self.wording(code).strip()

    def must_stay(self, survey: Survey, code: str) -> bool:
        """Whether readers of a published survey need it in a language, and have it."""
        is_demanded = self.is_needed and code in survey.languages
        is_published = survey.status != Survey.Status.DRAFT
        return is_published and is_demanded and not self.is_missing(code)


def texts_of(survey: Survey) -> list[Text]:
    """Return all texts in their order; needs ``with_questions``."""
    return [
        Text(survey, "title", "survey", is_needed=True),
        Text(survey, "introduction", "survey"),
        *(text for page in survey.pages.all() for text in texts_of_page(page)),
        Text(survey, "thanks", "survey"),
    ]


def texts_of_page(page: Page) -> Iterator[Text]:
    place = f"page:{page.position}"
    yield Text(page, "title", place, page=page.position)
    yield Text(page, "introduction", place, page=page.position)
    for question in page.questions.all():
        for text in texts_of_question(question):
            yield replace(text, page=page.position)


def texts_of_question(question: Question) -> Iterator[Text]:
    place = f"question:{question.code}"
    yield Text(question, "text", place, is_needed=True)
    yield Text(question, "help", place)
    if question.kind == Question.Kind.RATING:
        yield Text(question, "minimum_label", place)
        yield Text(question, "maximum_label", place)
    for row in question.rows.all():
        yield Text(row, "label", f"row:{question.code}:{row.code}", is_needed=True)
    for choice in question.choices.all():
        place = f"choice:{question.code}:{choice.code}"
        yield Text(choice, "label", place, is_needed=True)


def place_of(part: Part) -> str:
    """Return the place of a survey, page, question, choice or row."""
    if isinstance(part, Survey):
        return "survey"
    if isinstance(part, Page):
        return f"page:{part.position}"
    if isinstance(part, Question):
        return f"question:{part.code}"
    kind = "choice" if isinstance(part, Choice) else "row"
    return f"{kind}:{part.question.code}:{part.code}"


def place_name(place: str) -> str:
    """Return the words for a place: “Page 2”, “Question KIND, choice safe”."""
    kind, _colon, rest = place.partition(":")
    code, _colon, inner = rest.partition(":")
    if kind == "page":
        shown = numbers.number(int(code), languages.current())
        return _("Page %(number)s") % {"number": shown}
    names = {"question": code, "code": inner}
    if kind == "question":
        return _("Question %(question)s") % names
    if kind == "choice":
        return _("Question %(question)s, choice %(code)s") % names
    if kind == "row":
        return _("Question %(question)s, row %(code)s") % names
    return _("The survey itself")


def must_stay_message(name: str, code: str) -> str:
    """Say that a text of a published survey cannot be emptied in a language."""
    return _(
        "This survey is published in %(language)s, so “%(name)s” cannot be empty. "
        "Write it, or keep what was there."
    ) % {"language": languages.BY_CODE[code].endonym, "name": name}


@dataclass(frozen=True)
class Completeness:
    """How many of a survey's texts are there in one language."""

    language: languages.Language
    texts: int
    missing: int
    is_chosen: bool  # whether the survey is published in it

    @property
    def written(self) -> int:
        return self.texts - self.missing

    @property
    def share(self) -> float:
        return self.written / self.texts if self.texts else 1.0


def completeness(survey: Survey) -> list[Completeness]:
    """Return for each language how many of the due texts it has.

    A text is due if it is needed, or written in any language.
    """
    due = [text for text in texts_of(survey) if text.is_due]
    return [
        Completeness(
            language=language,
            texts=len(due),
            missing=sum(text.is_missing(language.code) for text in due),
            is_chosen=language.code in survey.languages,
        )
        for language in languages.LANGUAGES
    ]


def text_at(survey: Survey, key: str) -> Text | None:
    """Return the text with this key, if the survey has it."""
    return next((text for text in texts_of(survey) if text.key == key), None)


def first_written_language(survey: Survey) -> str:
    """Return the first language in which the survey's title is written."""
    title = Text(survey, "title", "survey")
    written = (code for code in languages.CODES if title.wording(code).strip())
    return next(written, languages.CODES[0])
