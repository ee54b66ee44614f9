"""The receipt of a talk that was just saved: a signed address, good for a while.

The code is made of the id that the form carried, which is stored nowhere; so it can be
shown only by whoever saved the entry, right afterwards.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from civic import languages
from engagement.models import OutreachEvent
from surveys import tokens
from surveys.models import Survey

DIVIDER = "~"


def receipt_reference(guide: Survey, submission: UUID, spoken: str) -> str:
    """Return what stands in an address for an entry and the language spoken."""
    signed = tokens.thanks_reference(submission, guide.slug, is_repeated=False)
    return f"{spoken}{DIVIDER}{signed}"


def receipt_address(event: OutreachEvent, guide: Survey | None, reference: str) -> str:
    """Return the address of the receipt in the language spoken; "" if there is none."""
    spoken, _divider, signed = reference.partition(DIVIDER)
    if guide is None or tokens.referred(signed, guide.slug) is None:
        return ""
    known = languages.BY_CODE.get(spoken, languages.current())
    with translation.override(known.code):
        path = reverse("engagement:conversation-receipt", args=[event.pk])
    return f"{path}?{urlencode({'guide': guide.slug, 'r': signed})}"
