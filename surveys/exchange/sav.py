"""Responses as an SPSS file: codes as values, with their labels in one language.

What was not answered is missing: empty text, or a number without value. Where codes
stand, codes of their own say why, and are declared as missing. Unlike the other formats
it is made in memory as a whole, as SPSS wants widths known beforehand.
"""

import datetime as dt
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils.translation import override
from psycopg.sql import SQL

from surveys.exchange.columns import Column, Shape
from surveys.exchange.missing import (
    NOT_ANSWERED,
    NOT_SHOWN,
    Reason,
    missing_values,
    reasons,
    says_why,
)
from surveys.exchange.selection import CONTROLS, Selection, query, rows
from surveys.models import Collector, Question

# In bytes of UTF-8, by the definition of the format.
LONGEST_TEXT = 32_767
LONGEST_VARIABLE_LABEL = 255
LONGEST_VALUE_LABEL = 120

_WITHOUT_CONTROLS = dict.fromkeys(map(ord, CONTROLS))

MISSING = (NOT_SHOWN, NOT_ANSWERED)
ORDINAL = {Shape.SCALE, Shape.RANK}
SCALE = {Shape.NUMBER, Shape.DATE, Shape.OWN_DATE, Shape.OWN_NUMBER}


def write_sav(selection: Selection, path: Path) -> int:
    """Write the file; return the number of rows."""
    import pandas  # noqa: PLC0415 - takes a second, needed seldom
    import pyreadstat  # noqa: PLC0415 - it loads pandas

    columns = selection.columns
    series = _series(selection)
    frame = pandas.DataFrame(
        {
            column.name: pandas.Series(values, dtype=_dtype(column))
            for column, values in zip(columns, series, strict=True)
        }
    )
    with override(selection.language):
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=_cut(selection.survey.title, 64),
            column_labels={
                column.name: _cut(selection.label(column.label), LONGEST_VARIABLE_LABEL)
                for column in columns
            },
            variable_value_labels=_labels(selection),
            missing_ranges={
                column.name: [_stored(column, code) for code in MISSING]
                for column in columns
                if says_why(column)
            },
            variable_measure={column.name: _measure(column) for column in columns},
            variable_format=dict(_formats(columns)),
            row_compress=True,
        )
    return len(frame)


def _series(selection: Selection) -> list[list[Any]]:
    """Return the values of each column."""
    columns = selection.columns
    series: list[list[Any]] = [[] for _column in columns]
    readers = [_reader(column) for column in columns]
    fillers = [_filler(column) for column in columns]
    find_reasons = reasons(selection.versions)
    more = (SQL("r.survey_id"), SQL("r.answers::text"))
    for *row, survey_id, answers in rows(query(selection, is_labeled=False, more=more)):
        reason = find_reasons(survey_id, answers)
        for values, reader, filler, value in zip(
            series, readers, fillers, row, strict=True
        ):
            values.append(filler(reason) if value is None else reader(value))
    return series


def _filler(column: Column) -> Callable[[Reason], Any]:
    """Return what gives the value of a cell that has none."""
    if not says_why(column):
        return lambda _reason: None
    codes = {code: _stored(column, code) for code in MISSING}
    if column.shape == Shape.TICK:  # shown, and left alone
        codes[NOT_ANSWERED] = 0.0
    return lambda reason: codes[reason(column)]


def _stored(column: Column, code: int | str) -> float | str:
    return float(code) if column.shape.is_number else str(code)


def _reader(column: Column) -> Callable[[Any], Any]:
    if column.shape.is_number:
        return float
    if column.shape.is_date:
        return _day
    if column.shape.is_free:
        return _words
    return sys.intern  # codes repeat: one text for all of them


def _words(text: str) -> str:
    return _cut(text.translate(_WITHOUT_CONTROLS), LONGEST_TEXT)


def _day(text: str) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return None


def _dtype(column: Column) -> str:
    return "float64" if column.shape.is_number else "object"


def _cut(text: str, most: int) -> str:
    """Return what fits into ``most`` bytes, without half a character."""
    encoded = text.encode("utf-8", "ignore")
    return encoded[:most].decode("utf-8", "ignore")


def _labels(selection: Selection) -> dict[str, dict[Any, str]]:
    found = {
        column.name: _value_labels(column, selection) for column in selection.columns
    }
    collectors = Collector.objects.filter(survey__in=selection.versions)
    found["response_collector"] = {
        one.slug: _cut(str(one), LONGEST_VALUE_LABEL) for one in collectors
    }
    return {name: labels for name, labels in found.items() if labels}


def _value_labels(column: Column, selection: Selection) -> dict[Any, str]:
    missing = missing_values() if says_why(column) else ()
    return {
        _stored(column, value.code): _cut(
            selection.label(value.label), LONGEST_VALUE_LABEL
        )
        for value in (*column.values, *missing)
    }


def _measure(column: Column) -> str:
    if column.shape in ORDINAL:
        return "ordinal"
    return "scale" if column.shape in SCALE else "nominal"


def _formats(columns: list[Column]) -> "list[tuple[str, str]]":
    formats = []
    for column in columns:
        if column.shape.is_date:
            formats.append((column.name, "DATE11"))
        elif column.shape.is_number:
            formats.append((column.name, f"F10.{_decimals(column)}"))
    return formats


def _decimals(column: Column) -> int:
    question = column.question
    is_amount = question is not None and question.kind == Question.Kind.NUMBER
    return question.decimals if is_amount and question else 0
