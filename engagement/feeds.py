"""Coming events as an Atom feed in the page's language."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy

from civic import languages
from civic.context import portal_name
from civic.texts import tidy
from civic.translations import translation_of
from engagement.event_words import (
    access_in_words,
    languages_in_words,
    name_of_all_events,
    title_in_words,
    when_in_words,
    where_in_words,
)
from engagement.forms.events import EventFilterForm
from engagement.models import OutreachEvent
from engagement.models.outreach import OutreachEventQuerySet

MOST_ENTRIES = 100


class OutreachEventFeed(Feed):
    """The events that are coming, or a part of them; what changed last comes first."""

    feed_type = Atom1Feed
    subtitle = gettext_lazy(
        "Where and when you can meet library staff who want to hear from you."
    )

    def get_object(self, request: HttpRequest, *args: Any) -> EventFilterForm:
        return EventFilterForm(request.GET)

    def title(self) -> str:
        return name_of_all_events()

    def author_name(self) -> str:
        return portal_name()

    def link(self, form: EventFilterForm) -> str:
        return reverse("engagement:event-list") + form.query

    def feed_guid(self, form: EventFilterForm) -> str:
        return identifier(f"events{form.query}")

    def items(self, form: EventFilterForm) -> OutreachEventQuerySet:
        coming = OutreachEvent.objects.public().upcoming().select_related("district")
        return form.applied_to(coming).order_by("-updated_at", "-pk")[:MOST_ENTRIES]

    def item_guid(self, event: OutreachEvent) -> str:
        return identifier(f"event-{event.pk}")

    def item_title(self, event: OutreachEvent) -> str:
        return tidy(title_in_words(event)[0])

    def item_description(self, event: OutreachEvent) -> str:
        parts = [
            when_in_words(event),
            where_in_words(event),
            translation_of(event, "status_note")[0],
            translation_of(event, "description")[0],
            languages_in_words(event),
            access_in_words(event),
        ]
        text = "\n\n".join(tidy(part) for part in parts if part)
        return linebreaks(text, autoescape=True)

    def item_updateddate(self, event: OutreachEvent) -> dt.datetime:
        return event.updated_at

    def item_categories(self, event: OutreachEvent) -> list[str]:
        return [str(event.get_setting_display())]


def identifier(name: str) -> str:
    """Return an address of nothing, the same for ever (RFC 4151), in this language."""
    return f"tag:{settings.PORTAL_DOMAIN},2026:{languages.current().code}/{name}"
