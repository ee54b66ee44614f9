"""What collectors are called where staff read of them.

Surveys know nothing of what a collector may belong to in another app. An app that knows
better what some are called adds a function to ``namers`` when Django starts.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveys.models import Collector

# Returns names by key, in the language of the page, for those collectors it knows.
Namer = Callable[[Sequence["Collector"]], dict[int, str]]
namers: list[Namer] = []


def name_all(collectors: Sequence["Collector"]) -> None:
    """Find the ``shown_name`` of each, in as few queries as for one."""
    names = {one.pk: str(one) for one in collectors}
    for names_of in namers:
        names |= names_of(collectors)
    for one in collectors:
        one.shown_name = names[one.pk]
