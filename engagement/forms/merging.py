"""Two editors at once: what one changed is kept beside what the other did."""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from engagement.forms.translated import NotChangedMeanwhileForm, TranslatedForm, columns
from engagement.text_differences import by_word


def _plain(value: Any) -> str:
    """Return a value of a form or a column as text, to compare the two."""
    if isinstance(value, list | QuerySet):  # of several others
        return " ".join(sorted(str(one.pk) for one in value))
    value = getattr(value, "pk", value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _hash(value: Any) -> str:
    return sha256(_plain(value).encode()).hexdigest()[:16]


class MergingForm(NotChangedMeanwhileForm, TranslatedForm):
    """Keeps both where two people changed different texts or languages.

    Where both changed the same text the form comes back with theirs beside it; saved
    again, it stands over theirs. ``took`` names what the other person changed.
    """

    seen_texts = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.took: list[str] = []
        names = [name for name in self._meta.fields if name in self.fields]
        self._stored = model_to_dict(self.instance, names) if self.instance.pk else {}
        # A draft brings its own along, from when it was begun.
        self.initial.setdefault("seen_texts", self._seen_now())

    def stored_text(self, name: str) -> str:
        """Return a text as it was stored before this form."""
        return self._stored.get(name) or ""

    def _seen_now(self) -> str:
        return json.dumps({name: _hash(value) for name, value in self._stored.items()})

    def _seen(self) -> dict[str, str]:
        """What this form was opened with; empty if it does not say."""
        try:
            seen = json.loads(self.cleaned_data.get("seen_texts") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def clean(self) -> dict[str, Any]:
        """A draft taken up again was begun from older texts than the page shows."""
        for name in columns(*self.translated):
            # Browsers send other line ends than were stored: that is no change.
            text = self.cleaned_data.get(name)
            self.cleaned_data |= {name: text.replace("\r\n", "\n")} if text else {}
        cleaned = super().clean()
        if self.instance.pk and not self.took and self._seen():
            self._merge(self._seen())
        return cleaned

    def answer_change(self) -> None:
        if not self._seen():
            super().answer_change()

    def _merge(self, seen: dict[str, str]) -> None:
        changed = [
            name
            for name, stored in self._stored.items()
            if name in self.cleaned_data and seen.get(name) != _hash(stored)
        ]
        conflicts = [name for name in changed if self._is_mine(name, seen)]
        self.took = [
            name
            for name in changed
            if name not in conflicts and not self._is_same(name)
        ]
        for name in self.took:
            theirs = getattr(self.instance, name)
            several = isinstance(self._stored[name], list)
            self.cleaned_data[name] = theirs.all() if several else theirs
        if conflicts:
            self._refuse(conflicts)

    def _is_same(self, name: str) -> bool:
        return _plain(self.cleaned_data[name]) == _plain(self._stored[name])

    def _is_mine(self, name: str, seen: dict[str, str]) -> bool:
        """Whether it was changed here too, and into something else."""
        is_changed_here = _hash(self.cleaned_data[name]) != seen.get(name)
        return is_changed_here and not self._is_same(name)

    def _refuse(self, conflicts: list[str]) -> None:
        for name in conflicts:
            mine, theirs = self.cleaned_data[name], self._stored[name]
            self.fields[name].theirs = by_word(_plain(mine), _plain(theirs))
        taken = {name: self._stored[name] for name in self.took}
        self.show_again(seen_at=self._version, seen_texts=self._seen_now(), **taken)
        raise forms.ValidationError(
            _(
                "Somebody else changed the same text while you were writing. Yours is "
                "still here and not saved; theirs stands below it. Put the two "
                "together, then save again."
            ),
            code="changed",
        )
