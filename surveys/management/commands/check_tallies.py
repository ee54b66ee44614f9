from django.core.management.base import BaseCommand, CommandError

from surveys.tallying import count_differences


class Command(BaseCommand):
    """Compare the tallies with a recount of all folded responses."""

    help = "Compare the tallies with a recount; exit 1 on any difference."

    def handle(self, *args, **options) -> None:
        differences = count_differences()
        if differences:
            raise CommandError(
                f"{differences} cells differ from a recount; "
                "rebuild_tallies counts them afresh."
            )
        self.stdout.write("The tallies agree with a recount.")
