"""What became of a response elsewhere, for whoever holds its receipt.

Surveys know nothing of what is made of answers in other apps. An app that does adds a
function to ``tellers`` when Django starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """Steps of a timeline: ``template`` shows ``told``, which holds no answers."""

    template: str
    told: Any


# Returns what became of the response with this key, in the language of the page.
Teller = Callable[[int], Outcome]
tellers: list[Teller] = []


def outcomes_of(response: int) -> list[Outcome]:
    """Return what each app tells of a response."""
    return [tell(response) for tell in tellers]
