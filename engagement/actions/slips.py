"""Receipt slips printed beforehand: each belongs to one entry of the log.

The code of a slip takes the place of the one that an entry has anyway, and like it is
stored only as a hash.
"""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from civic import receipts
from surveys.models import Response

TAKEN = _(
    "Another entry has this receipt slip already. Compare the number with the slip, or "
    "leave the field empty."
)
LOCK = 7_463_901  # of everything that gives slips away


def is_slip_taken(slip: str, *, by_other_than: UUID) -> bool:
    """Whether a response other than that stored as this submission has the slip."""
    others = Response.objects.with_receipt(slip).exclude(submission=by_other_than)
    return others.exists()


def refuse_slips_taken(slips: Mapping[UUID, str]) -> None:
    """Raise ValidationError if one of the slips, by stored submission, is taken.

    Of two that give away the same slip at once the second waits for the first.
    """
    given = {submission: slip for submission, slip in slips.items() if slip}
    if not given:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    hashes = {receipts.hash_code(slip): sent for sent, slip in given.items()}
    stored = Response.objects.filter(receipt_hash__in=hashes)
    taken = any(
        hashes[receipt] != submission
        for receipt, submission in stored.values_list("receipt_hash", "submission")
    )
    if taken or len(hashes) < len(given):
        raise ValidationError(TAKEN)


def give_slip(response: Response, slip: str) -> None:
    """Let the slip be the receipt of a stored response, from now on the only one."""
    refuse_slips_taken({response.submission: slip})
    response.receipt_hash = receipts.hash_code(slip)
    response.save(update_fields=["receipt_hash"])
