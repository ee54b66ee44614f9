"""What the commands that import surveys have in common."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from civic import languages
from surveys.exchange.definition import store
from surveys.exchange.findings import ImportRefused
from surveys.exchange.reading import free_slug
from surveys.exchange.workbooks import refuse_if_too_large
from surveys.exchange.xlsform_in import Imported


class ImportCommand(BaseCommand):
    """Make a draft survey of FILE; list what was not understood, one a line.

    Each line: sheet and row, kind, what stands there, what became of it, divided by
    tabs. Exit status 0 if the survey was made, 1 if nothing was.
    """

    def read(self, content: bytes, *, language: str) -> Imported:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--slug", help="the survey's address; else from its name")
        parser.add_argument(
            "--language",
            choices=languages.CODES,
            default="en",
            help="language of texts that name none (default: en)",
        )

    def handle(
        self, *args, file: Path, slug: str | None, language: str, **options
    ) -> None:
        try:
            imported = self._imported(file, language)
            definition = imported.definition
            if not definition.title:
                definition.title = {language: file.stem}
            address = slug or free_slug(imported.name or file.stem, definition)
            survey = store(definition, slug=address, actor=None)
        except ImportRefused as refusal:
            raise CommandError(refusal.message) from refusal
        for finding in imported.findings:
            parts = (finding.place, finding.kind, finding.what, finding.sentence)
            self.stdout.write("\t".join(str(part) for part in parts))
        count = len(list(definition.questions))
        self.stderr.write(
            f"{survey.slug}: a draft of {len(definition.pages)} pages and "
            f"{count} questions; {len(imported.findings)} things to know"
        )

    def _imported(self, file: Path, language: str) -> Imported:
        try:
            refuse_if_too_large(file.stat().st_size)
            return self.read(file.read_bytes(), language=language)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
