"""How people get and use accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civic.models import User

ONE_YEAR = 365 * 24 * 60 * 60


class PortalAccountAdapter(DefaultAccountAdapter):
    """Sign-in for staff; the wording of everything that can go wrong is ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _(
            "This account is closed. An administrator can open it again."
        ),
        "email_password_mismatch": _(
            "No account has this e-mail address and this password. Check both for "
            "mistakes, or get a sign-in code by e-mail instead."
        ),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_code": _(
            "This is not the code we sent. Check the digits in the newest e-mail."
        ),
        "incorrect_password": _("This is not your password. Try again."),
        "invalid_login": _("Enter the e-mail address of your account."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, then try again."
        ),
        "rate_limited": _("Too many requests. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are for staff and are made by administrators."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for staff, the front page for someone without a role."""
        user = request.user
        has_desk = user.is_authenticated and bool(user.roles)
        return resolve_url("civic:desk" if has_desk else "civic:home")

    def post_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse:
        """Remember the language for the addresses that do not carry one."""
        response = super().post_login(request, user, **kwargs)
        return remember_language(response)


def remember_language(response: HttpResponse) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        get_language() or settings.LANGUAGE_CODE,
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
