"""Statements that a submission runs each time: parsed and planned once a connection.

Django puts parameters into the text of a statement, so the database reads and plans
it anew every time. For the few statements on the way of every answer that is a third
of their cost.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

Parameters = Sequence[Any] | Mapping[str, Any]


def fetch_one(statement: str, parameters: Parameters) -> tuple[Any, ...] | None:
    """Run ``statement`` and return its first row, or None if it has none.

    Errors are Django's, as with its own cursors. Where queries are counted or wrapped,
    or a pooler before the database cannot keep statements, Django's cursor runs it.
    """
    is_watched = connection.queries_logged or connection.execute_wrappers
    if is_watched or not settings.DATABASE_PREPARES:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        raw.prepare_threshold = 0
        try:
            return cursor.execute(statement, parameters).fetchone()
        finally:
            raw.prepare_threshold = None
