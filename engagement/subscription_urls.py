"""Addresses of mail for residents, under /subscribe/."""

from django.urls import path

from engagement.views import subscribing

urlpatterns = [
    path("", subscribing.subscribe, name="subscribe"),
    path("asked/", subscribing.subscribe_asked, name="subscribe-asked"),
    path("<str:secret>/", subscribing.subscription, name="subscription"),
    path(
        "<str:secret>/confirm/",
        subscribing.subscription_confirm,
        name="subscription-confirm",
    ),
    path("<str:secret>/end/", subscribing.subscription_end, name="subscription-end"),
]
