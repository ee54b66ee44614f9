from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compile every ``django.po`` without needing GNU gettext on the machine."""

    help = "Compile the interface translations that changed."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        for folder in settings.LOCALE_PATHS:
            for catalog in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = catalog.with_suffix(".mo")
                if (
                    compiled.exists()
                    and compiled.stat().st_mtime >= catalog.stat().st_mtime
                ):
                    continue
                polib.pofile(str(catalog)).save_as_mofile(str(compiled))
                self.stdout.write(f"compiled {catalog.parent.parent.name}")
