"""All parts in their order, in one transaction."""

from collections import Counter

from django.db import transaction
from django.utils import translation

from civic.management.demonstration.places import load_places
from civic.management.demonstration.surveys import load_surveys
from civic.models import Branch, District
from surveys.models import Survey


@transaction.atomic
def load(scale: int = 1) -> Counter[str]:
    """Load everything, or nothing if any part fails; return how many there are."""
    with translation.override("en"):
        load_places()
        load_surveys()
    return Counter(
        {
            "districts": District.objects.count(),
            "branches": Branch.objects.count(),
            "surveys and guides": Survey.objects.count(),
        }
    )
