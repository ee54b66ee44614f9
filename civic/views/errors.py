"""Error pages: what happened, what was kept, the way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation


def page(request: HttpRequest, status: int) -> HttpResponse:
    """Return ``civic/<status>.html`` in the language of the address or the reader."""
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        response = render(
            request, f"civic/{status}.html", {"status": status}, status=status
        )
    response.is_made_by_portal = True
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth answers when its limits, counted by the minute, are passed."""
    response = page(request, 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def database_away(request: HttpRequest) -> HttpResponse:
    """What any page answers that needs the database while that is not there."""
    response = page(request, 503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403)
