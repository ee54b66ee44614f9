"""Template tags for groups of residents, named in the language of the page."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from civic import languages
from civic.age_groups import AgeGroup
from engagement.coverage_figures import GroupCoverage
from engagement.population import DISTRICT, LANGUAGE
from engagement.templatetags.evidence import in_page_language

register = template.Library()


@register.filter
def group_name(group: GroupCoverage) -> SafeString | str:
    """A district by its frozen name, a language or an age group as the page has it."""
    if group.dimension == DISTRICT:
        return in_page_language(group.labels)
    if group.dimension == LANGUAGE and group.code in languages.CODES:
        return languages.name_of(group.code)
    if group.dimension == LANGUAGE:
        return pgettext("languages", "Another language")
    return str(AgeGroup(group.code).label)


@register.filter
def group_names(groups: Iterable[GroupCoverage]) -> SafeString:
    """The names in a row, with the comma of the page's language."""
    comma = f"{languages.current().comma} "
    return format_html_join(comma, "{}", ((group_name(one),) for one in groups))
