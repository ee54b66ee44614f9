"""Forms of the collectors: in the desk, and to leave a kiosk."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from civic import languages
from surveys.models import Collector, Survey

SHORTEST_IDLE, LONGEST_IDLE = 30, 900
WEB = "-web"
CREATABLE = (Collector.Kind.LINK, Collector.Kind.KIOSK, Collector.Kind.PAPER)
ADDRESS_TAKEN = _("Another collector has this address. Choose a different one.")
SLUG_HELP = {
    Collector.Kind.PAPER: _(
        "Stands for the sheets of this collector in exports. It cannot be changed "
        "later."
    ),
    Collector.Kind.KIOSK: _(
        "Is typed once on the device, and stands for it in exports. It cannot be "
        "changed later."
    ),
}
DIGITS = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}


def creatable_kinds(survey: Survey) -> tuple[Collector.Kind, ...]:
    """The kinds that staff can add to ``survey``; guides are used in talks only."""
    return () if survey.purpose == Survey.Purpose.GUIDE else CREATABLE


class SecondsField(forms.IntegerField):
    """A whole number in any of the portal's digits."""

    widget = forms.TextInput(attrs=DIGITS)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(languages.latin_digits(str(value or "")))

    def prepare_value(self, value: Any) -> Any:
        language = languages.current()
        return language.with_digits(str(value)) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min and max belong to type=number


class PinField(forms.CharField):
    """Four to eight digits, in any of the portal's scripts."""

    widget = forms.TextInput(attrs=DIGITS)
    default_validators = (
        RegexValidator(r"^[0-9]{4,8}\Z", _("A PIN has four to eight digits.")),
    )

    def to_python(self, value: Any) -> str:
        return languages.latin_digits(super().to_python(value) or "")


class CollectorForm(forms.Form):
    """Name, short address and, for a kiosk, how it clears itself and is left."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name"),
        help_text=_(
            "For staff: where the link is given out, or where the device stands."
        ),
        max_length=200,
        error_messages={
            "required": _("Give it a name, so that staff can tell it from others.")
        },
    )
    slug = forms.SlugField(
        label=_("Short address"),
        help_text=_(
            "Stands on posters and is typed by hand. It cannot be changed later."
        ),
        min_length=3,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={
            "required": _("Give a short address."),
            "invalid": _(
                "Use Latin letters, digits and hyphens only, such as “baruta”."
            ),
        },
    )
    idle_seconds = SecondsField(
        label=_("Seconds until an idle kiosk clears itself"),
        help_text=_("The page warns 20 seconds before."),
        min_value=SHORTEST_IDLE,
        max_value=LONGEST_IDLE,
        initial=Collector._meta.get_field("idle_seconds").default,
        error_messages={
            "required": _("Give between 30 and 900 seconds."),
            "invalid": _("Give a whole number of seconds, such as 90."),
            "min_value": _("Give between 30 and 900 seconds."),
            "max_value": _("Give between 30 and 900 seconds."),
        },
    )
    pin = PinField(
        label=_("PIN to leave the kiosk"),
        help_text=_("Four to eight digits. Without a PIN the kiosk cannot be left."),
        required=False,
    )
    removes_pin = forms.BooleanField(
        label=_("Remove the PIN that is set"), required=False
    )

    def __init__(
        self, *args: Any, kind: str, collector: Collector | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "slug", "idle_seconds", "pin", "removes_pin"])
        unused: set[str] = set()
        if collector:
            unused.add("slug")
        if kind != Collector.Kind.KIOSK:
            unused |= {"idle_seconds", "pin", "removes_pin"}
        elif not (collector and collector.pin_hash):
            unused.add("removes_pin")
        else:
            self.fields["pin"].help_text = _(
                "Four to eight digits. A PIN is set; leave this empty to keep it."
            )
        if kind in SLUG_HELP:
            self.fields["slug"].help_text = SLUG_HELP[kind]
        for name in unused:
            del self.fields[name]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        is_of_a_survey = slug.endswith(WEB)  # given to the survey's own address
        if is_of_a_survey or Collector.objects.filter(slug__iexact=slug).exists():
            raise forms.ValidationError(ADDRESS_TAKEN)
        return slug


class QrForm(forms.Form):
    """In which language a QR code leads to the survey; none is the reader's own."""

    language = forms.ChoiceField(choices=[("", ""), *languages.CHOICES], required=False)


class SwitchForm(forms.Form):
    is_active = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes"
    )


class LeaveForm(forms.Form):
    """The PIN that a member of staff types to leave a kiosk."""

    WRONG = _("This is not the PIN of this kiosk.")

    use_required_attribute = False
    pin = forms.CharField(
        label=_("Staff PIN"),
        max_length=20,
        widget=forms.PasswordInput(attrs=DIGITS),
        error_messages={"required": _("Type the PIN.")},
    )

    def clean_pin(self) -> str:
        return languages.latin_digits(self.cleaned_data["pin"]).strip()
