"""A pytest plugin: after a test that committed, the rows it left are deleted.

Django truncates every table instead and then fills in content types and permissions
anew, which takes longer than most of such tests. Here what migrations wrote stays.
Whoever may not switch triggers off in the database gets Django's way.
"""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import TransactionTestCase
from psycopg.errors import InsufficientPrivilege

FROM_MIGRATIONS = [
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
]
EMPTY = """
DO $$
DECLARE
    tables text[] := ARRAY(
        SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = current_schema() AND NOT tablename = ANY ({kept})
    );
    name text;
BEGIN
    IF (SELECT max(pg_relation_size(one::regclass)) FROM unnest(tables) one) > {large}
    THEN
        EXECUTE 'TRUNCATE ' || array_to_string(tables, ', ');
    ELSE
        SET LOCAL session_replication_role = replica;
        FOREACH name IN ARRAY tables LOOP
            EXECUTE 'DELETE FROM ' || name;
        END LOOP;
    END IF;
END $$
"""
LARGE = 500_000  # bytes, from which on rows deleted before make a table slow


def delete_rows() -> None:
    kept = f"ARRAY{FROM_MIGRATIONS}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EMPTY.format(kept=kept, large=LARGE))


@pytest.fixture(autouse=True, scope="session")
def quick_emptying():
    truncate_all = TransactionTestCase._fixture_teardown

    def empty(self: TransactionTestCase) -> None:
        try:
            delete_rows()
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            truncate_all(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield
