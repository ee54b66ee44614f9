"""A kiosk: a shared device that shows one survey, and clears itself after each person.

Its pages have no way out but the PIN, and tell the browser to keep nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from surveys.models import Collector
from surveys.tokens import Reference

WARNING = 20  # seconds in which an idle kiosk asks whether somebody is there
THANKS_SHOWN = 60  # seconds, which any touch begins anew
THANKS_LIFETIME = 120  # seconds in which the address of a thank-you page is good
LEAVING = 60  # seconds until the page that asks for the PIN closes
SALT = "surveys.kiosk.thanks"


@dataclass(frozen=True)
class Kiosk:
    """What the frame of a kiosk's page needs: where it begins, when it is idle.

    In the last ``warning`` of its ``idle`` seconds the page counts down.
    """

    collector: Collector
    idle: int = 0  # never
    warning: int = WARNING
    asks: bool = True  # whether it asks in a dialog if somebody is still there

    @property
    def start(self) -> str:
        """The first page in the device's language, whatever the last one chose."""
        return reverse("short-address", args=[self.collector.slug])

    @property
    def clear(self) -> str:
        return reverse("surveys:kiosk-clear", args=[self.collector.slug])

    @property
    def leave(self) -> str:
        return reverse("surveys:kiosk-leave", args=[self.collector.slug])

    @property
    def countdown(self) -> range:
        return range(1, self.warning + 1)


def frame(request: HttpRequest, kiosk: Kiosk) -> None:
    """Have the page of this request shown in the kiosk's frame."""
    setattr(request, "kiosk", kiosk)  # noqa: B010 - not a field Django knows


def thanks_address(collector: Collector, submission: UUID, *, is_repeated: bool) -> str:
    """Return the address of a kiosk's thank-you page, good for two minutes."""
    reference = signing.dumps([submission.hex, is_repeated], salt=SALT)
    address = reverse("surveys:kiosk-thanks", args=[collector.slug])
    return f"{address}?r={reference}"


def referred(reference: str) -> Reference | None:
    """Return what such an address names; None if it is forged or too old."""
    try:
        code, is_repeated = signing.loads(reference, salt=SALT, max_age=THANKS_LIFETIME)
    except signing.BadSignature:
        return None
    return Reference(UUID(hex=code), is_repeated)
