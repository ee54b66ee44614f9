"""The columns of an XLSForm's sheet: what each holds, and in which language."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.exchange import xlsform_terms as terms
from surveys.exchange.findings import Findings, ImportRefused, Outcome
from surveys.exchange.workbooks import Sheet

ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "read_only": "readonly",
    "calculate": "calculation",
    "constraintmsg": "constraint_message",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "skip": "disabled",
}
PREFIXES = {"bind", "control", "body", "media", "instance", "jr"}
TRANSLATED = {
    "label",
    "hint",
    terms.TITLE,
    terms.MINIMUM_LABEL,
    terms.MAXIMUM_LABEL,
}
MESSAGES = {"constraint_message", "required_message"}
MEDIA = {"image", "big_image", "audio", "video", "guidance_hint"}


@dataclass(frozen=True)
class Column:
    """One column; ``language`` is None for those that are not translated."""

    index: int
    header: str
    base: str
    language: str | None = None
    is_foreign: bool = False


@dataclass
class Line:
    """A row by its columns: plain cells, texts by language, texts in foreign ones."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, base: str) -> str:
        return self.cells.get(base, "")

    def take(self, base: str) -> str:
        """Return a cell and count it as read."""
        return self.cells.pop(base, "")

    def has_texts(self, base: str) -> bool:
        return bool(self.texts.get(base)) or base in self.foreign


class Reader:
    """Reads the rows of a sheet; reports languages that the portal does not speak."""

    def __init__(self, findings: Findings, *, language: str, default: str = "") -> None:
        self.findings = findings
        self.fallback = language
        self.default = default
        self.languages: set[str] = set()

    def lines(self, sheet: Sheet, *required: str) -> list[Line]:
        """Return the sheet's rows; refuse it without the columns ``required``."""
        columns = self._columns(sheet)
        for base in required:
            if all(column.base != base for column in columns):
                raise ImportRefused(
                    _(
                        "Sheet “%(sheet)s” has no column “%(column)s” in its first "
                        "row. Please add it."
                    )
                    % {"sheet": sheet.name, "column": base}
                )
        return [self._line(row.number, row.cells, columns) for row in sheet.rows]

    def _columns(self, sheet: Sheet) -> list[Column]:
        columns: list[Column] = []
        for index, header in enumerate(sheet.header):
            if not header:
                continue
            column = self._column(sheet, index, header)
            same = [(one.base, one.language, one.is_foreign) for one in columns]
            if (column.base, column.language, column.is_foreign) in same and not (
                column.is_foreign
            ):
                self.findings.add(sheet.name, 1, header, "", Outcome.SECOND_COLUMN)
                continue
            columns.append(column)
        return columns

    def _column(self, sheet: Sheet, index: int, header: str) -> Column:
        parts = [part.strip() for part in re.split(r"::?", header)]
        while len(parts) > 1 and parts[0].lower() in PREFIXES:
            parts = parts[1:]
        base = re.sub(r"[\s-]+", "_", parts[0].lower())
        base = ALIASES.get(base, base)
        if base not in TRANSLATED | MESSAGES | MEDIA:
            return Column(index, header, base)
        name = parts[1] if len(parts) > 1 else self.default
        if base in MESSAGES | MEDIA:
            return Column(index, header, base, language=name)
        return self._translated(sheet, Column(index, header, base), name)

    def _translated(self, sheet: Sheet, column: Column, name: str) -> Column:
        language = terms.our_language(name) if name else self.fallback
        if not name:
            self.findings.add(
                sheet.name, 1, column.header, self.fallback, Outcome.LANGUAGE_TAKEN
            )
        if language is None:
            self.findings.add(
                sheet.name, 1, column.header, name, Outcome.LANGUAGE_LEFT_OUT
            )
            return Column(column.index, column.header, column.base, is_foreign=True)
        return Column(column.index, column.header, column.base, language)

    def _line(self, number: int, cells: list[str], columns: list[Column]) -> Line:
        line = Line(number)
        for column in columns:
            text = cells[column.index] if column.index < len(cells) else ""
            if not text:
                continue
            if column.base not in TRANSLATED:
                line.cells.setdefault(column.base, text)
                line.headers.setdefault(column.base, column.header)
            elif column.is_foreign:
                line.foreign.setdefault(column.base, text)
            elif column.language:
                self.languages.add(column.language)
                shown = text.replace(terms.ESCAPED_REFERENCE, terms.REFERENCE)
                line.texts.setdefault(column.base, {})[column.language] = shown
        return line
