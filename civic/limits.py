"""How often something happened in a short while: counted, then forgotten.

Whoever it was is known by a keyed fingerprint of the browser, which exists in the
shared cache for the length of one window and nowhere else: no address is stored. A
process asks the cache at most once a second for each fingerprint, so that a flood
costs little, and it counts alone while the cache is away.
"""

import contextlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

ASK_AGAIN = 1.0  # seconds
MOST_NAMES = 10_000


@dataclass
class _Count:
    """What this process counted since it last asked, and what all had then."""

    all_together: int = 0
    here: int = 0
    asked_at: float = 0.0


_counts: dict[str, _Count] = {}


def forget() -> None:
    """Forget what this process counted."""
    _counts.clear()


@dataclass(frozen=True)
class Limit:
    """At most ``most`` events of one kind within ``window`` seconds."""

    name: str
    most: int
    window: int = 600

    def count(self, *whose: object) -> int:
        """Count one event of ``whose``; return how many there were in this window."""
        counted = self._counted(whose)
        counted.here += 1
        if time.monotonic() - counted.asked_at > ASK_AGAIN:
            self._share(self._key(whose), counted)
        return counted.all_together + counted.here

    def seen(self, *whose: object) -> int:
        """Return how many events this process knows of in this window."""
        counted = self._counted(whose)
        if time.monotonic() - counted.asked_at > ASK_AGAIN:
            self._share(self._key(whose), counted)
        return counted.all_together + counted.here

    def is_reached(self, *whose: object) -> bool:
        """Whether one more would be too many."""
        return self.seen(*whose) >= self.most

    @property
    def retry_after(self) -> int:
        """Seconds until the window ends."""
        return self.window - int(time.time()) % self.window

    def _key(self, whose: tuple[object, ...]) -> str:
        window = int(time.time()) // self.window
        return ":".join(map(str, ("limit", self.name, *whose, window)))

    def _counted(self, whose: tuple[object, ...]) -> _Count:
        if len(_counts) > MOST_NAMES:
            forget()
        return _counts.setdefault(self._key(whose), _Count())

    def _share(self, key: str, counted: _Count) -> None:
        counted.asked_at = time.monotonic()
        with contextlib.suppress(RedisError):
            cache.add(key, 0, timeout=2 * self.window)
            counted.all_together = cache.incr(key, counted.here)
            counted.here = 0


def browser(request: HttpRequest) -> str:
    """Return a fingerprint of the browser: not unique, and not to be traced back."""
    sent = (request.META.get(name, "") for name in _TELLING)
    return _fingerprint("browser", address_of(request), *sent)


def address(request: HttpRequest) -> str:
    """Return a fingerprint of the network address: that of a whole branch, often."""
    return _fingerprint("address", address_of(request))


_TELLING = ("HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE")


def address_of(request: HttpRequest) -> str:
    """The address the request came from, as the proxy saw it if there is one."""
    if settings.IS_BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def _fingerprint(kind: str, *parts: str) -> str:
    digest = salted_hmac(f"civic.limits.{kind}", "\n".join(parts), algorithm="sha256")
    return digest.hexdigest()[:32]
