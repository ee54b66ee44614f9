"""Template tags about a survey's publication, for the pages of its desk."""

from typing import Any

from django import template
from django.template import RequestContext

from surveys import checks, wording
from surveys.desk import WRITERS
from surveys.models import Survey

register = template.Library()


@register.inclusion_tag("surveys/_findings.html")
def before_publication(survey: Survey) -> dict[str, Any]:
    """What stands against publishing ``survey``; needs ``with_questions``."""
    return {"findings": checks.findings(survey)}


@register.inclusion_tag("surveys/_completeness.html", takes_context=True)
def translation_progress(context: RequestContext, survey: Survey) -> dict[str, Any]:
    """The texts that each language has, with the way to write the missing ones."""
    return {
        "survey": survey,
        "rows": wording.completeness(survey),
        "may_write": context["request"].user.has_role(*WRITERS),
    }
