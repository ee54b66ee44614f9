"""Responses as JSON, one object a line: the columns' names with their values.

Numbers and 0/1 are JSON numbers, days are text as ``2025-09-23``, and what was not
answered is null.
"""

from collections.abc import Iterator

from psycopg.sql import SQL

from surveys.exchange.selection import Selection, copied, query


def json_pieces(selection: Selection) -> Iterator[bytes]:
    """Yield the file piece by piece, at flat memory whatever its size."""
    statement = query(selection, is_labeled=not selection.has_codes)
    lines = SQL("COPY (SELECT row_to_json(line) FROM ({}) AS line) TO STDOUT")
    for piece in copied(lines.format(statement)):
        # COPY doubles each backslash; whole lines never end within a pair.
        yield piece.replace(b"\\\\", b"\\")
