"""Proof of work: a small sum for the sender's browser, asked for in a flood only.

Made and checked here, by the open ALTCHA protocol; nobody else is asked. Who has no
script waits instead, and staff look at what was sent that way.
"""

import datetime as dt
import json
from typing import Any, Literal

import altcha
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from redis.exceptions import RedisError

LARGEST = 50_000  # about a second on a laptop, a few on an old phone
LIFETIME = dt.timedelta(minutes=10)
WAITING = dt.timedelta(seconds=20)
SALT = "surveys.challenge"

Proof = Literal["solved", "waited"]


class Challenge:
    """A challenge as it stands in a form: ``signed`` comes back with the answer."""

    def __init__(self) -> None:
        options = altcha.ChallengeOptions(
            hmac_key=settings.SECRET_KEY, max_number=LARGEST, salt_length=16
        )
        made = altcha.create_challenge(options)
        self._made = {
            name: getattr(made, name)
            for name in ("algorithm", "challenge", "salt", "signature")
        }

    @property
    def signed(self) -> str:
        return signing.dumps(self._made, salt=SALT)

    @property
    def asked(self) -> str:
        """What the browser needs to find the number, as JSON."""
        names = ("challenge", "salt")
        return json.dumps(
            {name: self._made[name] for name in names} | {"largest": LARGEST}
        )


def proof(signed: str, number: str) -> Proof | None:
    """Return how the sender has proven to be in earnest, once for each challenge."""
    try:
        made = signing.loads(signed, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    found: Proof | None = None
    if _is_solved(made, number):
        found = "solved"
    elif _is_older_than(signed, WAITING):
        found = "waited"
    return found if found and _is_first_use(made["signature"]) else None


def _is_solved(made: dict[str, Any], number: str) -> bool:
    if not (number.isascii() and number.isdecimal() and len(number) < len(str(10**9))):
        return False
    payload = altcha.Payload(**made, number=int(number))
    is_right, _error = altcha.verify_solution(payload, settings.SECRET_KEY)
    return is_right


def _is_older_than(signed: str, age: dt.timedelta) -> bool:
    try:
        signing.loads(signed, salt=SALT, max_age=age)
    except signing.SignatureExpired:
        return True
    return False


def _is_first_use(signature: str) -> bool:
    try:
        return cache.add(f"challenge:{signature}", 1, LIFETIME.total_seconds())
    except RedisError:  # better one answer too many than nobody's
        return True
