"""Counting wrong tries at what must not be guessed: receipt codes, PINs.

Counted by the shared cache; while that is away, by each process for itself, so that
nobody is kept out by a broken cache and nobody can guess without end either.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

CACHE_AWAY = (RedisError, OSError)
MOST_REMEMBERED = 10_000
logger = logging.getLogger(__name__)
_own: Counter[str] = Counter()


def address_of(request: HttpRequest) -> str:
    """Return the network address of a visitor: what our own proxy says, if any."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def browser_of(request: HttpRequest) -> str:
    """Return what tells one browser from others at an address, without a cookie."""
    names = ("HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE")
    return "\n".join([address_of(request), *(request.META.get(n, "") for n in names)])


@dataclass(frozen=True)
class Limit:
    """At most ``most`` wrong tries in each stretch of ``seconds``, for one ``who``.

    Who it was is kept as a keyed hash only, and for no longer than the stretch.
    """

    purpose: str
    most: int
    seconds: int = 600

    def is_reached(self, who: str) -> bool:
        key = self._key(who)
        try:
            counted = cache.get(key, 0)
        except CACHE_AWAY:
            counted = 0
        return max(counted, _own[key]) >= self.most

    def count(self, who: str) -> None:
        """Add one wrong try."""
        key = self._key(who)
        try:
            cache.add(key, 0, timeout=self.seconds)
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, timeout=self.seconds)
        except CACHE_AWAY as error:
            logger.warning("No cache to count wrong tries in: %s", error)
            if len(_own) >= MOST_REMEMBERED:
                _own.clear()
            _own[key] += 1

    @property
    def retry_after(self) -> int:
        """Seconds until the next stretch begins."""
        return self.seconds - int(time.time()) % self.seconds

    def _key(self, who: str) -> str:
        stretch = int(time.time()) // self.seconds
        name = salted_hmac(f"civic.tries.{self.purpose}", who, algorithm="sha256")
        return f"tries:{name.hexdigest()}:{stretch}"
