"""Form widgets for pages with very much to choose from."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CHOSEN = SafeString(" selected")


class LongSelect(forms.Select):
    """A list as Django's, written without a template for each of its options.

    Two hundred options by templates take as long as the rest of a page.
    """

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        attributes = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html(
            "<select{}>{}</select>", attributes, _entries(self.choices, chosen)
        )


def _entries(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    """The options, and groups of them under a label, in their order."""
    return format_html_join("", "{}", ((_entry(*one, chosen),) for one in choices))


def _entry(value: Any, label: Any, chosen: set[str]) -> SafeString:
    if isinstance(label, list | tuple):
        inner = _entries(label, chosen)
        return format_html('<optgroup label="{}">{}</optgroup>', value, inner)
    value = "" if value is None else str(value)
    mark = CHOSEN if value in chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, mark, label)
