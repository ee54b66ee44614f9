"""What mailings are about, named for the desk."""

from collections.abc import Iterable

from civic.translations import translation_of
from engagement.models import CommitmentUpdate, Mailing, OutreachEvent, Summary

Kind = Mailing.Kind


def names_of(mailings: Iterable[Mailing]) -> dict[int, str]:
    """Return the name of each item by its mailing's key, in three queries.

    What was deleted since has none.
    """
    numbers: dict[str, set[int]] = {kind: set() for kind in Kind.values}
    for one in mailings:
        numbers[one.kind].add(one.number)
    summaries = Summary.objects.in_bulk(numbers[Kind.SUMMARY])
    updates = CommitmentUpdate.objects.select_related("commitment")
    reports = updates.in_bulk(numbers[Kind.REPORT])
    events = OutreachEvent.objects.in_bulk(numbers[Kind.EVENT])
    names: dict[str, dict[int, str]] = {
        Kind.SUMMARY: {pk: one.name for pk, one in summaries.items()},
        Kind.REPORT: {
            pk: translation_of(one.commitment, "statement")[0]
            for pk, one in reports.items()
        },
        Kind.EVENT: {pk: translation_of(one, "title")[0] for pk, one in events.items()},
    }
    return {one.pk: names[one.kind].get(one.number, "") for one in mailings}
