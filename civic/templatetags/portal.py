"""Template tags for what every page needs; loaded in all templates."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from modeltranslation.utils import build_localized_fieldname

from civic import calendars, desk, languages, numbers, texts
from civic.translations import translation_of

NO_BREAK = "\u00a0"
QUOTED = re.compile("(«[^»]*»)")  # as Persian quotes

register = template.Library()


# Numbers and dates in the page's language


@register.filter
def number(value: int | float | Decimal) -> str:
    """``984`` as “984” or “۹۸۴”."""
    return numbers.number(value, languages.current())


@register.filter
def share(value: float) -> str:
    """``0.42`` as “42%” or “۴۲٪”."""
    return numbers.share(value, languages.current())


@register.filter
def digits(value: object) -> str:
    """Any text, such as a receipt code or a year, with the page's digits."""
    return languages.current().with_digits(str(value))


@register.filter
def message_digits(message: object) -> str:
    """A message with the page's digits, but what it quotes as somebody typed it."""
    parts = QUOTED.split(str(message))
    parts[::2] = [digits(part) for part in parts[::2]]
    return "".join(parts)


@register.filter
def colon(label: object) -> str:
    """The colon after a label; none after one that is a question."""
    return "" if str(label).rstrip().endswith((":", "?", "؟", ".", "…")) else ":"


@register.filter
def long_date(value: date | datetime) -> str:
    """Day, month and year, which no line parts."""
    return _in_one(calendars.long_date(value, languages.current()))


@register.filter
def full_date(value: date | datetime) -> str:
    """The same after the day of the week, behind which a line may end."""
    page = languages.current()
    day = calendars.long_date(value, page)
    return calendars.full_date(value, page).replace(day, _in_one(day))


def _in_one(text: str) -> str:
    return text.replace(" ", NO_BREAK)


@register.filter
def month_and_year(value: date | datetime) -> str:
    return calendars.month_and_year(value, languages.current())


@register.simple_tag
def month_range(first: date | datetime, last: date | datetime) -> str:
    """The months of a period: “July – October 2025”."""
    return calendars.month_range(first, last, languages.current())


@register.filter
def day_and_month(value: date | datetime) -> tuple[str, str]:
    return calendars.day_and_month(value, languages.current())


@register.filter
def clock_time(value: datetime) -> str:
    return calendars.clock_time(value, languages.current())


@register.filter
def endonym(code: str) -> str:
    """The name of a language in that language."""
    return languages.BY_CODE[code].endonym


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return languages.name_of(code)


@register.filter
def direction(code: str) -> str:
    """“ltr” or “rtl” for a language code."""
    return languages.BY_CODE[code].direction


@register.filter
def reading_direction(text: str) -> str:
    """“ltr” or “rtl” by the letters of a text whose language nobody told."""
    return texts.direction_of(text, languages.current().direction)


# Content in modeltranslation columns


@register.simple_tag
def translated(instance: Model, field: str) -> SafeString:
    """The field's text; in another language, marked with its ``lang`` and ``dir``."""
    text, language = translation_of(instance, field)
    if language == languages.current():
        return format_html("{}", text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', language.code, language.direction, text
    )


@register.simple_tag
def translated_paragraphs(instance: Model, field: str) -> SafeString:
    """The field's text as paragraphs, in a block that says its language."""
    text, language = translation_of(instance, field)
    if not text:
        return SafeString("")
    return format_html(
        '<div lang="{}" dir="{}">{}</div>',
        language.code,
        language.direction,
        SafeString(linebreaks(text, autoescape=True)),
    )


@register.inclusion_tag("includes/untranslated_notice.html")
def untranslated_notice(instance: Model, *fields: str) -> dict[str, Any]:
    """One line that says which language the reader gets instead, if any."""
    found = [translation_of(instance, field) for field in fields]
    others = [language for text, language in found if text]
    other = next((one for one in others if one != languages.current()), None)
    return {"original": other}


@register.simple_tag
def text_in(instance: Model, field: str, code: str) -> str:
    """The field's text in one language, or "" where that is missing."""
    return getattr(instance, build_localized_fieldname(field, code)) or ""


# Links and pictures


@register.simple_tag(takes_context=True)
def in_language(context: RequestContext, code: str) -> str:
    """The address of this very page, query included, in another language."""
    path = context["request"].get_full_path()
    prefix = f"/{languages.current().code}/"
    if not path.startswith(prefix):
        return f"/{code}/"
    return f"/{code}/{path.removeprefix(prefix)}"


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext, code: str) -> str:
    """The absolute address of this page in a language, without its query."""
    request = context["request"]
    inner = request.path.removeprefix(f"/{languages.current().code}/")
    return request.build_absolute_uri(f"/{code}/{inner}")


@register.filter
def starts_with(path: str, beginning: str) -> bool:
    return path.startswith(beginning)


@register.simple_tag(takes_context=True)
def absolute(context: RequestContext, path: str) -> str:
    return context["request"].build_absolute_uri(path)


# In a data block "</script>" would end it; elsewhere these are read as they are
IN_DATA = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def structured_data(thing: dict[str, Any]) -> SafeString:
    """A description for machines (JSON-LD): data, which no browser runs."""
    text = json.dumps(thing, ensure_ascii=False).translate(IN_DATA)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the sprite ``static/img/icons.svg``, hidden from screen readers."""
    return format_html(
        '<svg class="icon icon--{}" width="24" height="24" aria-hidden="true">'
        '<use href="{}#{}"></use></svg>',
        name,
        static("img/icons.svg"),
        name,
    )


def _bar(width: float) -> SafeString:
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="bar__track" width="100" height="8"></rect>'
        '<rect class="bar__fill" width="{}" height="8"></rect></svg>',
        f"{width:.1f}",
    )


@register.simple_tag
def bar(share: float | None) -> SafeString:
    """A bar for a share between 0 and 1, from the start side; ``None`` stays empty.

    Screen readers skip it: the number must stand beside it as text.
    """
    return _bar(100 * min(max(share or 0, 0), 1))


@register.simple_tag
def step_bar(step: int, steps: int) -> SafeString:
    """How far page ``step`` of ``steps`` is, counted when the page is finished."""
    return _bar(100 * min(step, steps) / steps if steps else 0)


@register.simple_tag(takes_context=True)
def desk_entries(context: RequestContext) -> list[desk.Entry]:
    """The places of the desk that the person signed in may work at."""
    return desk.entries_for(context["request"].user)
