import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.exchange.xlsform_out import xlsform_of
from surveys.models import Survey


class Command(BaseCommand):
    """Write a survey's definition as an XLSForm."""

    help = "Write the survey SLUG as an XLSForm (.xlsx) to FILE or standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the survey's address")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args, slug: str, output: Path | None, **options) -> None:
        survey = Survey.objects.with_questions().filter(slug=slug).first()
        if survey is None:
            raise CommandError(f"There is no survey with the address {slug!r}.")
        content = xlsform_of(survey)
        if output:
            _write(output, content)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror}.") from error
