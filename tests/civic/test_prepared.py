import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from civic import prepared
from civic.models import District

NAMED = "SELECT code FROM civic_district WHERE position = %(position)s"
PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


def number_prepared(statement: str) -> int:
    return prepared.fetch_one(PREPARED, [statement.split("%", maxsplit=1)[0] + "%"])[0]


@pytest.fixture
def districts(transactional_db):
    for position, code in enumerate(("north", "south"), start=1):
        District.objects.create(code=code, position=position, name=code)


def test_statement_returns_its_first_row_or_none(districts):
    rows = [prepared.fetch_one(NAMED, {"position": each}) for each in (1, 2, 3)]
    assert rows == [("north",), ("south",), None]


def test_statement_is_prepared_once_for_each_connection(districts):
    for position in (1, 2, 1):
        prepared.fetch_one(NAMED, {"position": position})
    assert number_prepared(NAMED) == 1


def test_djangos_own_statements_are_not_prepared(districts):
    for _ in range(10):
        District.objects.filter(position=1).first()
    assert number_prepared('SELECT "civic_district"') == 0


def test_errors_are_djangos(districts):
    insert = "INSERT INTO civic_district (code) VALUES (%s) RETURNING id"
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.fetch_one(insert, [None])
    with pytest.raises(ProgrammingError), transaction.atomic():
        prepared.fetch_one("SELECT nothing", [])


def test_statement_belongs_to_the_transaction_around_it(districts):
    delete = "DELETE FROM civic_district WHERE position = %s RETURNING code"
    with transaction.atomic():
        prepared.fetch_one(delete, [1])
        transaction.set_rollback(True)
    assert District.objects.count() == 2


def test_a_pooler_that_keeps_no_statements_gets_none(districts, settings):
    unlike_others = NAMED.replace("code", "position")  # a pool keeps connections
    settings.DATABASE_PREPARES = False
    prepared.fetch_one(unlike_others, {"position": 1})
    settings.DATABASE_PREPARES = True
    assert number_prepared(unlike_others) == 0


def test_counted_queries_are_seen(districts, django_assert_num_queries):
    with django_assert_num_queries(1):
        prepared.fetch_one(NAMED, {"position": 1})
    assert not connection.force_debug_cursor
