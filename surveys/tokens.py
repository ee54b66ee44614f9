"""Signed tokens: of an opened form, and of a submission on its thank-you page."""

import datetime as dt
import time
from dataclasses import dataclass
from uuid import UUID

from civic import form_tokens
from civic.form_tokens import FORM_LIFETIME, is_signed, moment_of, signed

__all__ = ["FORM_LIFETIME", "form_token", "opened_at", "referred", "thanks_reference"]

# Short, as the address stays in the history of a shared computer
THANKS_LIFETIME = dt.timedelta(minutes=15)
FORM, THANKS = "surveys.form", "surveys.thanks"


def form_token(
    submission: UUID, survey_slug: str, began_at: dt.datetime | None = None
) -> str:
    """Return the token of a form that opens now, or that goes on since ``began_at``."""
    return form_tokens.form_token(FORM, submission, survey_slug, began_at=began_at)


def opened_at(token: str, submission: UUID, survey_slug: str) -> dt.datetime | None:
    """Return when the form opened; None if the token is not one of ours for it."""
    return form_tokens.opened_at(token, FORM, submission, survey_slug)


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
    signature = signed(THANKS, submission, survey_slug, stamp, again, collector)
    return f"{submission.hex}.{stamp}.{again}.{collector}.{signature}"


def referred(reference: str, survey_slug: str) -> Reference | None:
    """Return what ``reference`` names; None if it is forged or too old."""
    try:
        code, stamp, again, collector, signature = reference.split(".")
        submission = UUID(hex=code)
    except ValueError:
        return None
    moment = moment_of(stamp)
    parts = (submission, survey_slug, stamp, again, collector)
    if moment is None or not is_signed(signature, THANKS, *parts):
        return None
    if dt.datetime.now(dt.UTC) - moment > THANKS_LIFETIME:
        return None
    return Reference(submission, again == "1", int(collector))
