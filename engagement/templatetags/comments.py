"""What stands around comments, often in another language than the page's."""

from datetime import datetime

from django import template
from django.utils import translation
from django.utils.translation import gettext

from civic import calendars, languages
from engagement.forms.privacy import sentence
from engagement.models import Comment, Summary
from engagement.models.comments import SUBJECTS
from engagement.privacy import Finding

register = template.Library()


@register.simple_tag
def reader_in(code: str) -> str:
    """What is written in place of a name that its author did not give."""
    with translation.override(code):
        return gettext("A reader")


@register.simple_tag
def answer_in(code: str) -> str:
    with translation.override(code):
        return gettext("The library answers")


@register.filter
def long_date_in(value: datetime, code: str) -> str:
    """Day, month and year in the calendar of a language that is not the page's."""
    return calendars.long_date(value, languages.BY_CODE[code])


@register.filter
def in_a_sentence(finding: Finding) -> str:
    """What a passage of a text looks like, for who decides about it."""
    return sentence(finding)


@register.simple_tag
def comments_on(summary: Summary) -> dict[str, object]:
    """How many comments on it are public, and where they are."""
    return {
        "found": Comment.objects.public().filter(summary=summary).count(),
        "address": SUBJECTS["summary"].address(summary),
    }
