"""Form widgets for pages with very much to choose from."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A list as Django's, written without a template for each of its options.

    Two hundred options by templates take as long as the rest of a page.
    """

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = [
            _group(label, options) for label, options, _index in widget["optgroups"]
        ]
        attributes = flatatt({"name": widget["name"], **widget["attrs"]})
        inner = format_html_join("", "{}", ((group,) for group in groups))
        return format_html("<select{}>{}</select>", attributes, inner)


def _group(label: Any, options: list[dict[str, Any]]) -> SafeString:
    inner = format_html_join(
        "",
        "<option{}>{}</option>",
        (
            (flatatt({"value": one["value"], **one["attrs"]}), one["label"])
            for one in options
        ),
    )
    if label is None:
        return inner
    return format_html('<optgroup label="{}">{}</optgroup>', label, inner)
