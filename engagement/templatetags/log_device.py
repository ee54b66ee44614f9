"""Template tags for the log's pages: what a device keeps of them."""

import datetime as dt
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings

from civic import calendars

register = template.Library()
FOLDER = Path(settings.BASE_DIR) / "static" / "js" / "log"
WORKER = "worker.js"
# What static/js/log.js imports at once, and what these import
FIRST = (
    *("conversation", "device", "draft", "entry", "setting", "state", "status"),
    *("steps", "views"),
)


@cache
def _module_names() -> tuple[str, ...]:
    names = sorted(file.name for file in FOLDER.glob("*.js"))
    return tuple(name for name in names if name != WORKER)


def _address(name: str) -> str:
    return f"{settings.STATIC_URL}js/log/{name}"


def log_modules() -> list[str]:
    """The addresses by which the log's script imports its modules."""
    return [_address(name) for name in _module_names()]


@register.simple_tag
def first_log_modules() -> list[str]:
    """Those that the first step of a form needs: fetched with the page."""
    return [_address(f"{name}.js") for name in FIRST]


@register.simple_tag
def city_time_zone() -> str:
    return settings.TIME_ZONE


@register.filter
def city_day(moment: dt.datetime) -> str:
    """The day in the city, as ``2025-09-23``: for scripts to compare."""
    return calendars.city_date(moment).isoformat()
