"""Forms of a survey's parts: texts in the page's language, and no overwriting.

The other languages are written beside each other at the survey's translation. What was
typed before the page's language changed goes along, in hidden fields.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.texts import tidy
from surveys.wording import Text, must_stay_message

UNTOUCHED = {"id", "position", "page_id", "survey_id", "edition"}


def columns(*names: str) -> list[str]:
    """The modeltranslation columns of the named fields, in the portal's order."""
    return [f"{name}_{code}" for name in names for code in languages.CODES]


def keep_page_language(form: forms.BaseForm, *names: str) -> None:
    """Leave each translated field in the page's language, the others as far as sent."""
    current = languages.current()
    for name in names:
        for code in languages.CODES:
            column = build_localized_fieldname(name, code)
            field = form.fields[column]
            field.required = False
            if code == current.code:
                field.widget.attrs |= {"lang": code, "dir": current.direction}
            elif form.is_bound and form.add_prefix(column) in form.data:
                field.widget = forms.HiddenInput()
            else:
                del form.fields[column]


def fingerprint(rows: Iterable[Model]) -> str:
    """Return a short mark of what the rows hold, but for where they stand."""
    texts = [
        f"{field.attname}={getattr(row, field.attname)!r}"
        for row in rows
        for field in row._meta.concrete_fields
        if field.attname not in UNTOUCHED
    ]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


class PartForm(forms.ModelForm):
    """A form on a part of a survey, in the page's language.

    It refuses to write over what somebody else saved since it was opened: the view
    locks the survey, so that of two saves at once the second is refused. What was typed
    stays in the form; saving it again writes it over the other version.
    """

    translated: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    rows = {"introduction": 3, "thanks": 3, "help": 2, "text": 2}

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_frozen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_page_language(self, *self.translated)
        for name in self.translated:
            self._dress(name)
        for name in self.needed:
            self._require(name)
        self.mark = fingerprint(self.stored_rows()) if self.instance.pk else ""
        self.fields["seen"].initial = self.mark
        if is_frozen:
            for field in self.fields.values():
                field.disabled = True

    def _dress(self, name: str) -> None:
        model_field = self._meta.model._meta.get_field(name)
        field = self.fields[self.column(name)]
        field.label = capfirst(model_field.verbose_name)
        field.source_name = name
        # Browsers would cut off a pasted text unseen
        field.widget.attrs.pop("maxlength", None)
        if name in self.rows:
            field.widget = forms.Textarea(
                field.widget.attrs | {"rows": self.rows[name], "cols": 40}
            )
            field.widget.attrs.pop("maxlength", None)

    def _require(self, name: str) -> None:
        """A text that must be there is needed in one language, whichever it is."""
        field = self.fields[self.column(name)]
        field.is_demanded = True  # before publication, so it is not called optional
        elsewhere = [one for one in columns(name) if one != self.column(name)]
        field.required = not any(
            getattr(self.instance, column) or column in self.fields
            for column in elsewhere
        )
        message = _(
            "“%(text)s” is empty. Write it here, or change the page’s language and "
            "write it in that one."
        )
        field.error_messages["required"] = message % {"text": field.label}

    def column(self, name: str) -> str:
        return build_localized_fieldname(name, languages.current().code)

    def stored_rows(self) -> Iterable[Model]:
        """The rows that this form shows, as they are stored."""
        return [type(self.instance)._default_manager.get(pk=self.instance.pk)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in columns(*self.translated):
            if cleaned.get(name):
                cleaned[name] = tidy(cleaned[name]).strip()
        for name in self.needed:
            self._refuse_unwritten(name)
        if self.instance.pk and self.cleaned_data.get("seen") != self.mark:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.mark
            raise forms.ValidationError(
                _(
                    "Somebody else changed this while you were writing. What you typed "
                    "is still here and not saved: compare it with the saved version "
                    "in another window, then save again."
                ),
                code="changed",
            )
        return cleaned

    def _refuse_unwritten(self, name: str) -> None:
        is_written = any(
            column in self.errors
            or self.cleaned_data.get(column, getattr(self.instance, column) or "")
            for column in columns(name)
        )
        if not is_written:
            message = self.fields[self.column(name)].error_messages["required"]
            self.add_error(self.column(name), message)
        for code in languages.CODES:
            self._refuse_emptied(name, code)

    def _refuse_emptied(self, name: str, code: str) -> None:
        """Keep what readers of a published survey need in one of its languages."""
        column = build_localized_fieldname(name, code)
        is_emptied = column in self.cleaned_data and not self.cleaned_data[column]
        if not is_emptied or not self.instance.pk:
            return
        text = Text(self.instance, name, "", is_needed=True)
        survey = getattr(self.instance, "survey", self.instance)
        if text.must_stay(survey, code):
            message = must_stay_message(text.field_name, code)
            self.add_error(self.column(name), message)

    def problems(self) -> list[tuple[str, str]]:
        """All that is wrong: the id of the field, and words that name it."""
        found = [("", error) for error in self.non_field_errors()]
        for bound in self:
            for error in bound.errors:
                named = str(bound.label) in error or "“" in error
                words = error if named else f"{bound.label}: {error}"
                found.append((bound.auto_id, words))
        return found
