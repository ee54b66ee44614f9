"""Who lives in the demonstration's city; all numbers are invented.

They are of the size of San José's, and of no census.
"""

from civic.management.demonstration.texts import columns
from civic.models import User
from engagement.actions.population import import_population
from engagement.models import PopulationTable
from engagement.population import Residents

YEAR = 2024
DISTRICTS = {
    "district-1": 98_400,
    "district-2": 96_100,
    "district-3": 94_700,
    "district-4": 102_300,
    "district-5": 93_600,
    "district-6": 97_800,
    "district-7": 92_900,
    "district-8": 101_500,
    "district-9": 95_200,
    "district-10": 97_500,
}
LANGUAGES = {
    "en": 451_000,
    "vi": 96_500,
    "pl": 11_200,
    "fa": 24_800,
    "it": 13_900,
    "other": 372_600,
}
AGES = {
    "0-12": 138_000,
    "13-17": 59_000,
    "18-24": 84_000,
    "25-44": 298_000,
    "45-64": 250_000,
    "65-": 141_000,
}


def load_population(staff: User | None) -> None:
    """Put the invented table in force, unless it was loaded before."""
    if PopulationTable.objects.filter(is_demonstration=True).exists():
        return
    rows = [
        *(Residents(code, "", "", people) for code, people in DISTRICTS.items()),
        *(Residents("", code, "", people) for code, people in LANGUAGES.items()),
        *(Residents("", "", code, people) for code, people in AGES.items()),
    ]
    table = PopulationTable(
        year=YEAR, is_demonstration=True, **columns("source", "population", "source")
    )
    import_population(table, rows=rows, actor=staff)
