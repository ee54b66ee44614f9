"""Fields of what staff write down: notes and choices."""

from collections.abc import Sequence

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.models import Branch
from civic.texts import tidy


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
