"""The one door to public figures: no published number singles anyone out.

A cell below the threshold is hidden, and zero is hidden like one to four. Where the
total would give a hidden cell back, a further cell is hidden with it. What is
promised, and why, stands in ``docs/decisions/0003-disclosure.md``.
"""

from collections.abc import Iterator, Mapping

THRESHOLD = 5
DEMOGRAPHIC_THRESHOLD = 10

Counts = Mapping[str, int]
Shown = dict[str, int | None]


def figure(n: int, threshold: int = THRESHOLD) -> int | None:
    """Return a number that stands alone, or None where it must not be shown."""
    return n if n >= threshold else None


def disclose(
    counts: Counts,
    *,
    total: int | None,
    is_exclusive: bool,
    threshold: int = THRESHOLD,
) -> Shown:
    """Return what may be shown of one table; None stands for a hidden cell.

    ``counts`` holds every cell of the table, in an order that does not depend on
    the counts (that of the questionnaire): pass the whole table and shorten it
    afterwards. ``total`` is the number of people in it, published beside the cells,
    or None where no reader can know it.

    With ``is_exclusive`` each person is in exactly one cell (single choice, rating,
    district), so that the cells add up to the total. Otherwise each person is in at
    least one (multiple choice), and those who are *not* in a cell are a group too.
    """
    if total is None:
        hidden = {cell for cell, n in counts.items() if n < threshold}
    elif total < threshold:
        hidden = set(counts)
    elif is_exclusive:
        hidden = _hidden_in_parts(counts, total, threshold)
    else:
        hidden = _hidden_in_picks(counts, total, threshold)
    return {cell: None if cell in hidden else n for cell, n in counts.items()}


def _hidden_in_parts(counts: Counts, total: int, threshold: int) -> set[str]:
    """Return the cells to hide where the cells add up to ``total``."""
    if sum(counts.values()) != total:
        raise ValueError(f"The cells add up to {sum(counts.values())}, not to {total}.")
    small = [cell for cell, n in counts.items() if n < threshold]
    hidden = set(small)
    if not small or _is_open(
        sum(counts[cell] for cell in small), len(small), threshold
    ):
        return hidden
    for cell in _neighbors(counts, small):
        hidden.add(cell)
        # Less would still leave too few ways to split what is hidden.
        if sum(counts[cell] for cell in hidden) >= 2 * threshold - 1:
            break
    return hidden


def _is_open(people: int, cells: int, threshold: int) -> bool:
    """Whether each of ``cells`` small cells can hold anything below the threshold.

    One can be as large as a small cell gets if the others may be empty, and empty if
    the others have room for all ``people``.
    """
    largest = threshold - 1
    return largest <= people <= largest * (cells - 1)


def _neighbors(counts: Counts, small: list[str]) -> Iterator[str]:
    """Yield the other cells in the order in which they join the hidden ones.

    The order follows places, never sizes: hiding the smallest further cell tells
    whoever knows the rule that it is no larger than any that is shown, and that is
    often enough to work the hidden cell out.
    """
    cells = list(counts)
    last = cells.index(small[-1])
    for cell in (*cells[last + 1 :], *reversed(cells[:last])):
        if cell not in small:
            yield cell


def _hidden_in_picks(counts: Counts, total: int, threshold: int) -> set[str]:
    """Return the cells to hide where people are in one cell or several."""
    if any(n > total for n in counts.values()):
        raise ValueError("A cell holds more people than the table.")
    small = [
        cell for cell, n in counts.items() if n < threshold or total - n < threshold
    ]
    # Whoever is in no cell that is shown must be in the hidden one.
    shown = sum(n for cell, n in counts.items() if cell not in small)
    if len(small) == 1 and shown < total:
        return {*small, *list(_neighbors(counts, small))[:1]}
    return set(small)
