"""Fields of what staff write down: notes and choices."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from civic.texts import tidy


def choose(text: str) -> dict[str, str]:
    """Return the messages of a field of choices, for none chosen and a wrong one."""
    return {"required": text, "invalid_choice": text}


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
