import sys
from argparse import ArgumentParser
from email import message_from_binary_file, policy

from django.core.management.base import BaseCommand

from engagement.actions.sending import take_report
from engagement.bounces import read_report


class Command(BaseCommand):
    """Take a report that a mail did not arrive, as mail servers send it.

    Ends well with whatever it was given, so that the mail server keeps nothing back.
    """

    help = "Read a delivery status notification (RFC 3464) from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="instead of standard input")

    def handle(self, *args, **options) -> None:
        if options["file"]:
            with open(options["file"], "rb") as file:
                message = message_from_binary_file(file, policy=policy.default)
        else:
            message = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
        report = read_report(message)
        if report is None:
            self.stdout.write("This is no report on a mail of ours.")
            return
        take_report(report)
        status = report.trouble.status
        self.stdout.write(f"Delivery {report.delivery.pk}: {status}.")
