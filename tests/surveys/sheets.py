"""Spreadsheets for the tests of imports."""

import io

import openpyxl


def xlsform(sheets: dict[str, list[list[object]]]) -> bytes:
    """The bytes of an .xlsx file with these sheets and rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def survey_of(*rows: list[object], choices: list[list[object]] | None = None) -> bytes:
    """A form whose survey sheet has a header for the columns used here."""
    header = ["type", "name", "label::English", "relevant", "constraint", "appearance"]
    sheets: dict[str, list[list[object]]] = {"survey": [header, *rows]}
    if choices is not None:
        sheets["choices"] = [["list_name", "name", "label::English"], *choices]
    return xlsform(sheets)
