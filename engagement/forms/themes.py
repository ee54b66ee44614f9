"""Forms of the desk's theme tree."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from civic.models.places import CODE_VALIDATOR
from engagement.forms.bench import LONGEST_SEARCH, theme_choices
from engagement.forms.coding import ANSWER_GONE, gone
from engagement.forms.summary_fields import limit_length
from engagement.forms.translated import NotChangedMeanwhileForm, TranslatedForm, columns
from engagement.models import Theme
from surveys.models import OpenAnswer

STANDS_ALONE = pgettext_lazy("a theme", "To none: it stands by itself")
GONE = gettext_lazy("This theme is not in the list any more. Choose anew.")
NAME_MISSING = gettext_lazy("Give the new theme a name.")
CODE_MISSING = gettext_lazy("Give the theme a code, such as quiet-rooms.")
CODE_TAKEN = gettext_lazy("Another theme has this code. Write another one.")


class WordingForm(NotChangedMeanwhileForm, TranslatedForm):
    """The names and definitions of a theme, in all languages."""

    translated = ("name", "definition")
    needed = ("name",)
    rows = 3

    class Meta:
        model = Theme
        fields = columns("name", "definition")

    def texts(self) -> dict[str, str]:
        """Return them by their columns, as ``reword_theme`` takes them."""
        names = columns(*self.translated)
        return {name: self.cleaned_data.get(name) or "" for name in names}


class ParentField(forms.ModelChoiceField):
    """A theme of the first level that others can belong to, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Theme.objects.none(),
            label=gettext_lazy("Belongs to"),
            required=False,
            empty_label=STANDS_ALONE,
            error_messages=gone(GONE),
            **kwargs,
        )


class CodeField(forms.CharField):
    """A code that no other theme has; needs the lock on the tree."""

    def __init__(self, **kwargs: Any) -> None:
        longest = Theme._meta.get_field("code").max_length
        super().__init__(
            max_length=longest,
            validators=[CODE_VALIDATOR],
            widget=forms.TextInput(attrs={"dir": "ltr", "data-short": True}),
            error_messages={"required": CODE_MISSING},
            **kwargs,
        )
        limit_length(self, _("code"))

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if code and Theme.objects.filter(code=code).exists():
            raise forms.ValidationError(CODE_TAKEN, code="unique")
        return code


class NewThemeForm(TranslatedForm):
    """A theme to be created: its place, its code, and its texts."""

    translated = ("name", "definition")
    needed = ("name",)
    rows = 3

    parent = ParentField()
    code = CodeField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "A short name in Latin letters for addresses and exports. It stays."
        ),
    )

    class Meta:
        model = Theme
        fields = ["parent", "code", *columns("name", "definition")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Theme.objects.current().at_the_top()


class MoveForm(forms.Form):
    """Where a theme is to belong."""

    parent = ParentField()

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        kwargs["initial"] = {"parent": theme.parent_id}
        super().__init__(*args, **kwargs)
        others = Theme.objects.current().at_the_top().exclude(pk=theme.pk)
        self.fields["parent"].queryset = others


class OtherThemeField(forms.ModelChoiceField):
    """A theme in use, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Theme.objects.none(),
            to_field_name="code",
            error_messages={
                "required": gettext_lazy("Choose the other theme."),
                **gone(GONE),
            },
            **kwargs,
        )

    def offer(self, but: Theme, first: Iterable[tuple[str, Any]]) -> None:
        """Offer all themes in use but one; ``first`` what stands before them."""
        self.queryset = Theme.objects.current().exclude(pk=but.pk)
        current = theme_choices(Theme.objects.current())
        others = [one for one in current if one[0] != but.code]
        self.choices = [*first, *others]


class MergeForm(forms.Form):
    """Into which theme another one is merged."""

    use_required_attribute = False
    into = OtherThemeField(label=gettext_lazy("Merge it into"))

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.offer(theme, [("", _("Choose a theme"))])


class SplitSearchForm(forms.Form):
    """Which of a theme's answers to look at."""

    q = forms.CharField(
        label=gettext_lazy("Answers with these words"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class SplitForm(forms.Form):
    """Which answers get another theme, and which; that may be a new one.

    With ``all_found`` it is all that the words were found in, on other pages too.
    """

    use_required_attribute = False
    answers = forms.ModelMultipleChoiceField(
        OpenAnswer.objects.none(), required=False, error_messages=gone(ANSWER_GONE)
    )
    all_found = forms.BooleanField(required=False)
    into = OtherThemeField(
        label=gettext_lazy("The theme they get instead"),
        required=False,
        empty_label=pgettext_lazy("theme", "A new theme"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the new theme"), required=False, max_length=120
    )
    code = CodeField(label=gettext_lazy("Code of the new theme"), required=False)

    def __init__(
        self, *args: Any, theme: Theme, found: QuerySet[OpenAnswer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.theme, self.found = theme, found
        limit_length(fields["name"], _("name"))
        fields["answers"].queryset = OpenAnswer.objects.filter(
            Q(coded__codings__theme=theme)
        ).distinct()
        fields["into"].offer(theme, [("", _("A new theme"))])
        for field in fields.values():
            field.is_demanded = True  # the one or the other

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("answers") or cleaned.get("all_found") or self.errors):
            message = _("Choose the answers that are to get the other theme.")
            self.add_error("answers", message)
        if "into" in cleaned and cleaned["into"] is None:
            self._clean_new(cleaned)
        return cleaned

    def _clean_new(self, cleaned: dict[str, Any]) -> None:
        missing = {"name": NAME_MISSING, "code": CODE_MISSING}
        for name, message in missing.items():
            if name in cleaned and not cleaned[name]:
                self.add_error(name, message)
        cleaned["into"] = Theme(
            code=cleaned.get("code", ""),
            name=cleaned.get("name", ""),
            parent=self._parent_of_new(),
        )

    def _parent_of_new(self) -> Theme:
        """Beside the theme where that belongs to another one, or else below it."""
        return self.theme.parent or self.theme

    def chosen(self) -> list[int]:
        """Return the pks of the answers that are to get the other theme."""
        if self.cleaned_data["all_found"]:
            return list(self.found.values_list("pk", flat=True))
        return [one.pk for one in self.cleaned_data["answers"]]
