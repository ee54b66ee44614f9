"""Addresses and names of places that belong to the public, for the privacy check."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.models import Branch
from engagement.models import OutreachEvent

AROUND_NOW = dt.timedelta(days=120)  # an entry is about an event of these days


def public_places() -> QuerySet:
    """Return, once asked, addresses and names of branches and addresses of events.

    One query; of events only those of the months before and after this day.
    """
    now = timezone.now()
    events = OutreachEvent.objects.filter(
        starts_at__range=(now - AROUND_NOW, now + AROUND_NOW)
    )
    names = [build_localized_fieldname("name", code) for code in languages.CODES]
    columns = [_texts(Branch.objects.all(), column) for column in ["address", *names]]
    return _texts(events, "address").union(*columns)


def _texts(rows: QuerySet, column: str) -> QuerySet:
    known = rows.order_by().exclude(**{column: ""}).exclude(**{column: None})
    return known.values_list(column, flat=True)
