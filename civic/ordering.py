"""Putting things that staff arrange in their order, one place at a time."""

from typing import Any, Literal

from django.db.models import Model, QuerySet


def move_by_one(
    siblings: QuerySet[Any], one: Model, direction: Literal["up", "down"]
) -> None:
    """Swap ``one`` with its neighbor among ``siblings``; needs a transaction.

    At the end of the list nothing changes, nor for one that left it meanwhile.
    Positions are numbered anew, because rows made at the same time may share one.
    """
    # Sorted here: the database sorts before it waits for another's move to end.
    locked = siblings.select_for_update(no_key=True).order_by("pk")
    rows = sorted(locked, key=lambda each: (each.position, each.pk))
    if one not in rows:
        return
    place = rows.index(one)
    other = place - 1 if direction == "up" else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for position, each in enumerate(rows):
        each.position = position
    siblings.bulk_update(rows, ["position"])
