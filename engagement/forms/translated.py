"""What the forms of the composer share: texts in five languages, and no overwriting."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from engagement.forms.summary_fields import limit_length


def columns(*names: str) -> list[str]:
    """The modeltranslation columns of the named fields, in the portal's order."""
    return [f"{name}_{code}" for name in names for code in languages.CODES]


class NotChangedMeanwhileForm(forms.ModelForm):
    """Refuse to write over what somebody else saved since this form was opened.

    The view locks the row, so that of two saves at once the second is refused. What
    was typed stays in the form; saving it again writes it over the other version.
    """

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_at"].initial = self._version

    @property
    def _version(self) -> str:
        return self.instance.updated_at.isoformat() if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen_at = parse_datetime(self.cleaned_data.get("seen_at") or "")
        if self.instance.pk and seen_at != self.instance.updated_at:
            self.answer_change()
        return cleaned

    def answer_change(self) -> None:
        """Refuse what is sent; sent again it is saved over the other version."""
        self.show_again(seen_at=self._version)
        raise forms.ValidationError(
            _(
                "Somebody else changed this while you were writing. Your text is "
                "still here and not saved: compare it with the saved version in "
                "another window, then save again."
            ),
            code="changed",
        )

    def show_again(self, **values: Any) -> None:
        """Have the form come back with these values in it."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[self.add_prefix(name)] = value


class TranslatedForm(forms.ModelForm):
    """A form with the fields in ``translated``, each in the portal's languages.

    Those in ``needed`` must be there in one language at least. With ``language``, only
    the texts in that language can be changed: all else is shown as it is stored.
    ``titles`` and ``helps`` are of fields that are not called or explained as their
    model does.
    """

    translated: tuple[str, ...] = ()
    titles: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    focus, source = "", ""  # languages: the one to be written, and its original
    needed: tuple[str, ...] = ()
    rows = 6

    def __init__(self, *args: Any, language: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing: list[str] = []  # fields that stand for all languages of a text
        for name in self.translated:
            title = self._title(name)
            for one in languages.LANGUAGES:
                field = self.fields[f"{name}_{one.code}"]
                limit_length(field, title)
                self._dress(field, one)
        if language is not None:
            open_fields = {
                "seen_at",
                "seen_texts",
                *(f"{name}_{language}" for name in self.translated),
            }
            for name in self.fields.keys() - open_fields:
                self.fields[name].disabled = True

    def _dress(self, field: forms.Field, language: languages.Language) -> None:
        field.required = False
        field.help_text = ""  # it stands once above all languages
        field.label = format_html(
            '<span lang="{}">{}</span>', language.code, language.endonym
        )
        field.widget.attrs |= {"lang": language.code, "dir": language.direction}
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = self.rows

    def _title(self, name: str) -> Any:
        known = self._meta.model._meta.get_field(name).verbose_name
        return self.titles.get(name, known)

    def _help(self, name: str) -> Any:
        known = self._meta.model._meta.get_field(name).help_text
        return self.helps.get(name, known)

    def groups(self) -> Iterator[dict[str, Any]]:
        """Each translated field once: its name and the inputs of all languages."""
        for name in self.translated:
            fields = [self[column] for column in columns(name)]
            missing = [field for field in fields if field.name in self.missing]
            shown = self._in_sight(name, fields)
            folded = [field for field in fields if field not in shown]
            yield {
                "name": name,
                "title": self._title(name),
                "help": self._help(name),
                "is_needed": name in self.needed,
                "shown": shown,
                "folded": folded,
                "is_unfolded": any(field.errors for field in folded),
                "missing": missing[0] if missing else None,
            }

    def _in_sight(self, name: str, fields: list[BoundField]) -> list[BoundField]:
        """The source and the language to be written, where there is such a focus."""
        if not self.focus:
            return fields
        by_code = dict(zip(languages.CODES, fields, strict=True))
        written = [code for code in languages.CODES if by_code[code].value()]
        sources = [self.source, *written]
        source = next(
            (one for one in sources if one in written and one != self.focus), ""
        )
        return [by_code[code] for code in (source, self.focus) if code]

    def plain_fields(self) -> list[BoundField]:
        """The visible inputs that are not translated."""
        names = columns(*self.translated)
        return [field for field in self.visible_fields() if field.name not in names]

    def has_text(self, name: str) -> bool:
        """Whether it is written in some language, even if it was refused there."""
        return any(
            column in self.errors or (self.cleaned_data.get(column) or "").strip()
            for column in columns(name)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.needed:
            if not self.has_text(name):
                first = build_localized_fieldname(name, languages.current().code)
                message = _("“%(text)s” is needed in at least one language.") % {
                    "text": capfirst(self._title(name))
                }
                self.add_error(first, message)
                self.missing.append(first)
        return cleaned
