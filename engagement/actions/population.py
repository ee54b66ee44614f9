"""Changes of which table of residents the coverage is measured by."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from civic.activity import record
from civic.models import District, User
from engagement.models import PopulationCount, PopulationTable
from engagement.population import Residents

LOCK = 0x9E09


def _lock_tables() -> None:
    """Let others who would put a table in force wait for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def import_population(
    table: PopulationTable, *, rows: Sequence[Residents], actor: User | None
) -> PopulationTable:
    """Store a new table with its rows, and put it in force in place of the last one.

    The last one is kept. Refuses districts that are not there (any more).
    """
    districts = {one.code: one for one in District.objects.all()}
    if unknown := {row.district for row in rows} - {"", *districts}:
        raise ValidationError(
            _("There is no district “%(name)s”. Write its code or its name."),
            params={"name": min(unknown)},
        )
    _lock_tables()
    PopulationTable.objects.filter(is_in_force=True).update(is_in_force=False)
    table.is_in_force, table.imported_by = True, actor
    table.save()
    PopulationCount.objects.bulk_create(
        PopulationCount(
            table=table,
            district=districts.get(row.district),
            language=row.language,
            age_group=row.age,
            people=row.people,
        )
        for row in rows
    )
    record("imported_population", table, actor=actor, rows=len(rows), year=table.year)
    return table


@transaction.atomic
def put_in_force(table: PopulationTable, *, actor: User) -> PopulationTable:
    """Measure by an earlier table again; doing it twice changes nothing."""
    _lock_tables()
    stored = PopulationTable.objects.get(pk=table.pk)
    if stored.is_in_force:
        return stored
    PopulationTable.objects.filter(is_in_force=True).update(is_in_force=False)
    stored.is_in_force = True
    stored.save(update_fields=["is_in_force"])
    record("put_in_force", stored, actor=actor)
    return stored
