import sys
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from civic import languages
from surveys.actions.exports import too_many_columns
from surveys.exchange import files
from surveys.exchange.columns import TooManyColumns
from surveys.exchange.selection import Selection
from surveys.models import Export, Survey


class Command(BaseCommand):
    """Write the responses to a survey, the number of rows first on standard error."""

    help = (
        "Write the responses to the survey SLUG to standard output or a file. "
        "Excluded responses are left out unless asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the survey's address")
        parser.add_argument("--format", choices=Export.Format.values, default="csv")
        parser.add_argument(
            "--language",
            choices=languages.CODES,
            default="en",
            help="of the labels; a label missing there is given in another language",
        )
        parser.add_argument(
            "--codes", action="store_true", help="codes in the place of labels"
        )
        parser.add_argument(
            "--all-versions",
            action="store_true",
            help="with the other versions of the survey",
        )
        parser.add_argument(
            "--with-excluded",
            action="store_true",
            help="with the responses that staff excluded",
        )
        parser.add_argument("--output", type=Path, help="file; else standard output")

    def handle(self, *args, **options) -> None:
        selection = _selection(options)
        with translation.override("en"):
            try:
                self._announce(selection)
            except TooManyColumns as error:
                raise CommandError(too_many_columns(error.args[0])) from error
        try:
            _write(selection, options["format"], options["output"])
        except BrokenPipeError:  # as with `| head`
            sys.stderr.close()
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}.") from error

    def _announce(self, selection: Selection) -> None:
        columns, rows = len(selection.columns), selection.count()
        left_out = "" if selection.with_excluded else ", excluded responses left out"
        self.stderr.write(f"{rows} rows of {columns} columns{left_out}")


def _selection(options: dict) -> Selection:
    slug = options["slug"]
    survey = Survey.objects.filter(slug=slug).first()
    if survey is None:
        raise CommandError(f"There is no survey with the address {slug!r}.")
    return Selection(
        survey,
        options["language"],
        has_codes=options["codes"],
        all_versions=options["all_versions"],
        with_excluded=options["with_excluded"],
    )


def _write(selection: Selection, file_format: str, output: Path | None) -> None:
    if output is not None:
        files.write(selection, file_format, output)
    elif file_format in files.STREAMED:
        for piece in files.STREAMED[file_format](selection):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            path = Path(folder) / "export"
            files.write(selection, file_format, path)
            with path.open("rb") as file:
                while piece := file.read(1 << 20):
                    sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
