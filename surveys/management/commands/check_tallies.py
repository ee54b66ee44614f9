from django.core.management.base import BaseCommand, CommandError

from surveys.tallying import count_differences


class Command(BaseCommand):
    """Compare tallies and answers in words with a recount of all folded responses."""

    help = "Compare what is counted and read with a recount; exit 1 on any difference."

    def handle(self, *args, **options) -> None:
        differences = count_differences()
        if differences:
            raise CommandError(
                f"{differences} cells or answers in words differ from a recount; "
                "rebuild_tallies counts them afresh."
            )
        self.stdout.write("The tallies agree with a recount.")
