"""A reader's comment, and what staff decide about it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from civic import languages, numbers
from civic.number_fields import WholeNumberField
from civic.texts import tidy
from engagement.comment_sums import OpenForm
from engagement.forms.privacy import sentence
from engagement.models import Comment
from engagement.models.comments import NAME_LENGTH, TEXT_LENGTH, WORDS_LENGTH
from engagement.moderation import ways_to_people
from engagement.privacy import Kind


class WordsField(forms.CharField):
    """Words of limited length, without what cannot be shown safely.

    The limit is not put into the page: browsers would cut off a pasted text unseen.
    """

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Control characters are taken out, so there is no null character to refuse.
        self.validators = []
        self.longest = longest

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value) or "").strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        surplus = len(value) - self.longest
        if surplus > 0:
            raise forms.ValidationError(_too_long(surplus), code="too_long")


def _too_long(surplus: int) -> str:
    return ngettext(
        "This is too long by %(shown)s character. Please shorten it.",
        "This is too long by %(shown)s characters. Please shorten it.",
        surplus,
    ) % {"shown": numbers.number(surplus, languages.current())}


class CommentForm(forms.Form):
    """What a reader sends; the sum is the one that ``opened`` asks for."""

    use_required_attribute = False
    text = WordsField(
        label=pgettext_lazy("on a summary", "Your comment"),
        longest=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write your comment here first.")},
    )
    name = WordsField(
        label=_("Name to show with it"),
        help_text=_("Any name you like. Without one we write “A reader”."),
        longest=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "Only to tell you what was decided. It is never shown, and deleted right "
            "after that."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "invalid": _(
                "This is no e-mail address. Correct it, or leave the field empty."
            )
        },
    )
    sum = WholeNumberField(
        error_messages={
            "required": _("Work out the small sum and write the result here."),
            "invalid": _("Write the result in digits."),
        }
    )
    confirms_privacy = forms.BooleanField(
        label=_("It may be published: it belongs to no private person"), required=False
    )

    def __init__(self, *args: Any, opened: OpenForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = opened
        self.fields["sum"].label = format_html(
            gettext("How much is {sum}?"), sum=opened.sum_in(languages.current())
        )
        self.fields["sum"].help_text = gettext(
            "This shows that you are no program. Digits of any script will do."
        )

    def clean_sum(self) -> int:
        result = self.cleaned_data["sum"]
        if result != sum(self.opened.terms):
            raise forms.ValidationError(
                _("That is not the result. Please work it out once more."),
                code="wrong_sum",
            )
        return result

    @property
    def has_wrong_sum(self) -> bool:
        return self.has_error("sum", "wrong_sum")

    def flags_ways_to_people(self) -> bool:
        """Mark what the author had better leave out; not once that is confirmed."""
        if self.cleaned_data["confirms_privacy"]:
            return False
        found = [
            one
            for one in ways_to_people(self.cleaned_data["text"])
            if one.kind != Kind.NAME
        ]
        for one in found:
            self.add_error("text", sentence(one))
        return bool(found)

    def comment(self, **fields: Any) -> Comment:
        """The comment of a valid form, not stored yet."""
        return Comment(
            submission=self.opened.submission,
            language=languages.current().code,
            text=self.cleaned_data["text"],
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            **fields,
        )


class RefusalForm(forms.Form):
    """Which rule a comment breaks, and what the author should know besides."""

    use_required_attribute = False
    rule = forms.ChoiceField(
        label=_("Which rule does it break?"),
        choices=Comment.Rule.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say which rule of the policy the comment breaks.")
        },
    )
    explanation = WordsField(
        label=_("Words to the author"),
        help_text=_(
            "In the language of the comment. They go with the rule to who left an "
            "address, and are shown to nobody else."
        ),
        longest=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """The library's answer to a comment."""

    answer = WordsField(
        label=_("Answer of the library"),
        help_text=_(
            "In the language of the comment; it stands below it for everyone. Empty "
            "takes it away."
        ),
        longest=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class QueueFilterForm(forms.Form):
    """Which comments the moderator sees: those that wait, unless asked otherwise."""

    state = forms.ChoiceField(
        label=_("State"), choices=Comment.State.choices, required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("All languages")), *languages.CHOICES],
        required=False,
    )

    @property
    def chosen_state(self) -> str:
        return self._chosen.get("state") or Comment.State.WAITING

    @property
    def chosen_language(self) -> str:
        return self._chosen.get("language") or ""

    @property
    def query(self) -> str:
        """What is chosen, to go behind an address."""
        return f"?{urlencode(chosen)}" if (chosen := self._chosen) else ""

    @cached_property
    def _chosen(self) -> dict[str, str]:
        """What was asked for and exists."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
