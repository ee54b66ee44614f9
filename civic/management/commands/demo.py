from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Load the demonstration data."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--if-empty", action="store_true")

    def handle(self, *args, **options) -> None:
        pass
