"""A survey's definition as an XLSForm that other tools read too.

What XLSForm has no column for stands in columns of our own (``portal_…``), which other
tools pass over, so that importing the file again gives the same definition.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from civic import languages
from civic.models import District
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.definition import (
    ChoiceDefinition,
    PageDefinition,
    QuestionDefinition,
    SurveyDefinition,
    Texts,
    from_survey,
    texts_of,
)
from surveys.exchange.relevance import as_xlsform
from surveys.models import Question, Survey

Kind = Question.Kind
Cells = dict[str, object]
OTHER = "other"
RESERVED = {"meta", "data", "instanceid", "instancename", "page"}

TYPES = {
    Kind.SINGLE: "select_one",
    Kind.DROPDOWN: "select_one",
    Kind.MULTIPLE: "select_multiple",
    Kind.RANKING: "rank",
    Kind.RATING: "range",
    Kind.DATE: "date",
    Kind.SHORT_TEXT: "text",
    Kind.LONG_TEXT: "text",
    Kind.CONSENT: "acknowledge",
    Kind.INFORMATION: "note",
}
APPEARANCES: dict[str, str] = {Kind.DROPDOWN: "minimal", Kind.LONG_TEXT: "multiline"}
COUNTED = {
    Kind.NUMBER: ".",
    Kind.MULTIPLE: "count-selected(.)",
    Kind.RANKING: "count-selected(.)",
    Kind.SHORT_TEXT: "string-length(.)",
    Kind.LONG_TEXT: "string-length(.)",
}


class Names:
    """Names in the form: unlike codes, unique over the form whatever their case."""

    def __init__(self, definition: SurveyDefinition) -> None:
        self._taken = set(RESERVED)
        self.questions = {one.code: self.make(one.code) for one in definition.questions}
        self.rows = {
            (question.code, row.code): self.make(
                f"{self.questions[question.code]}_{row.code}"
            )
            for question in definition.questions
            for row in question.rows
        }

    def make(self, wished: str) -> str:
        name, number = wished, 2
        while name.lower() in self._taken:
            name, number = f"{wished}_{number}", number + 1
        self._taken.add(name.lower())
        return name

    def of(self, code: str, row: str | None) -> list[str]:
        """The names that an expression uses for a question, or a row of a matrix."""
        if row is not None:
            return [self.rows.get((code, row), f"{code}_{row}")]
        rows = [name for (of, _row), name in self.rows.items() if of == code]
        return rows or [self.questions.get(code, code)]


class Form:
    """The rows of the sheets, in the making."""

    def __init__(
        self, definition: SurveyDefinition, districts: Iterable[ChoiceDefinition]
    ) -> None:
        self.definition = definition
        self.districts = list(districts)
        self.names = Names(definition)
        self.kinds = {one.code: one.kind for one in definition.questions}
        self.lists: dict[str, list[ChoiceDefinition]] = {}
        self._district_list = ""

    def survey(self) -> Iterator[Cells]:
        yield from self._note(
            terms.SURVEY_INTRODUCTION, "introduction", self.definition.introduction
        )
        for number, page in enumerate(self.definition.pages, 1):
            yield from self._page(number, page)
        yield from self._note(terms.SURVEY_THANKS, "thanks", self.definition.thanks)

    def choices(self) -> Iterator[Cells]:
        for name, choices in self.lists.items():
            for choice in choices:
                yield {
                    "list_name": name,
                    "name": choice.code,
                    **_labels("label", choice.label),
                    terms.EXCLUSIVE: "yes" if choice.is_exclusive else "",
                }

    def settings(self) -> Iterator[Cells]:
        definition = self.definition
        default = definition.languages[0]
        title = definition.title.get(default) or next(
            iter(definition.title.values()), "–"
        )
        yield {
            "form_title": _escaped(title),
            "form_id": "survey",
            "default_language": terms.language_name(default),
            **_labels(terms.TITLE, definition.title),
            terms.LANGUAGES: " ".join(definition.languages),
            terms.PURPOSE: definition.purpose,
            terms.RESULTS_POLICY: definition.results_policy,
            terms.SAMPLE_DESIGN: definition.sample_design,
        }

    def _relevant(self, shown_if: dict[str, Any]) -> str:
        return as_xlsform(shown_if, self.names.of, self.kinds)

    def _note(self, kind: str, wished: str, texts: Texts) -> Iterator[Cells]:
        if texts:
            yield {
                "type": "note",
                "name": self.names.make(wished),
                **_labels("label", texts),
                terms.KIND: kind,
            }

    def _page(self, number: int, page: PageDefinition) -> Iterator[Cells]:
        yield {
            "type": "begin_group",
            "name": self.names.make(f"page_{number}"),
            **_labels("label", page.title),
            "appearance": "field-list",
            "relevant": self._relevant(page.shown_if),
            terms.KIND: terms.PAGE,
        }
        yield from self._note(
            terms.PAGE_INTRODUCTION, f"page_{number}_introduction", page.introduction
        )
        for question in page.questions:
            yield from self._question(question)
        yield {"type": "end_group"}

    def _question(self, question: QuestionDefinition) -> Iterator[Cells]:
        if question.kind == Kind.MATRIX:
            yield from self._matrix(question)
            return
        yield {
            "type": self._type(question),
            **self._begin(question),
            "required": "yes" if question.is_required else "",
            "constraint": constraint(question),
            "appearance": APPEARANCES.get(question.kind, ""),
            "parameters": _parameters(question),
            terms.DECIMALS: question.decimals or "",
            **_labels(terms.MINIMUM_LABEL, question.minimum_label),
            **_labels(terms.MAXIMUM_LABEL, question.maximum_label),
        }
        if question.has_other:
            yield self._other_text(question)

    def _begin(self, question: QuestionDefinition) -> Cells:
        name = self.names.questions[question.code]
        speaks = question.speaks_of
        return {
            "name": name,
            **_labels("label", question.text),
            **_labels("hint", question.help),
            "relevant": self._relevant(question.shown_if),
            terms.KIND: question.kind,
            terms.CODE: question.code if question.code != name else "",
            terms.SPEAKS_OF: "" if speaks == Question.SpeaksOf.NONE else speaks,
        }

    def _type(self, question: QuestionDefinition) -> str:
        if question.kind == Kind.NUMBER:
            return "decimal" if question.decimals else "integer"
        if question.kind == Kind.DISTRICT:
            return self._district_type()
        kind = TYPES[Kind(question.kind)]
        if question.kind not in Question.KINDS_WITH_CHOICES:
            return kind
        choices = list(question.choices)
        if question.has_other:
            choices.append(ChoiceDefinition(OTHER, _in_every_language(other_words)))
        return f"{kind} {self._list(self.names.questions[question.code], choices)}"

    def _district_type(self) -> str:
        if not self.districts:
            return "text"
        if not self._district_list:
            self._district_list = self._list("districts", self.districts)
        return f"select_one {self._district_list}"

    def _list(self, wished: str, choices: list[ChoiceDefinition]) -> str:
        name, number = wished, 2
        while name in self.lists:
            name, number = f"{wished}_{number}", number + 1
        self.lists[name] = choices
        return name

    def _matrix(self, question: QuestionDefinition) -> Iterator[Cells]:
        choices = self._list(self.names.questions[question.code], question.choices)
        yield {
            "type": "begin_group",
            **self._begin(question),
            "appearance": "table-list",
            "parameters": "",
        }
        for row in question.rows:
            yield {
                "type": f"select_one {choices}",
                "name": self.names.rows[question.code, row.code],
                **_labels("label", row.label),
                "required": "yes" if question.is_required else "",
                "parameters": _parameters(question),
                terms.KIND: terms.ROW,
                terms.CODE: row.code,
            }
        yield {"type": "end_group"}

    def _other_text(self, question: QuestionDefinition) -> Cells:
        name = self.names.questions[question.code]
        other = {
            "match": "all",
            "conditions": [
                {
                    "question": question.code,
                    "operator": "includes" if question.kind == Kind.MULTIPLE else "is",
                    "value": OTHER,
                }
            ],
        }
        return {
            "type": "text",
            "name": self.names.make(f"{name}_other"),
            **_labels("label", _in_every_language(other_words)),
            "relevant": self._relevant(other),
            terms.KIND: terms.OTHER_TEXT,
        }


def other_words() -> str:
    return _("Other, please say")


def _in_every_language(words: Any) -> Texts:
    texts = {}
    for code in languages.CODES:
        with translation.override(code):
            texts[code] = words()
    return texts


def _escaped(text: str) -> str:
    return text.replace(terms.REFERENCE, terms.ESCAPED_REFERENCE)


def _labels(column: str, texts: Texts) -> Cells:
    return {
        f"{column}::{terms.language_name(code)}": _escaped(texts.get(code, ""))
        for code in languages.CODES
    }


def _parameters(question: QuestionDefinition) -> str:
    if question.kind == Kind.RATING:
        return f"start={question.minimum} end={question.maximum} step=1"
    return "randomize=true" if question.is_randomized else ""


def constraint(question: QuestionDefinition) -> str:
    """The limits of the answer as an expression."""
    subject = COUNTED.get(Kind(question.kind))
    parts = []
    if subject and question.minimum is not None:
        parts.append(f"{subject} >= {question.minimum}")
    if subject and question.maximum is not None:
        parts.append(f"{subject} <= {question.maximum}")
    if question.earliest_on:
        parts.append(f". >= date('{question.earliest_on.isoformat()}')")
    if question.latest_on:
        parts.append(f". <= date('{question.latest_on.isoformat()}')")
    parts += [
        f"(not(selected(., '{choice.code}')) or count-selected(.) = 1)"
        for choice in question.choices
        if choice.is_exclusive
    ]
    return " and ".join(parts)


def workbook(
    definition: SurveyDefinition, districts: Iterable[ChoiceDefinition] = ()
) -> bytes:
    """Return the XLSForm of ``definition`` as the bytes of an .xlsx file.

    ``districts`` are offered where the survey asks for the district.
    """
    import openpyxl  # noqa: PLC0415 - takes long to load, and few requests need it

    form = Form(definition, districts)
    book = openpyxl.Workbook(write_only=True)
    for title in ("survey", "choices", "settings"):
        rows = list(getattr(form, title)())
        header = dict.fromkeys(name for row in rows for name in row)
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        page.append([_cell(page, name) for name in header or ["list_name", "name"]])
        for row in rows:
            page.append([_cell(page, row.get(name, "")) for name in header])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsform_of(survey: Survey) -> bytes:
    """Return the XLSForm of a stored survey; needs ``with_questions``."""
    districts = District.objects.all() if survey.asks_district else []
    choices = [ChoiceDefinition(one.code, texts_of(one, "name")) for one in districts]
    return workbook(from_survey(survey), choices)


def _cell(page: Any, value: object) -> Any:
    """Return a cell that no spreadsheet program takes for a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above

    if value == "":
        return None
    cell = WriteOnlyCell(page, value=str(value))
    cell.data_type = "s"
    return cell
