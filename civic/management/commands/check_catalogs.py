from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civic import catalogs

SHOWN_AT_MOST = 40


class Command(BaseCommand):
    """Fail when an interface text is missing or broken in any language."""

    help = "Check that the interface translations are complete and unbroken."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--locale-folder", type=Path, default=Path(settings.LOCALE_PATHS[0])
        )

    def handle(self, *args, locale_folder: Path, **options) -> None:
        stored = self._stored(locale_folder)
        try:
            gathered = catalogs.gather(settings.BASE_DIR)
        except catalogs.CannotGather as error:
            raise CommandError(str(error)) from error
        found = 0
        for language, catalog in stored.items():
            wrong = list(catalogs.problems(catalog, language, gathered))
            self._show(language, wrong)
            found += len(wrong)
        if found:
            raise CommandError(f"{found} faults in the interface translations.")
        self.stdout.write(f"{len(gathered)} texts, complete in all languages")

    def _stored(self, folder: Path) -> dict[str, polib.POFile]:
        stored = {}
        for language in catalogs.TRANSLATED:
            path = folder / language / "LC_MESSAGES" / "django.po"
            if not path.exists():
                raise CommandError(f"{path} is missing: `make messages` makes it.")
            stored[language] = polib.pofile(str(path))
        return stored

    def _show(self, language: str, wrong: list[str]) -> None:
        for line in wrong[:SHOWN_AT_MOST]:
            self.stdout.write(f"{language}: {line}")
        if len(wrong) > SHOWN_AT_MOST:
            self.stdout.write(f"{language}: and {len(wrong) - SHOWN_AT_MOST} more")
