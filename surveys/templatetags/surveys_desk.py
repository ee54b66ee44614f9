"""Template tags of the surveys' desk."""

from django import template
from django.template import RequestContext

from surveys import desk
from surveys.models import Survey

register = template.Library()


@register.simple_tag(takes_context=True)
def survey_tabs(context: RequestContext, survey: Survey) -> list[desk.Tab]:
    """The parts of the survey's desk that the person signed in may open."""
    return desk.tabs_for(context["request"].user, survey)
