"""Tables of residents: one in force, the others kept, and nothing stored by half."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from civic.models import Activity
from engagement.actions.population import import_population, put_in_force
from engagement.models import PopulationCount, PopulationTable
from engagement.population import Residents, rows_of, table_in_force
from tests.engagement.residents import population
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db


def test_imported_table_is_in_force_and_the_last_one_kept(editor):
    DistrictFactory(code="west")
    first = population(districts={"west": 5}, actor=editor)
    second = population(districts={"west": 6}, ages={"65-": 2}, actor=editor)

    assert table_in_force() == second
    assert list(PopulationTable.objects.all()) == [second, first]
    assert rows_of(first) == [Residents("west", "", "", 5)]
    assert sorted(rows_of(second)) == [
        Residents("", "", "65-", 2),
        Residents("west", "", "", 6),
    ]
    assert second.imported_by == editor
    told = Activity.objects.filter(verb="imported_population").first()
    assert told.details == {"rows": 2, "year": 2024}


def test_import_names_a_district_that_is_gone_and_stores_nothing():
    table = PopulationTable(source_en="Census", year=2024)

    with pytest.raises(ValidationError) as refusal:
        import_population(table, rows=[Residents("gone", "", "", 1)], actor=None)

    assert refusal.value.messages == [
        "There is no district “gone”. Write its code or its name."
    ]
    assert not PopulationTable.objects.exists()


def test_earlier_table_is_put_in_force_again_once(editor):
    first = population(languages={"en": 5})
    second = population(languages={"en": 6})

    put_in_force(first, actor=editor)
    put_in_force(first, actor=editor)

    assert table_in_force() == first
    second.refresh_from_db()
    assert not second.is_in_force
    assert Activity.objects.filter(verb="put_in_force").count() == 1


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("population_names_a_group", {}),
        ("population_language_known", {"language": "xx"}),
        ("population_age_group_known", {"age_group": "0-99"}),
        ("population_group_once", {"language": "en"}),
    ],
)
def test_count_of_no_known_group_or_twice_is_refused(constraint, fields):
    table = population(languages={"en": 5})

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PopulationCount.objects.create(table=table, people=1, **fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("population_one_in_force", {"is_in_force": True, "year": 2024}),
        ("population_year_plausible", {"year": 24}),
    ],
)
def test_second_table_in_force_and_implausible_year_are_refused(constraint, fields):
    population(languages={"en": 5})

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PopulationTable.objects.create(source_en="Census", **fields)
