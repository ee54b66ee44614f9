"""A table of residents out of a CSV file, as spreadsheet programs save it.

The first row names the columns: ``people``, and at least one of ``district``,
``language`` and ``age``; ``name`` is for the reader only. Groups may be written by
their code or by their name in any of the portal's languages, numbers in any digits.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from civic import languages, numbers
from civic.age_groups import AgeGroup
from civic.texts import tidy
from engagement.models.coverage import OTHER_LANGUAGE
from engagement.population import (
    AGE,
    DIMENSIONS,
    DISTRICT,
    LANGUAGE,
    LANGUAGES,
    Residents,
    groups_without_row,
    margins_of,
)
from engagement.population_groups import (
    COLUMNS,
    PEOPLE,
    PLAIN_DASHES,
    Groups,
    folded,
)

MOST_BYTES = 1024 * 1024
MOST_ROWS = 5000
MOST_PEOPLE = 100_000_000
MOST_PROBLEMS = 200
DELIMITERS = ",;\t؛"


@dataclass(frozen=True)
class Problem:
    """What is wrong; ``row`` as a spreadsheet numbers it, None for the whole file."""

    message: str
    row: int | None = None


@dataclass
class PopulationFile:
    """What a file holds: rows that can be stored, if there are no problems."""

    rows: list[Residents] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, message: str, row: int | None = None) -> None:
        self.problems.append(Problem(message, row))

    @property
    def listed(self) -> list[Problem]:
        """As many problems as anybody would read, in the order of the file."""
        return self.problems[:MOST_PROBLEMS]

    @property
    def unlisted(self) -> int:
        return len(self.problems) - len(self.listed)


def read_population(content: bytes, groups: Groups) -> PopulationFile:
    """Read all of a file, and say of each row what is wrong with it."""
    found = PopulationFile()
    rows = _table(content, found)
    columns = _columns(*rows[0], found) if rows else []
    if not found.problems:
        _read_rows(rows[1:], columns, groups, found)
    if not found.problems:
        _refuse_gaps(found, groups)
    return found


def _table(content: bytes, found: PopulationFile) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty with their numbers."""
    rows: list[tuple[int, list[str]]] = []
    if len(content) > MOST_BYTES:
        found.add(_("This file is too large to be a table of residents."))
        return rows
    try:
        text = content.decode("utf-8-sig")
        rows = list(_filled(text))
    except UnicodeDecodeError:
        found.add(
            _(
                "The letters of this file cannot be read. In your spreadsheet program "
                "save it as “CSV UTF-8”, then choose it again."
            )
        )
    except csv.Error:
        found.add(_("This is no CSV file, or it is damaged."))
    else:
        if not rows:
            found.add(_("The file is empty. Please choose another."))
        elif len(rows) > MOST_ROWS:
            found.add(
                _("The file has more than %(most)s rows: put groups together.")
                % {"most": _shown(MOST_ROWS)}
            )
    return rows


def _filled(text: str) -> Iterator[tuple[int, list[str]]]:
    if "\0" in text:
        raise csv.Error
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, row in enumerate(reader, start=1):
        cells = [tidy(cell).strip() for cell in row]
        if any(cells):
            yield number, cells


def _columns(number: int, header: list[str], found: PopulationFile) -> list[str]:
    while header and not header[-1]:
        header.pop()
    columns = [folded(name) for name in header]
    for name, column in zip(header, columns, strict=True):
        if column not in COLUMNS:
            found.add(
                _("There is no column “%(name)s” here: name the columns %(columns)s.")
                % {"name": name, "columns": _listed(COLUMNS)},
                1,
            )
        elif columns.count(column) > 1:
            found.add(
                _("Column “%(name)s” stands there twice.") % {"name": name}, number
            )
    if not found.problems and PEOPLE not in columns:
        found.add(_("The column “people” is missing."), number)
    if not found.problems and not set(columns) & set(DIMENSIONS):
        found.add(_("Add a column “district”, “language” or “age”."), number)
    return columns


def _read_rows(
    rows: Iterable[tuple[int, list[str]]],
    columns: list[str],
    groups: Groups,
    found: PopulationFile,
) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in rows:
        before = len(found.problems)
        if any(cells[len(columns) :]):
            found.add(_("This row has more cells than the first row."), number)
        written = dict(zip(columns, cells, strict=False))
        row = _row(written, groups, found, number)
        if len(found.problems) > before or row is None:
            continue
        if row.group in seen:
            found.add(
                _("The same group stands in row %(row)s already.")
                % {"row": _shown(seen[row.group])},
                number,
            )
        seen.setdefault(row.group, number)
        found.rows.append(row)


def _row(
    written: Mapping[str, str], groups: Groups, found: PopulationFile, number: int
) -> Residents | None:
    codes = {
        name: _code(name, written.get(name, ""), groups, found, number)
        for name in DIMENSIONS
    }
    people = _people(written.get(PEOPLE, ""), found, number)
    if not any(written.get(name) for name in DIMENSIONS):
        found.add(_("Name a district, a language or an age group."), number)
    return Residents(**codes, people=people or 0)


def _code(
    dimension: str, text: str, groups: Groups, found: PopulationFile, number: int
) -> str:
    code = groups.code(dimension, text)
    if code is None:
        codes = LANGUAGES if dimension == LANGUAGE else AgeGroup.values
        words = {"name": text, "codes": _listed(codes)}
        found.add(_unknown(dimension) % words, number)
    return code or ""


def _unknown(dimension: str) -> str:
    return {
        DISTRICT: _("There is no district “%(name)s”. Write its code or its name."),
        LANGUAGE: _(
            "The language “%(name)s” is not counted here: write one of %(codes)s."
        ),
        AGE: _("The age group “%(name)s” is not counted here: write one of %(codes)s."),
    }[dimension]


def _people(text: str, found: PopulationFile, number: int) -> int | None:
    plain = languages.latin_digits(text).translate(PLAIN_DASHES)
    if not text:
        found.add(_("The number of residents is missing."), number)
    elif not re.fullmatch(r"-?[0-9]{1,40}", plain):
        found.add(
            _(
                "“%(text)s” is no number of residents: write digits only, such as "
                "12500, without a sign between thousands."
            )
            % {"text": text},
            number,
        )
    elif int(plain) < 0:
        found.add(_("The number of residents cannot be below 0."), number)
    elif int(plain) > MOST_PEOPLE:
        found.add(_("So many people live in no city: check the digits."), number)
    else:
        return int(plain)
    return None


def _refuse_gaps(found: PopulationFile, groups: Groups) -> None:
    """Shares can only be compared where every group of a dimension is there."""
    if not found.rows:
        found.add(_("There is no row below the names of the columns."))
        return
    margins = margins_of(found.rows, groups.districts)
    for dimension, codes in groups_without_row(margins, groups.districts).items():
        for code in codes:
            found.add(
                _("There is no row for “%(name)s”. Write 0 if nobody lives there.")
                % {"name": groups.name(dimension, code)}
            )
    for dimension, margin in margins.items():
        if not any(margin[code] for code in margin if code != OTHER_LANGUAGE):
            found.add(
                _("All numbers of residents in the column “%(name)s” are 0.")
                % {"name": dimension}
            )


def _shown(number: int) -> str:
    return numbers.number(number, languages.current())


def _listed(codes: Iterable[str]) -> str:
    """Codes one after the other, each isolated: 0-12 reads 12-0 among Persian words."""
    page = languages.current()
    if page.direction == "rtl":
        codes = (f"\u2066{code}\u2069" for code in codes)
    return f"{page.comma} ".join(codes)
