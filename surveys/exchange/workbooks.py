"""Spreadsheets made by others, read as text: nothing in them is computed or executed.

Every limit is checked before the work that it limits.
"""

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from civic import languages, numbers
from civic.texts import tidy
from surveys.exchange.findings import Findings, ImportRefused, Outcome

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_SHEETS = 30
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 60_000
MOST_SCANNED = 2_000_000
FIRST_ROWS = 50
Numbered = tuple[int, list[str]]

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Row:
    """One row that is not empty; ``number`` as the spreadsheet program shows it."""

    number: int
    cells: list[str]


@dataclass
class Sheet:
    name: str
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def refuse_if_too_large(size: int) -> None:
    if size > MOST_BYTES:
        raise ImportRefused(
            _(
                "The file has %(size)s MB, and at most %(most)s MB are read. Please "
                "take out what is not part of the questionnaire."
            )
            % {"size": _shown(-(-size // 2**20)), "most": _shown(MOST_BYTES // 2**20)}
        )
    if size == 0:
        raise ImportRefused(_("The file is empty. Please choose another."))


def read(
    content: bytes, findings: Findings, *, wanted: Collection[str]
) -> dict[str, Sheet]:
    """Return the sheets of an .xlsx or .xls file by their name in small letters.

    Of sheets that are not ``wanted`` only the first rows are read.
    """
    refuse_if_too_large(len(content))
    if content.startswith(ZIP):
        sheets = _read_xlsx(content, findings, wanted)
    elif content.startswith(OLE):
        sheets = _read_xls(content, wanted)
    else:
        raise ImportRefused(
            _("This is no spreadsheet. Please choose an .xlsx or .xls file.")
        )
    return {sheet.name: sheet for sheet in sheets}


def _shown(number: int) -> str:
    return numbers.number(number, languages.current())


def _unreadable() -> ImportRefused:
    return ImportRefused(
        _(
            "This spreadsheet cannot be read: it is damaged, or not what its name "
            "says. Please open it in a spreadsheet program, save it again and try "
            "once more."
        )
    )


def _encrypted() -> ImportRefused:
    return ImportRefused(
        _("This file is locked with a password. Please save it without one.")
    )


# .xlsx


def _read_xlsx(
    content: bytes, findings: Findings, wanted: Collection[str]
) -> list[Sheet]:
    import openpyxl  # noqa: PLC0415 - takes long to load, and few requests need it

    _refuse_bombs(content)
    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, keep_links=False
        )
        pages = [one for one in workbook.worksheets if hasattr(one, "iter_rows")]
        _refuse_many_sheets(len(pages))
        counter = _Counter(wanted)
        return [
            _sheet(page.title, _xlsx_rows(page, findings), counter) for page in pages
        ]
    except ImportRefused:
        raise
    except Exception as error:  # whatever the library trips over in a hostile file
        raise _unreadable() from error


def _refuse_bombs(content: bytes) -> None:
    """Refuse a file that unpacks to far more than it is, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise ImportRefused(
                    _(
                        "Unpacked, this file is far too large for a questionnaire. "
                        "Please take out what is not part of it."
                    )
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _refuse_declarations(archive.read(part))
    except ImportRefused:
        raise
    except Exception as error:  # damaged archives raise errors of many kinds
        raise _unreadable() from error


def _refuse_declarations(document: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ParseFile(io.BytesIO(document))


def _refuse_doctype(*_declaration: object) -> None:
    raise _unreadable()


def _xlsx_rows(page: Any, findings: Findings) -> Iterator[Numbered]:
    page.reset_dimensions()
    scanned = 0
    for number, cells in enumerate(page.iter_rows(), 1):
        scanned += len(cells) + 1
        if scanned > MOST_SCANNED:  # far cells without anything in them
            raise _unreadable()
        texts = [_text(cell.value) for cell in cells]
        for cell, text in zip(cells, texts, strict=True):
            if cell.data_type == "f":
                place = f"{page.title}!{cell.coordinate}"
                findings.add(page.title, number, place, text, Outcome.FORMULA)
        yield number, texts


# .xls


def _read_xls(content: bytes, wanted: Collection[str]) -> list[Sheet]:
    import xlrd  # noqa: PLC0415 - few requests need it

    if ENCRYPTED in content:
        raise _encrypted()
    try:
        workbook = xlrd.open_workbook(
            file_contents=content, ragged_rows=True, logfile=io.StringIO()
        )
        _refuse_many_sheets(workbook.nsheets)
        counter = _Counter(wanted)
        return [
            _sheet(page.name, _xls_rows(page, workbook.datemode), counter)
            for page in workbook.sheets()
        ]
    except ImportRefused:
        raise
    except Exception as error:  # whatever the library trips over in a hostile file
        if "encrypt" in str(error).lower():
            raise _encrypted() from error
        raise _unreadable() from error


def _xls_rows(page: Any, datemode: int) -> Iterator[Numbered]:
    for index in range(page.nrows):
        yield index + 1, [_xls_text(cell, datemode) for cell in page.row(index)]


def _xls_text(cell: Any, datemode: int) -> str:
    import xlrd  # noqa: PLC0415 - few requests need it

    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _text(xlrd.xldate_as_datetime(cell.value, datemode))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    return _text(cell.value)


# Both


@dataclass
class _Counter:
    wanted: Collection[str]
    cells: int = 0

    def of(self, name: str, rows: Iterable[Numbered]) -> Iterable[Numbered]:
        return rows if name in self.wanted else islice(rows, FIRST_ROWS)


def _refuse_many_sheets(number: int) -> None:
    if number > MOST_SHEETS:
        raise ImportRefused(
            _("The file has %(number)s sheets, and at most %(most)s are read.")
            % {"number": _shown(number), "most": _shown(MOST_SHEETS)}
        )


def _sheet(name: str, rows: Iterable[Numbered], counter: _Counter) -> Sheet:
    sheet = Sheet(name.strip().lower())
    for number, cells in counter.of(sheet.name, rows):
        if not any(cells):
            continue
        _refuse_beyond_limits(name, number, cells, counter)
        if sheet.header:
            sheet.rows.append(Row(number, cells))
        else:
            sheet.header = cells
    return sheet


def _refuse_beyond_limits(
    name: str, number: int, cells: list[str], counter: _Counter
) -> None:
    counter.cells += sum(bool(text) for text in cells)
    words = {"sheet": name, "row": _shown(number)}
    if number > MOST_ROWS or counter.cells > MOST_CELLS:
        raise ImportRefused(
            _(
                "Sheet “%(sheet)s” has too much in it: reading stopped at row %(row)s. "
                "At most %(rows)s rows and %(cells)s filled cells are read."
            )
            % (words | {"rows": _shown(MOST_ROWS), "cells": _shown(MOST_CELLS)})
        )
    if any(cells[MOST_COLUMNS:]):
        raise ImportRefused(
            _(
                "Sheet “%(sheet)s”, row %(row)s: there is something beyond column "
                "%(most)s, and no more are read. Please take it out."
            )
            % (words | {"most": _shown(MOST_COLUMNS)})
        )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return value.isoformat().removesuffix("T00:00:00")
    return tidy(str(value)).strip()
