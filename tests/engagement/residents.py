"""Tables of residents in few words."""

from civic.age_groups import AgeGroup
from civic.languages import CODES
from civic.models import District
from engagement.actions.population import import_population
from engagement.models import PopulationTable
from engagement.population import Residents

ADDRESS = "/en/desk/events/coverage/population/"


def csv_file(*rows: str, header: str = "district,language,age,people") -> bytes:
    return "\n".join([header, *rows]).encode()


def whole_file(districts: dict[str, int], people: int = 100) -> bytes:
    """A file without gaps: the districts, and the same number in all other groups."""
    return csv_file(
        *(f"{code},,,{number}" for code, number in districts.items()),
        *(f",{code},,{people}" for code in CODES),
        *(f",,{code},{people}" for code in AgeGroup.values),
    )


def population(
    *, districts=None, languages=None, ages=None, actor=None, **fields
) -> PopulationTable:
    """A table in force with the margins that are given, by code."""
    rows = [
        *(Residents(code, "", "", n) for code, n in (districts or {}).items()),
        *(Residents("", code, "", n) for code, n in (languages or {}).items()),
        *(Residents("", "", code, n) for code, n in (ages or {}).items()),
    ]
    values = {"source_en": "City census", "source_fa": "سرشماری شهر", "year": 2024}
    table = PopulationTable(**values | fields)
    return import_population(table, rows=rows, actor=actor)


def same_everywhere(people: int = 1000) -> dict[str, int]:
    return {one.code: people for one in District.objects.all()}
