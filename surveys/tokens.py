"""Signed tokens: of an opened form, and of a submission on its thank-you page.

They stand in place of a cookie. Their characters need no escaping in HTML or in an
address.
"""

import datetime as dt
import time
from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

FORM_LIFETIME = dt.timedelta(hours=24)
# Short, as the address stays in the history of a shared computer
THANKS_LIFETIME = dt.timedelta(minutes=15)
STAMP_DIGITS = 10


def _signed(purpose: str, *parts: object) -> str:
    text = ":".join(map(str, parts))
    return salted_hmac(f"surveys.{purpose}", text, algorithm="sha256").hexdigest()


def _moment(stamp: str) -> dt.datetime | None:
    if len(stamp) != STAMP_DIGITS or not (stamp.isascii() and stamp.isdecimal()):
        return None
    return dt.datetime.fromtimestamp(int(stamp), dt.UTC)


def form_token(
    submission: UUID, survey_slug: str, began_at: dt.datetime | None = None
) -> str:
    """Return the token of a form that opens now, or that goes on since ``began_at``.

    Of what began long ago the token is a new one, so that there is time to go on.
    """
    now = int(time.time())
    began = int(began_at.timestamp()) if began_at else now
    stamp = began if now - began < FORM_LIFETIME.total_seconds() / 2 else now
    return f"{stamp}.{_signed('form', submission, survey_slug, stamp)}"


def opened_at(token: str, submission: UUID, survey_slug: str) -> dt.datetime | None:
    """Return when the form opened; None if the token is not one of ours for it."""
    stamp, _dot, signature = token.partition(".")
    moment = _moment(stamp)
    expected = _signed("form", submission, survey_slug, stamp)
    if moment is None or not constant_time_compare(signature, expected):
        return None
    return moment


@dataclass(frozen=True)
class Reference:
    """What a thank-you page is for.

    ``collector`` is the id of the one whose address the submission came by; 0 if that
    was the survey's own.
    """

    submission: UUID
    is_repeated: bool
    collector: int = 0


def thanks_reference(
    submission: UUID, survey_slug: str, *, is_repeated: bool, collector: int = 0
) -> str:
    """Return a reference to a stored submission, good for a while."""
    stamp, again = int(time.time()), int(is_repeated)
    signature = _signed("thanks", submission, survey_slug, stamp, again, collector)
    return f"{submission.hex}.{stamp}.{again}.{collector}.{signature}"


def referred(reference: str, survey_slug: str) -> Reference | None:
    """Return what ``reference`` names; None if it is forged or too old."""
    try:
        code, stamp, again, collector, signature = reference.split(".")
        submission = UUID(hex=code)
    except ValueError:
        return None
    moment = _moment(stamp)
    expected = _signed("thanks", submission, survey_slug, stamp, again, collector)
    if moment is None or not constant_time_compare(signature, expected):
        return None
    if dt.datetime.now(dt.UTC) - moment > THANKS_LIFETIME:
        return None
    return Reference(submission, again == "1", int(collector))
