"""Texts of a survey beside their translation, and which of them to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages, numbers
from civic.texts import storable, tidy
from surveys.actions.wording import TextChange
from surveys.checks import field_id
from surveys.models import Survey
from surveys.wording import Text, first_written_language, must_stay_message

LONGEST = 20_000  # of texts without a limit of their own
UNKNOWN = {"invalid_choice": gettext_lazy("Choose one of the portal's languages.")}


class LanguagesForm(forms.Form):
    """The query string: from which language into which, and whether all texts."""

    source = forms.ChoiceField(
        label=gettext_lazy("From"),
        choices=languages.CHOICES,
        error_messages=UNKNOWN,
    )
    target = forms.ChoiceField(
        label=gettext_lazy("Into"),
        choices=languages.CHOICES,
        error_messages=UNKNOWN,
    )
    missing = forms.BooleanField(
        label=gettext_lazy("Only what is missing"), required=False
    )

    def settled(self, survey: Survey, own: str) -> "Direction":
        """Return what was asked for, or else into ``own``, from what is written.

        Nothing leads into a language that the survey is not published in by itself.
        """
        self.is_valid()
        asked = self.cleaned_data
        written = first_written_language(survey)
        others = [code for code in survey.languages if code != written]
        usual = own if own in others else (others or [written])[0]
        target = asked.get("target") or usual
        source = asked.get("source") or written
        return Direction(
            languages.BY_CODE[source],
            languages.BY_CODE[target],
            bool(asked.get("missing")),
        )


@dataclass(frozen=True)
class Direction:
    """From which language into which, and whether only missing texts are shown."""

    source: languages.Language
    target: languages.Language
    only_missing: bool

    def chosen(self, texts: Sequence[Text]) -> list[Text]:
        """Return those of ``texts`` to show: what can be translated, or is needed."""
        due = [text for text in texts if text.is_due]
        if not self.only_missing:
            return due
        return [text for text in due if text.is_missing(self.target.code)]

    @property
    def is_within_one(self) -> bool:
        """Whether a wording is corrected, without another language beside it."""
        return self.source == self.target

    @property
    def query(self) -> str:
        asked = QueryDict(mutable=True)
        asked.update({"source": self.source.code, "target": self.target.code})
        if self.only_missing:
            asked["missing"] = "1"
        return asked.urlencode()


@dataclass(frozen=True)
class Row:
    """One text: what is to be translated, the field for it, and the text it had.

    ``original`` is in the language asked for, or in the first that has it.
    ``overtaken`` is what somebody else has written there meanwhile.
    """

    text: Text
    original: str
    language: languages.Language
    field: BoundField
    seen: BoundField
    overtaken: str | None


class TranslationForm(forms.Form):
    """The texts ``texts`` in one language; each with the wording it was opened with."""

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        survey: Survey,
        texts: Sequence[Text],
        direction: Direction,
    ) -> None:
        super().__init__(data)
        self.survey = survey
        self.texts, self.direction = list(texts), direction
        self.overtaken: dict[str, str] = {}
        for text in self.texts:
            now = text.wording(direction.target.code)
            self.fields[text.key] = _field(text, direction.target)
            self.initial[text.key] = now
            self.fields[seen_name(text)] = forms.CharField(
                widget=forms.HiddenInput, required=False, strip=False
            )
            self.initial[seen_name(text)] = now

    def rows(self) -> list[Row]:
        source = self.direction.source.code
        return [
            Row(
                text,
                *text.original(source),
                self[text.key],
                self[seen_name(text)],
                self.overtaken.get(text.key),
            )
            for text in self.texts
        ]

    def clean(self) -> dict[str, Any]:
        for text in self.texts:
            if text.key in self.cleaned_data:
                self._check(text, self.cleaned_data[text.key])
        return self.cleaned_data

    def _check(self, text: Text, wording: str) -> None:
        target = self.direction.target
        if not wording and text.must_stay(self.survey, target.code):
            self.add_error(text.key, must_stay_message(text.field_name, target.code))
        longest = text.longest or LONGEST
        if len(wording) > longest:
            language = languages.current()
            message = _(
                "“%(name)s” has %(length)s characters, and %(longest)s fit. Please "
                "shorten it."
            ) % {
                "name": text.field_name,
                "length": numbers.number(len(wording), language),
                "longest": numbers.number(longest, language),
            }
            self.add_error(text.key, message)

    def changes(self) -> list[TextChange]:
        """Return the texts that were changed here, with what was there before."""
        found = []
        for text in self.texts:
            before = storable(self.data.get(seen_name(text), ""))
            after = self.cleaned_data[text.key]
            if text.key in self.data and after != before.strip():
                found.append(
                    TextChange(
                        text.part,
                        text.field,
                        self.direction.target.code,
                        after,
                        before,
                    )
                )
        return found

    def show_overtaken(self, changes: Sequence[TextChange]) -> None:
        """Let the writer choose between the own text and what is there meanwhile.

        Saving once more writes the own text over it. All others are saved.
        """
        self.data = self.data.copy()
        for text in self.texts:
            self.data[seen_name(text)] = self.cleaned_data[text.key]
        columns = {(one.part, one.field): one.before or "" for one in changes}
        for text in self.texts:
            now = columns.get((text.part, text.field))
            if now is not None:
                self.overtaken[text.key] = now
                self.data[seen_name(text)] = now
                self.add_error(
                    text.key,
                    _(
                        "Somebody else changed this text meanwhile. Keep yours by "
                        "saving again, or copy theirs into the field."
                    ),
                )


class WordingField(forms.CharField):
    """A text as an editor writes it, stored tidy."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "").strip()


def seen_name(text: Text) -> str:
    """The name of the hidden field with the text as it was when the page opened."""
    return f"seen-{text.key}"


def _field(text: Text, language: languages.Language) -> WordingField:
    is_long = text.is_long or (text.longest or LONGEST) > LONGEST_LINE
    rows = {"rows": 4 if text.is_long else 2}
    widget = forms.Textarea(attrs=rows) if is_long else forms.TextInput()
    widget.attrs |= {
        "id": field_id(text),
        "lang": language.code,
        "dir": language.direction,
    }
    return WordingField(label=text.field_name, widget=widget)


LONGEST_LINE = 200  # longer texts get a field of several lines
