from argparse import ArgumentParser, ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civic.management.demonstration.loading import load
from engagement.models import OutreachEvent
from surveys.models import Survey


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


class Command(BaseCommand):
    """Load the demonstration data; running it again doubles nothing."""

    help = "Load the demonstration data: invented content, marked as such."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            type=positive,
            default=1,
            metavar="N",
            help="N times as many conversations and responses",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing if there is a survey or an event already",
        )
        parser.add_argument(
            "--yes", action="store_true", help="load it outside of DEBUG as well"
        )

    def handle(self, *args, **options) -> None:
        if options["if_empty"] and has_content():
            return
        if not settings.DEBUG and not options["yes"]:
            raise CommandError(
                "This is not a demonstration: DEBUG is off. To put invented content "
                "into this database all the same, add --yes."
            )
        made = load(scale=options["scale"])
        shown = ", ".join(f"{number} {name}" for name, number in made.items())
        self.stdout.write(f"Demonstration data: {shown}.")


def has_content() -> bool:
    return Survey.objects.exists() or OutreachEvent.objects.exists()
