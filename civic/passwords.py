"""The rules for passwords, each saying how to meet it."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("This password is too short. Use at least eight characters.")


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password is one of the most common. Choose one of your own.")


class NotDigitsOnly(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password has digits only. Add letters or other characters.")


class NotLikeTheAccount(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _(
            "This password is too much like your name or e-mail address. "
            "Choose another."
        )
