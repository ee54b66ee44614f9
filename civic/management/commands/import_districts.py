from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from civic.district_files import UnreadableFile, read_outlines, store_outlines
from civic.models import District


class Command(BaseCommand):
    """Give the districts their outlines on the map; all of a file, or nothing of it."""

    help = "Read the outlines of districts from the GeoJSON FILE (longitude, latitude)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--property",
            default="code",
            help="property of a feature that holds its district's code (default: code)",
        )

    def handle(self, *args, file: Path, property: str, **options) -> None:  # noqa: A002 - as the option is called
        try:
            found = read_outlines(file.read_bytes(), code_property=property)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableFile as error:
            raise CommandError(f"{file}: {error}") from error
        if found.problems:
            lines = "\n".join(found.problems)
            raise CommandError(f"{lines}\nNothing was imported.")
        store_outlines(found.outlines)
        self.stdout.write(f"Outlines imported: {len(found.outlines)}.")
        if without := District.objects.filter(outline__isnull=True):
            codes = ", ".join(district.code for district in without)
            self.stdout.write(f"Still without one, and not on the map: {codes}.")
