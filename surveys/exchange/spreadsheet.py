"""Responses as XLSX: days are dates, numbers are numbers, no text is a formula.

A sheet holds 1,048,576 rows; more responses go on in further sheets. The last sheet
says what the columns mean.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from civic import languages
from surveys.exchange.columns import Column
from surveys.exchange.selection import STARTS_FORMULA, Selection, query, rows

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

ROWS_PER_SHEET = 1_048_576
LONGEST_CELL = 32_767
FIRST_YEAR_OF_EXCEL = 1900
# What XML cannot hold; half a surrogate pair cannot even be encoded.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def write_xlsx(selection: Selection, file: IO[bytes]) -> int:
    """Write the workbook; return the number of rows, the names' not counted."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes long, needed seldom

    workbook = Workbook(write_only=True)
    statement = query(selection, is_labeled=not selection.has_codes)
    with override(selection.language):
        written = _write_responses(workbook, selection, rows(statement))
        fill(new_sheet(workbook, _("Columns")), _explanation(selection))
    workbook.save(file)
    return written


def _write_responses(workbook: Any, selection: Selection, found: Iterable) -> int:
    columns = selection.columns
    names = [column.name for column in columns]
    written, sheet = 0, None
    for row in found:
        if sheet is None or written % (ROWS_PER_SHEET - 1) == 0:
            sheet = _sheet(workbook, names)
        written += 1
        values = (_value(c, v) for c, v in zip(columns, row, strict=True))
        sheet.append([text_cell(sheet, v) for v in values])
    if sheet is None:
        _sheet(workbook, names)
    return written


def _sheet(workbook: Any, names: list[str]) -> Any:
    number = len(workbook.worksheets) + 1
    title = _("Responses") if number == 1 else f"{_('Responses')} {number}"
    sheet = new_sheet(workbook, title)
    sheet.append(names)
    return sheet


def new_sheet(workbook: Any, title: str, *, first_cell: str = "A2") -> Any:
    """Add a sheet in the current language's direction, scrolling from that cell on.

    It must be said before the first line: that one begins the file.
    """
    sheet = workbook.create_sheet(title)
    sheet.sheet_view.rightToLeft = languages.current().direction == "rtl"
    sheet.freeze_panes = first_cell
    return sheet


def _value(column: Column, value: Any) -> Any:
    if column.shape.is_date and value is not None:
        return day(value)
    return value


def day(text: str) -> dt.date | str:
    """Return the day of an ISO date, or the text where a sheet has no such day."""
    with suppress(ValueError):
        found = dt.date.fromisoformat(text)
        return found if found.year >= FIRST_YEAR_OF_EXCEL else text
    return text


def text_cell(sheet: "WriteOnlyWorksheet", value: Any) -> Any:
    """Return a value that openpyxl writes as it is: text always as text."""
    if not isinstance(value, str):
        return int(value) if _is_whole(value) else value
    text = NOT_XML.sub("", value)[:LONGEST_CELL]
    if not text.startswith(tuple(STARTS_FORMULA)):
        return text
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see write_xlsx

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    # Else it becomes a formula as soon as somebody edits the cell.
    cell.quotePrefix = True
    return cell


def _is_whole(value: object) -> bool:
    return isinstance(value, Decimal) and value == value.to_integral_value()


def fill(sheet: "WriteOnlyWorksheet", lines: Iterable[Iterable[Any]]) -> None:
    """Append lines of text and numbers."""
    for line in lines:
        sheet.append([text_cell(sheet, value) for value in line])


def _explanation(selection: Selection) -> Iterator[list[str]]:
    yield [_("Column"), _("Meaning"), _("Values")]
    for column in selection.columns:
        values = "; ".join(
            f"{value.code} = {selection.label(value.label)}" for value in column.values
        )
        yield [column.name, selection.label(column.label), values]
