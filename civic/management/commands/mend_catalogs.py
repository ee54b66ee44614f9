from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from civic import catalogs


class Command(BaseCommand):
    """Give each catalog the header and the plural slots of its language."""

    help = "Set right what makemessages writes wrong: headers and plural slots."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        for language in catalogs.TRANSLATED:
            path = Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES", "django.po")
            if path.exists():
                catalog = polib.pofile(str(path), wrapwidth=0)
                catalogs.mend(catalog, language)
                catalog.save()
