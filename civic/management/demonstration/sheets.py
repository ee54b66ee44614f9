"""Invented paper sheets: typed in by a librarian, some again by an editor."""

import datetime as dt

from django.utils import timezone

from civic.management.demonstration.chances import seeded
from civic.management.demonstration.conversations import submission
from civic.management.demonstration.responses import answers
from civic.management.demonstration.surveys import PAPER
from civic.models import User
from surveys.actions.paper import enter_again, enter_sheet
from surveys.models import Collector

LANGUAGES = ("vi", "vi", "en", "fa", "pl", "vi", "it", "en")
AGAIN, ANOTHER_WAY = (1, 4), 4
TAKING = dt.timedelta(minutes=2)


def load_sheets(librarian: User | None, editor: User | None) -> None:
    """Enter the sheets once; accounts to enter them exist under DEBUG only."""
    collector = Collector.objects.select_related("survey").get(slug=PAPER)
    if not (librarian and editor) or collector.sheets.exists():
        return
    now = timezone.now()
    for number, language in enumerate(LANGUAGES, start=1):
        given = answers(seeded("sheet", number), language, None, now.date())
        sheet = enter_sheet(
            collector,
            number=number,
            answers=given,
            language=language,
            submission=submission("sheet", language, number, 0),
            started_at=now - TAKING,
            actor=librarian,
        )
        if number in AGAIN:
            second = read_otherwise(given) if number == ANOTHER_WAY else given
            enter_again(sheet, answers=second, actor=editor)


def read_otherwise(given: dict) -> dict:
    """The same sheet as a second person may read it."""
    other = "green" if given["KIND"] != "green" else "safe"
    return {**given, "KIND": other}
