"""Fields of what staff write down: notes, choices, days and places."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.fields import CityDateField
from civic.languages import latin_digits
from civic.models import Branch
from civic.texts import tidy

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of what summaries and events can tell
# Not Django's own words, some of which repeat what was sent, whatever it is.
NOT_IN_LIST = _("This is not in the list. Choose from the list.")


def choose(text: str) -> dict[str, str]:
    """Return the messages of a field of choices, for none chosen and a wrong one."""
    return {"required": text, "invalid_choice": text}


class BranchField(forms.TypedChoiceField):
    """One of the branches that are offered, or none; asks no database."""

    branches: Sequence[Branch] = ()

    def __init__(self, **kwargs) -> None:
        super().__init__(empty_value=None, **kwargs)

    def offer(self, branches: Sequence[Branch]) -> None:
        self.branches = branches
        self.coerce = {str(one.pk): one for one in branches}.__getitem__
        none = ("", pgettext_lazy("branch", "None in particular"))
        self.choices = [none, *((one.pk, str(one)) for one in branches)]


class NoteField(forms.CharField):
    """Free text, stored without control characters.

    Its limit is not put into the page: browsers would cut off a pasted text unseen.
    """

    default_error_messages = {
        "max_length": _("Write at most %(limit_value)d characters: shorten this text.")
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.validators = [
            one
            for one in self.validators
            if not isinstance(one, ProhibitNullCharactersValidator)
        ]

    def to_python(self, value):
        return tidy(super().to_python(value)).strip()

    def widget_attrs(self, widget):
        return {}


class DayField(CityDateField):
    """A day of a year in which events can lie."""

    default_error_messages = {
        "too_far": _("This day is too far from today: correct the year.")
    }

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["too_far"], code="too_far")


_DEGREES = r"([+-]?\d{1,3}(?:\.\d{1,12})?)\s*°?\s*"
POINT = re.compile(
    rf"{_DEGREES}(?P<ns>[NS])?\s*[,;\s]\s*{_DEGREES}(?P<ew>[EW])?", re.IGNORECASE
)
_SIGNS = str.maketrans({"−": "-", "–": "-", "٫": ".", "،": ",", "\u200e": ""})
NORTHMOST, EASTMOST = 90, 180

Point = tuple[float, float]


class PointField(forms.CharField):
    """A point on the map as people copy it: “37.3355, -121.8850”, “37.3° N, 121.9° W”.

    Gives latitude and longitude in degrees, or None. In any digits; where a semicolon
    parts the two, a comma may stand before the decimals.
    """

    widget = forms.TextInput({"dir": "ltr", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _(
            "This is not a point. Write latitude and longitude in degrees, such as "
            "37.3355, -121.8850."
        ),
        "out_of_range": _(
            "Latitude lies between -90 and 90, longitude between -180 and 180: check "
            "the order of the two."
        ),
    }

    def to_python(self, value: Any) -> Point | None:
        if not isinstance(value, str):
            return value
        text = latin_digits(value).translate(_SIGNS).strip()
        if not text:
            return None
        plain = text.replace(",", ".") if ";" in text else text
        match = POINT.fullmatch(plain)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        south, west = match["ns"] in {"S", "s"}, match["ew"] in {"W", "w"}
        return (
            float(match[1]) * (-1 if south else 1),
            float(match[3]) * (-1 if west else 1),
        )

    def validate(self, value: Point | None) -> None:
        super().validate(value)
        if value is None:
            return
        latitude, longitude = value
        if abs(latitude) > NORTHMOST or abs(longitude) > EASTMOST:
            raise ValidationError(self.error_messages["out_of_range"], code="range")

    def run_validators(self, value: Point | None) -> None:
        """No validator of texts has anything to say of two numbers."""

    def prepare_value(self, value: Any) -> Any:
        # All decimals that are stored: saving a form must not move the point
        return f"{value[0]}, {value[1]}" if isinstance(value, tuple) else value
