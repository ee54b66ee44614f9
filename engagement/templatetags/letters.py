"""Template tags for mails, whose text form takes words without any markup."""

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.text import Truncator

from civic.absolute import absolute_address
from civic.translations import translation_of
from engagement.event_words import (
    access_in_words,
    languages_in_words,
    when_in_words,
    where_in_words,
)
from engagement.models import OutreachEvent

register = template.Library()

SHORT = 300  # characters


@register.simple_tag
def plain(instance: Model, field: str) -> str:
    """The field's text in the mail's language, or in the first that has it."""
    return translation_of(instance, field)[0]


@register.simple_tag
def short(instance: Model, field: str) -> str:
    """The beginning of such a text: the page that the mail leads to has all of it."""
    words = " ".join(translation_of(instance, field)[0].split())
    return Truncator(words).chars(SHORT)


@register.simple_tag
def whole_url(name: str) -> str:
    """The absolute address of a page in the mail's language."""
    return absolute_address(reverse(name))


@register.simple_tag
def event_facts(event: OutreachEvent) -> list[str]:
    """What one needs to come, a sentence each."""
    facts = (when_in_words, where_in_words, languages_in_words, access_in_words)
    return [words for fact in facts if (words := fact(event))]
