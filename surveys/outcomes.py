"""What became of a response elsewhere, for whoever holds its receipt.

Surveys know nothing of what is made of answers in other apps. An app that does adds a
function to ``tellers`` when Django starts.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """Steps of a timeline: ``template`` shows ``told``, which holds no answers.

    ``happened_at``: when somebody said it, where that was not when it was sent.
    """

    template: str
    told: Any
    happened_at: dt.datetime | None = None


# Returns what became of the response with this key, in the language of the page.
Teller = Callable[[int], Outcome]
tellers: list[Teller] = []


def outcomes_of(response: int) -> list[Outcome]:
    """Return what each app tells of a response."""
    return [tell(response) for tell in tellers]
