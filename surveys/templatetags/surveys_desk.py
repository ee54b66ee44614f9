"""Template tags of the surveys' desk."""

from django import template
from django.db.models import Model
from django.template import RequestContext
from modeltranslation.utils import build_localized_fieldname

from civic.languages import LANGUAGES, Language, current
from surveys import checks, conditions, desk
from surveys.forms.kinds import BY_KIND, KindOfQuestion
from surveys.models import Page, Question, Survey

register = template.Library()


@register.simple_tag(takes_context=True)
def survey_tabs(context: RequestContext, survey: Survey) -> list[desk.Tab]:
    """The parts of the survey's desk that the person signed in may open."""
    return desk.tabs_for(context["request"].user, survey)


@register.simple_tag
def survey_state(survey: Survey) -> dict[str, str]:
    """The state of now: its key, its word and its picture."""
    key = desk.state_of(survey)
    word, icon = desk.STATES[key]
    return {"key": key, "word": str(word), "icon": icon}


@register.simple_tag
def kind_of(question: Question) -> KindOfQuestion:
    """The kind of a question with its picture."""
    return BY_KIND[question.kind]


@register.simple_tag
def shown_if_words(part: Page | Question, survey: Survey) -> str:
    """When a page or question is shown, as a sentence; "" for always."""
    return conditions.describe(part.shown_if, survey)


@register.simple_tag(takes_context=True)
def wording_address(context: RequestContext) -> str:
    """Where the wording of the part that is shown is corrected, or of all."""
    shown = context.get("removed") or getattr(context.get("form"), "instance", None)
    return checks.wording_address(context["survey"], shown)


@register.simple_tag
def languages_of(part: Model, field: str) -> list[tuple[Language, bool]]:
    """Each language, and whether the text is written in it."""
    return [
        (one, bool(getattr(part, build_localized_fieldname(field, one.code))))
        for one in LANGUAGES
    ]


@register.simple_tag
def original_of(part: Model, field: str) -> tuple[Language, str] | None:
    """The text in the first language that has it, if the page's has not."""
    if getattr(part, build_localized_fieldname(field, current().code)):
        return None
    written = (
        (one, getattr(part, build_localized_fieldname(field, one.code)))
        for one in LANGUAGES
    )
    return next(((one, text) for one, text in written if text), None)
