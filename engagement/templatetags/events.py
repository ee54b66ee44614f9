"""Filters for what is known of outreach events."""

from django import template

from engagement.event_words import hours_in_words, when_in_words
from engagement.models import OutreachEvent

register = template.Library()


@register.filter
def when(event: OutreachEvent) -> str:
    """Day and time in words, and the last day of several."""
    return when_in_words(event)


@register.filter
def hours(event: OutreachEvent) -> str:
    """From when to when, for a place that says the first day itself."""
    return hours_in_words(event)


@register.filter
def access_label(code: str) -> str:
    """The words for one fact of access."""
    return str(OutreachEvent.Access(code).label)
