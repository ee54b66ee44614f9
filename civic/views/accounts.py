"""The sign-in page and the demonstration accounts on it; the rest is allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from civic import demonstration_accounts
from civic.accounts import remember_language
from civic.forms import DemonstrationSignInForm
from civic.models import User


def demonstration_users() -> QuerySet[User]:
    """The demonstration accounts that exist; none outside DEBUG."""
    if not settings.DEBUG:
        return User.objects.none()
    users = User.objects.filter(email__in=demonstration_accounts.EMAILS)
    return users.filter(is_active=True).prefetch_related("groups").order_by("pk")


class SignInView(LoginView):
    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {
            "demonstration_users": demonstration_users(),
            "demonstration_password": demonstration_accounts.PASSWORD,
        }


@login_not_required
@require_POST
def demonstration_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration accounts, without a password."""
    form = DemonstrationSignInForm(request.POST)
    email = form.cleaned_data["email"] if form.is_valid() else ""
    user = demonstration_users().filter(email=email).first()
    if user is None:
        raise Http404
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    destination = get_next_redirect_url(request)
    response = redirect(
        destination or get_adapter(request).get_login_redirect_url(request)
    )
    return remember_language(response)
