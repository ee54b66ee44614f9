"""The bare address of the portal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Send to the reader's language: by cookie, then browser, then English."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = redirect(reverse("civic:home"))
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
