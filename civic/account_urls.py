"""The account pages that the portal has: allauth's names, only those we support."""

from allauth.account import views as allauth_views
from django.urls import path

from civic.views import accounts

urlpatterns = [
    path("login/", accounts.SignInView.as_view(), name="account_login"),
    path(
        "login/demonstration/",
        accounts.demonstration_sign_in,
        name="demonstration_sign_in",
    ),
    path(
        "login/code/",
        allauth_views.request_login_code,
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        allauth_views.confirm_login_code,
        name="account_confirm_login_code",
    ),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path(
        "password/change/",
        allauth_views.password_change,
        name="account_change_password",
    ),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path(
        "password/reset/", allauth_views.password_reset, name="account_reset_password"
    ),
    path(
        "password/reset/confirm/",
        allauth_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        allauth_views.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
