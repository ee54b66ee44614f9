"""What a reader of a list asks for by its query: wishes that can be taken back."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.db.models import Model
from django.http import QueryDict

from civic import calendars, languages
from engagement.forms.fields import NOT_IN_LIST

# Not Django's own words, some of which repeat what was sent, whatever it is.
UNKNOWN = {"invalid_choice": NOT_IN_LIST}
Sent = list[tuple[str, str]]  # fields and values of a query


@dataclass(frozen=True)
class Wish:
    """One thing that was asked for in words, and the query without it."""

    label: str
    text: str
    query: str

    @property
    def names_itself(self) -> bool:
        """Whether the text begins with the label, as “District 3” does."""
        return self.text.casefold().startswith(self.label.casefold())


def choice_field(label: Any, choices: list, every: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", every), *choices],
        required=False,
        error_messages=UNKNOWN,
    )


def place_field(label: Any, model: type[Model], every: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=model._default_manager.none(),
        to_field_name="code",
        required=False,
        empty_label=every,
        error_messages=UNKNOWN,
    )


class WishForm(forms.Form):
    """What to show of a list; all of it together, and all of it optional.

    What is unclear is left aside and said; the rest still counts.
    """

    def sent(self) -> Sent:
        """Return what was asked for as it stands in an address; nothing unclear."""
        self.is_valid()
        return [
            (name, code)
            for name, value in self.cleaned_data.items()
            for code in _codes(value)
        ]

    @property
    def query(self) -> str:
        """The query of this choice: ``?district=east``, or nothing."""
        return _query(self.sent())

    def without(self, name: str) -> Self:
        """Return the same choice but for one field."""
        rest = [(field, code) for field, code in self.sent() if field != name]
        return type(self)(QueryDict(urlencode(rest)))

    def query_with(self, name: str, code: str) -> str:
        """Return the query of this choice and one thing more."""
        return _query([*self.sent(), (name, code)])

    def query_instead(self, name: str, code: str) -> str:
        """Return the query of this choice with another value of one field."""
        rest = [(field, sent) for field, sent in self.sent() if field != name]
        return _query([*rest, (name, code)])

    def chosen(self, name: str) -> Any:
        """Return what was chosen in one field, if that is clear."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def has_wishes(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.sent())

    def wishes(self) -> Iterator[Wish]:
        """Yield each thing that was asked for, with the query that takes it back."""
        sent = self.sent()
        for place, (name, code) in enumerate(sent):
            rest = sent[:place] + sent[place + 1 :]
            yield Wish(
                str(self.fields[name].label), self._text(name, code), _query(rest)
            )

    def _text(self, name: str, code: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, dt.date):
            return calendars.long_date(value, languages.current())
        if isinstance(value, Model):
            return str(value)
        return str(dict(self.fields[name].choices)[code])

    @property
    def shown(self) -> Self:
        """The form to show: dates in the reader's calendar, mistakes as typed."""
        return self if self.errors else type(self)(initial=self.cleaned_data)


def _codes(value: Any) -> list[str]:
    """Return a field's value as it stands in a query."""
    if isinstance(value, list):
        return value
    if isinstance(value, dt.date):
        return [value.isoformat()]
    return [getattr(value, "code", value)] if value else []


def _query(sent: Sent) -> str:
    return f"?{urlencode(sent)}" if sent else ""
