from django import forms
from django.test.html import parse_html

from civic.widgets import LongSelect

CHOICES = [("", "All <of> them"), ("a", "A & B"), ("Group “x”", [("b", "B"), (3, "C")])]


def test_long_select_is_the_same_as_djangos():
    for value in ("", "a", 3, None, "gone"):
        ours, theirs = (
            kind(choices=CHOICES, attrs={"dir": "auto"}).render(
                "asked", value, {"id": "id_asked", "required": True}
            )
            for kind in (LongSelect, forms.Select)
        )
        assert parse_html(ours) == parse_html(theirs)
