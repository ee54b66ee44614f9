"""Addresses of mail for residents, under /subscribe/."""

from django.urls import path

from engagement.views import subscribing

urlpatterns = [
    path("", subscribing.subscribe, name="subscribe"),
    path("asked/", subscribing.subscribe_asked, name="subscribe-asked"),
    path("<slug:secret>/", subscribing.subscription, name="subscription"),
    path(
        "<slug:secret>/confirm/",
        subscribing.subscription_confirm,
        name="subscription-confirm",
    ),
    path("<slug:secret>/end/", subscribing.subscription_end, name="subscription-end"),
]
