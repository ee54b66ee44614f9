"""Forms of the account pages: allauth's, with words, hints and widgets of our own."""

from typing import cast

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civic import languages

PASSWORD_HELP = _(
    "At least eight characters, not digits only, and nothing that is easy to guess: "
    "no common password, nor your name or e-mail address."
)


class OwnWords(forms.Form):
    """Name the fields as the portal does; no placeholders, which vanish on typing."""

    words: dict[str, tuple[str | Promise, str | Promise]] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, help_text = self.words[name]
            field.label, field.help_text = cast(str, label), cast(str, help_text)


class SignInForm(OwnWords, allauth_forms.LoginForm):
    words = {
        "login": (_("E-mail address"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Keep me signed in on this device"), ""),
    }


class RequestCodeForm(OwnWords, allauth_forms.RequestLoginCodeForm):
    words = {"email": (_("E-mail address"), "")}


class RequestPasswordCodeForm(OwnWords, allauth_forms.ResetPasswordForm):
    words = {"email": (_("E-mail address"), "")}


class ConfirmCodeForm(OwnWords, allauth_forms.BaseConfirmCodeForm):
    """A code from an e-mail, typed in any of the portal's digits."""

    words = {
        "code": (_("Code from the e-mail"), _("Nine digits, with or without dashes."))
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}

    def clean_code(self) -> str:
        self.cleaned_data["code"] = languages.latin_digits(self.cleaned_data["code"])
        return super().clean_code()


class NewPasswordForm(OwnWords, allauth_forms.ResetPasswordKeyForm):
    words = {
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("New password again"), ""),
    }


class ChangePasswordForm(OwnWords, allauth_forms.ChangePasswordForm):
    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("New password again"), ""),
    }


class SetPasswordForm(OwnWords, allauth_forms.SetPasswordForm):
    words = NewPasswordForm.words


class DemonstrationSignInForm(forms.Form):
    """Which of the demonstration accounts to sign in as."""

    email = forms.EmailField()
