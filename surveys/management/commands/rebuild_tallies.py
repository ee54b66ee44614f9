from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.models import Survey
from surveys.tallying import rebuild_tallies


class Command(BaseCommand):
    """Count all responses afresh: of one survey, or of all of them."""

    help = "Count all responses afresh: of the survey SLUG, or of all surveys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="a survey's address; else all")

    def handle(self, *args, slug: str | None, **options) -> None:
        surveys = Survey.objects.order_by("pk")
        if slug:
            surveys = surveys.filter(slug=slug)
            if not surveys:
                raise CommandError(f"There is no survey with the address {slug!r}.")
        for survey in surveys:
            rebuild_tallies(survey)
            self.stdout.write(f"{survey.slug}: tallies rebuilt")
