"""The one door to public figures: no published number singles anyone out.

A cell below the threshold is hidden, and zero is hidden like one to four. Where the
total would give a hidden cell back, a further cell is hidden with it. What is
promised, and why, stands in ``docs/decisions/0003-disclosure.md``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from civic.models import PublishedTable

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
    hidden_before: Collection[str] = (),
) -> Shown:
    """Return what may be shown of one table; None stands for a hidden cell.

    ``counts`` holds every cell of the table, in an order that does not depend on
    the counts (that of the questionnaire): pass the whole table and shorten it
    afterwards. ``total`` is the number of people in it, published beside the cells,
    or None where no reader can know it.

    With ``is_exclusive`` each person is in exactly one cell (single choice, rating,
    district), so that the cells add up to the total. Otherwise each person is in at
    least one (multiple choice), and those who are *not* in a cell are a group too.

    Where a further cell must be hidden, those ``hidden_before`` are the first.
    """
    if total is None:
        hidden = {cell for cell, n in counts.items() if n < threshold}
    elif total < threshold:
        hidden = set(counts)
    elif is_exclusive:
        hidden = _hidden_in_parts(counts, total, threshold, hidden_before)
    else:
        hidden = _hidden_in_picks(counts, total, threshold, hidden_before)
    return {cell: None if cell in hidden else n for cell, n in counts.items()}


def _hidden_in_parts(
    counts: Counts, total: int, threshold: int, hidden_before: Collection[str]
) -> set[str]:
    """Return the cells to hide where the cells add up to ``total``."""
    if counts and sum(counts.values()) != total:
        raise ValueError(f"The cells add up to {sum(counts.values())}, not to {total}.")
    small = [cell for cell, n in counts.items() if n < threshold]
    hidden = set(small)
    if not small or _is_open(
        sum(counts[cell] for cell in small), len(small), threshold
    ):
        return hidden
    for cell in _neighbors(counts, small, hidden_before):
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


def _neighbors(
    counts: Counts, small: list[str], hidden_before: Collection[str]
) -> list[str]:
    """Return the other cells in the order in which they join the hidden ones.

    The order follows places, never sizes: hiding the smallest further cell tells
    whoever knows the rule that it is no larger than any that is shown, and that is
    often enough to work the hidden cell out.
    """
    cells = list(counts)
    last = cells.index(small[-1])
    nearest = [*cells[last + 1 :], *reversed(cells[:last])]
    return sorted(
        (cell for cell in nearest if cell not in small),
        key=lambda cell: cell not in hidden_before,
    )


def _hidden_in_picks(
    counts: Counts, total: int, threshold: int, hidden_before: Collection[str]
) -> set[str]:
    """Return the cells to hide where people are in one cell or several."""
    if any(n > total for n in counts.values()):
        raise ValueError("A cell holds more people than the table.")
    small = [
        cell for cell, n in counts.items() if n < threshold or total - n < threshold
    ]
    # Whoever is in no cell that is shown must be in the hidden one.
    shown = sum(n for cell, n in counts.items() if cell not in small)
    if len(small) == 1 and shown < total:
        return {*small, *_neighbors(counts, small, hidden_before)[:1]}
    return set(small)


# Successive publications of the same table


@dataclass(frozen=True)
class Edition:
    """One table as counted at one moment: people in it and in each of its cells.

    ``out_of`` is the number of people who could have been in it, ``hidden_before``
    names the cells that the edition before hid. ``points`` and ``squares`` are the sums
    of numbers given, as exact decimals. One that ``takes_corrections`` may change
    though nobody came, because answers are read anew (themes are), and not only given.
    """

    total: int
    counts: dict[str, int]
    is_exclusive: bool = True
    out_of: int = 0
    hidden_before: list[str] = field(default_factory=list)
    points: str = "0"
    squares: str = "0"
    takes_corrections: bool = False

    def shown(self, threshold: int = THRESHOLD) -> Shown:
        return disclose(
            self.counts,
            total=self.total,
            is_exclusive=self.is_exclusive,
            threshold=threshold,
            hidden_before=self.hidden_before,
        )

    def hidden(self, threshold: int = THRESHOLD) -> list[str]:
        return [cell for cell, n in self.shown(threshold).items() if n is None]

    def following(self, last: "Edition", threshold: int = THRESHOLD) -> "Edition":
        """Return this edition as it is shown after ``last``."""
        return replace(self, hidden_before=last.hidden(threshold))

    def may_follow(self, last: "Edition", threshold: int = THRESHOLD) -> bool:
        """Whether the two laid side by side single nobody out.

        At least ``threshold`` people must have come, not all with the same answer,
        and what the last edition hid must stay open when this one shows it.
        """
        if self.takes_corrections and self.total == last.total:
            return self._corrects(last, threshold)
        came = self.total - last.total
        changes = {
            cell: self.counts.get(cell, 0) - last.counts.get(cell, 0)
            for cell in {*self.counts, *last.counts}
        }
        return (
            abs(came) >= threshold
            and came not in changes.values()
            and self._leaves_open(last, changes, threshold)
        )

    def _corrects(self, last: "Edition", threshold: int) -> bool:
        """Whether of the same people no number changes by a few only."""
        then = last.shown(threshold)
        now = self.following(last, threshold).shown(threshold)
        changes = [
            abs(n - then_n)
            for cell, n in now.items()
            if n is not None and (then_n := then.get(cell)) is not None
        ]
        return now != then and all(not n or n >= threshold for n in changes)

    def _leaves_open(
        self, last: "Edition", changes: dict[str, int], threshold: int
    ) -> bool:
        """Whether a small cell that is shown now could have been nearly empty then."""
        shown = self.following(last, threshold).shown(threshold)
        hidden_then = last.hidden(threshold)
        newcomers = self.total - last.total
        if self.is_exclusive:
            newcomers = sum(changes[cell] for cell in hidden_then)
        return all(
            self.counts[cell] - newcomers <= 1
            for cell in hidden_then
            if shown.get(cell) is not None and last.counts[cell] < threshold
        )


def remembered(
    editions: Mapping[str, Edition], threshold: int = THRESHOLD
) -> dict[str, Edition]:
    """Return which edition of each table, by key, is to be shown to the public now.

    That is the one given if it may follow the one published last, and else that one.
    Costs one query for all the tables, and a few more when one has a new edition.
    Disclose every edition before showing it.
    """
    published = _published(PublishedTable.objects.filter(key__in=editions))
    due = {
        key: edition
        for key, edition in editions.items()
        if _is_due(edition, published.get(key), threshold)
    }
    if due:
        published |= _publish(due, threshold)
    # Of fewer people nothing is shown, so there is nothing to remember.
    return {key: published.get(key, edition) for key, edition in editions.items()}


def last_published(beginning: str) -> dict[str, Edition]:
    """Return what was published last of all tables whose keys begin like this.

    Disclose every edition before showing it.
    """
    return _published(PublishedTable.objects.filter(key__startswith=beginning))


def _is_due(edition: Edition, last: Edition | None, threshold: int) -> bool:
    if last is None:
        return edition.total >= threshold
    return edition.may_follow(last, threshold)


def _published(tables: Iterable[PublishedTable]) -> dict[str, Edition]:
    return {
        table.key: Edition(**table.counts | {"counts": dict(table.counts["counts"])})
        for table in tables
    }


def _rows(editions: Mapping[str, Edition]) -> list[PublishedTable]:
    """Return the rows to store, in one order for all processes.

    The cells are stored as pairs: an object of the database forgets their order.
    """
    return [
        PublishedTable(
            key=key, counts=vars(edition) | {"counts": list(edition.counts.items())}
        )
        for key, edition in sorted(editions.items())
    ]


@transaction.atomic
def _publish(due: Mapping[str, Edition], threshold: int) -> dict[str, Edition]:
    """Store the editions that are due; return what is stored, by whomever."""
    PublishedTable.objects.bulk_create(_rows(due), ignore_conflicts=True)
    locked = PublishedTable.objects.select_for_update().order_by("key")
    published = _published(locked.filter(key__in=due))
    # Another process may have published meanwhile: ask again, now that it cannot.
    replaced = {
        key: edition.following(published[key], threshold)
        for key, edition in due.items()
        if edition.may_follow(published[key], threshold)
    }
    if replaced:
        PublishedTable.objects.bulk_create(
            _rows(replaced),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["counts", "published_at"],
        )
    return published | replaced
