"""Middleware of the portal."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError

from civic.json_requests import speaks_json
from civic.views import errors

Handler = Callable[[HttpRequest], HttpResponse]
UNREADABLE = (
    BadRequest,
    SuspiciousOperation,
    MultiPartParserError,
    UnreadablePostError,
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST")  # of any page
DATABASE_AWAY = (InterfaceError, OperationalError)
logger = logging.getLogger(__name__)


def request_errors_in_the_readers_language(get_response: Handler) -> Handler:
    """Show our own pages for 400 and 404 even while DEBUG is on.

    Django would show its technical page, in English, to someone who only mistyped.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            settings.DEBUG
            and response.status_code in {400, 404}
            and not getattr(response, "is_made_by_portal", False)
            and response.get("Content-Type", "").startswith("text/html")
        ):
            return errors.page(request, response.status_code)
        return response

    return middleware


class RefusalMiddleware:
    """Say in words what Django refuses with an empty page, or a technical one.

    Methods an address does not take, and posts that cannot be read. Views without
    Django's CSRF protection read their posts themselves, and say it in their own way.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not _is_for_machines(
            request
        ):
            return errors.not_allowed(request, response["Allow"])
        return response

    def process_view(
        self, request: HttpRequest, view: Handler, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if request.method not in METHODS and not _is_for_machines(request):
            return errors.not_allowed(request, ", ".join(METHODS))
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        try:
            request.POST  # noqa: B018 - it is read here for the first time
        except UNREADABLE as error:
            return errors.bad_request(request, error)
        return None


def _is_for_machines(request: HttpRequest) -> bool:
    return request.path_info.startswith("/healthz/")


def _database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("No database for %s: %s", request.path, error)
    return errors.database_away(request)


class DatabaseAwayMiddleware:
    """Answer 503 in words, in the reader's language, while the database is away.

    This is for what fails in a view or a template. DeskLoginMiddleware does the same
    for what it reads itself, which no other middleware could catch.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, DATABASE_AWAY):
            return _database_away(request, exception)
        return None


class DeskLoginMiddleware(LoginRequiredMiddleware):
    """Ask for an account everywhere but in public views.

    Django's own looks up the person even for those, so that every public page would
    be marked as varying by cookie and could not be the same for everyone. A form
    sent after the session's end is given back, to be sent again. A program is told
    so, and not led to a page that it cannot read.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        try:
            return super().process_view(request, view_func, view_args, view_kwargs)
        except DATABASE_AWAY as error:
            return _database_away(request, error)

    def handle_no_permission(self, request, view_func):
        if speaks_json(request):
            return errors.in_json(request, 401)
        return errors.kept_form(request) or super().handle_no_permission(
            request, view_func
        )
