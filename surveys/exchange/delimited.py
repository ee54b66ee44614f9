"""Responses as CSV: UTF-8 with a byte order mark, without which Excel garbles it.

The first line holds the columns' names. Dates are ISO, numbers have Latin digits and
a point. A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from collections.abc import Iterator

from psycopg.sql import SQL

from surveys.exchange.selection import CONTROLS, Selection, copied, query

BYTE_ORDER_MARK = "\ufeff"


def csv_pieces(selection: Selection) -> Iterator[bytes]:
    """Yield the file piece by piece, at flat memory whatever its size."""
    names = ",".join(column.name for column in selection.columns)
    yield f"{BYTE_ORDER_MARK}{names}\n".encode()
    statement = query(selection, is_labeled=not selection.has_codes, is_guarded=True)
    for piece in copied(SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(statement)):
        # Single bytes in UTF-8, so this cannot cut a character in two.
        yield piece.translate(None, CONTROLS.encode())
