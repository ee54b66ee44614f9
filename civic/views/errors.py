"""Error pages: what happened, what was kept, the way on.

Whoever speaks JSON gets them in JSON: a ``reason`` for the program and a ``message``
for the person before it.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from civic.json_requests import speaks_json
from civic.kept_forms import fields_to_keep

TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a reason, no secret
IN_JSON = {
    400: ("malformed", _("The request could not be read. Nothing was changed.")),
    401: ("signed_out", _("Sign in first. Nothing was changed.")),
    403: ("role_missing", _("Your account does not have the role for this.")),
    404: ("not_found", _("There is nothing at this address.")),
    405: ("not_allowed", _("This address does not take such a request.")),
    413: ("too_large", _("This is more than the portal takes at once.")),
    429: ("too_many", _("These were too many requests: try again in a minute.")),
    500: ("failed", _("The portal failed. It may work when tried again.")),
    503: ("away", _("The portal cannot save anything now: try again soon.")),
}


def page(request: HttpRequest, status: int) -> HttpResponse:
    """Return ``civic/<status>.html`` in the language of the address or the reader."""
    if speaks_json(request):
        return in_json(request, status)
    return _rendered(request, f"civic/{status}.html", status)


def in_json(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """Say the same to a program; ``reason`` is a narrower one than the status has."""
    usual, message = IN_JSON[status]
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        said = {"reason": reason or usual, "message": str(message)}
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _rendered(
    request: HttpRequest, template: str, status: int, **context: object
) -> HttpResponse:
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        response = render(
            request, template, {"status": status, **context}, status=status
        )
    setattr(response, "is_made_by_portal", True)  # noqa: B010 - not a field Django knows
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """What an address answers to a method it does not know."""
    response = page(request, 405)
    response["Allow"] = allowed
    return response


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
    """A form without a good token: given back if it is ours, or else refused."""
    if speaks_json(request):
        return in_json(request, 403, TOKEN_EXPIRED)
    return kept_form(request) or page(request, 403)


def kept_form(request: HttpRequest) -> HttpResponse | None:
    """Give back what was posted, to be sent again; None if that must not be."""
    fields = fields_to_keep(request)
    if fields is None:
        return None
    response = _rendered(
        request,
        "civic/kept_form.html",
        403,
        fields=fields,
        address=request.get_full_path(),
        is_signed_out=not request.user.is_authenticated,
    )
    response["Cache-Control"] = "private, no-store"
    return response
