"""Signed tokens with the second they were made: they stand in place of a cookie.

A form for somebody without an account carries one, so that only a form of ours is
taken, for a while, and the page stays the same for everyone. Their characters need no
escaping in HTML or in an address.
"""

import datetime as dt
import time

from django.utils.crypto import constant_time_compare, salted_hmac

FORM_LIFETIME = dt.timedelta(hours=24)
STAMP_DIGITS = 10


def signed(purpose: str, *parts: object) -> str:
    """Return the signature of ``parts`` for one purpose."""
    text = ":".join(map(str, parts))
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()


def is_signed(signature: str, purpose: str, *parts: object) -> bool:
    return constant_time_compare(signature, signed(purpose, *parts))


def moment_of(stamp: str) -> dt.datetime | None:
    """Return the time that the stamp of a token gives; None if it is no stamp."""
    if len(stamp) != STAMP_DIGITS or not (stamp.isascii() and stamp.isdecimal()):
        return None
    return dt.datetime.fromtimestamp(int(stamp), dt.UTC)


def form_token(
    purpose: str, *parts: object, began_at: dt.datetime | None = None
) -> str:
    """Return the token of a form that opens now, or that goes on since ``began_at``.

    Of what began long ago the token is a new one, so that there is time to go on.
    """
    now = int(time.time())
    began = int(began_at.timestamp()) if began_at else now
    stamp = began if now - began < FORM_LIFETIME.total_seconds() / 2 else now
    return f"{stamp}.{signed(purpose, *parts, stamp)}"


def opened_at(token: str, purpose: str, *parts: object) -> dt.datetime | None:
    """Return when the form opened; None if the token is not one of ours for it."""
    stamp, _dot, signature = token.partition(".")
    moment = moment_of(stamp)
    if moment is None or not is_signed(signature, purpose, *parts, stamp):
        return None
    return moment
