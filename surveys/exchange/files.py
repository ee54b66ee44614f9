"""Responses in one of the formats, written to a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from surveys.exchange.delimited import csv_pieces
from surveys.exchange.json_lines import json_pieces
from surveys.exchange.sav import write_sav
from surveys.exchange.selection import Selection
from surveys.exchange.spreadsheet import write_xlsx
from surveys.models import Export

Format = Export.Format

# Written while they are read, at any size; the others are made as a whole.
STREAMED: dict[str, Callable[[Selection], Iterator[bytes]]] = {
    Format.CSV: csv_pieces,
    Format.JSON: json_pieces,
}
MEDIA_TYPES: dict[str, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/jsonl; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.SAV: "application/x-spss-sav",
}


def selection_of(export: Export) -> Selection:
    """Return what was asked for with ``export``."""
    return Selection(
        export.survey,
        export.language,
        has_codes=export.has_codes,
        all_versions=export.all_versions,
        with_excluded=export.with_excluded,
    )


def write(selection: Selection, file_format: str, path: Path) -> None:
    """Write the responses to ``path``, which is replaced."""
    if file_format == Format.SAV:
        write_sav(selection, path)
        return
    with path.open("wb") as file:
        if file_format == Format.XLSX:
            write_xlsx(selection, file)
        else:
            file.writelines(STREAMED[file_format](selection))


def file_name(selection: Selection, file_format: str) -> str:
    """Return a name that says what the file holds: ``community-fa-codes.csv``."""
    parts = [selection.survey.slug, selection.language]
    parts += ["codes"] if selection.has_codes else []
    parts += ["all-versions"] if selection.all_versions else []
    return f"{'-'.join(parts)}.{file_format}"
