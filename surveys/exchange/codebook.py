"""The codebook: what each column of an export means, in all languages.

It goes by the questionnaire: each question with its text, kind and condition, the
columns it makes and the values they have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from civic import languages
from surveys import conditions
from surveys.exchange.columns import Column, Shape, Texts, best, columns_of
from surveys.exchange.missing import missing_values
from surveys.exchange.spreadsheet import fill, new_sheet
from surveys.models import Page, Question, Survey


@dataclass(frozen=True)
class Entry:
    """A question, or what is known of the response itself, with its columns."""

    question: Question | None
    columns: tuple[Column, ...]
    condition: Texts

    @property
    def kind(self) -> str:
        return self.question.get_kind_display() if self.question else ""

    @property
    def versions(self) -> list[int]:
        """The versions that have any of the columns, the oldest first."""
        return sorted({number for one in self.columns for _pk, number in one.versions})

    @property
    def shown_versions(self) -> str:
        """The same in the page's digits, with commas between them."""
        language = languages.current()
        numbered = (language.with_digits(str(number)) for number in self.versions)
        return f"{language.comma} ".join(numbered)

    @property
    def shown_if(self) -> str:
        """When it is shown, in the page's language; "" for always."""
        return best(self.condition, languages.current().code)

    @property
    def column_lines(self) -> list["Line"]:
        return [
            Line(column.name, _by_language(column.label)) for column in self.columns
        ]

    @property
    def value_groups(self) -> list["Group"]:
        """The values; columns that share them, as those of a matrix, share a group."""
        groups: dict[tuple[str, ...], list[Column]] = {}
        for column in self.columns:
            codes = tuple(value.code for value in column.values)
            groups.setdefault(codes, []).append(column)
        return [
            Group(
                found[0].name if len(found) == 1 < len(self.columns) else "",
                [Line(one.code, _by_language(one.label)) for one in found[0].values],
            )
            for codes, found in groups.items()
            if codes
        ]


@dataclass(frozen=True)
class Line:
    """A column or a value with its meaning in each language."""

    code: str
    texts: list[tuple[languages.Language, str]]


@dataclass(frozen=True)
class Group:
    """The values of one column, or without a name of several."""

    name: str
    lines: list[Line]


def _by_language(texts: Texts) -> list[tuple[languages.Language, str]]:
    return [(one, texts.get(one.code, "")) for one in languages.LANGUAGES]


def codebook(versions: Sequence[Survey]) -> list[Entry]:
    """Return the entries for one survey or several versions, the newest first.

    The surveys need ``with_questions``. Raises TooManyColumns.
    """
    columns = columns_of(versions)
    said = _conditions(versions)
    entries: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        kind = column.question.kind if column.question else ""
        entries.setdefault((column.code, kind), []).append(column)
    return [
        Entry(found[0].question, tuple(found), said.get(code, {}))
        for (code, _kind), found in entries.items()
    ]


def _conditions(versions: Sequence[Survey]) -> dict[str, Texts]:
    """What the newest version that asks a question says on when it is shown."""
    said: dict[str, Texts] = {}
    for survey in reversed(versions):
        for page in survey.pages.all():
            for question in page.questions.all():
                said[question.code] = _condition(page, question, survey)
    return said


def _condition(page: Page, question: Question, survey: Survey) -> Texts:
    texts: Texts = {}
    if not page.shown_if and not question.shown_if:
        return texts
    for code in languages.CODES:
        with override(code):
            parts = (page.shown_if, question.shown_if)
            sentences = (conditions.describe(part, survey) for part in parts if part)
            texts[code] = " ".join(sentences)
    return texts


# The same as a workbook


def write_xlsx(survey: Survey, versions: Sequence[Survey], file: IO[bytes]) -> None:
    """Write the codebook: a sheet of columns and one of values, in all languages."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes long, needed seldom

    workbook = Workbook(write_only=True)
    entries = codebook(versions)
    for title, lines in (
        (_("Columns"), _column_lines(entries)),
        (_("Values"), _value_lines(entries)),
    ):
        fill(new_sheet(workbook, title, first_cell="B2"), lines)
    workbook.properties.title = survey.title
    workbook.save(file)


def _column_lines(entries: list[Entry]) -> Iterator[list[Any]]:
    yield [
        _("Column"),
        _("Question"),
        _("Kind"),
        _("Versions"),
        *_in_each_language(_("Meaning (%(language)s)")),
        *_in_each_language(_("Shown (%(language)s)")),
    ]
    for entry in entries:
        for column in entry.columns:
            yield [
                column.name,
                column.code,
                entry.kind,
                ", ".join(str(number) for number in entry.versions),
                *_row(column.label),
                *_row(entry.condition),
            ]


def _value_lines(entries: list[Entry]) -> Iterator[list[Any]]:
    yield [_("Column"), _("Value"), *_in_each_language(_("Label (%(language)s)"))]
    for entry in entries:
        for column in entry.columns:
            for value in column.values:
                is_number = column.shape.is_number and column.shape != Shape.LIST
                stored = int(value.code) if is_number else value.code
                yield [column.name, stored, *_row(value.label)]
    for value in missing_values():
        yield ["(SPSS)", int(value.code), *_row(value.label)]


def _in_each_language(heading: str) -> list[str]:
    return [heading % {"language": one.endonym} for one in languages.LANGUAGES]


def _row(texts: Texts) -> list[str]:
    return [texts.get(code, "") for code in languages.CODES]
