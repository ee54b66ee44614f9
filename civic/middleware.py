"""Middleware of the portal."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from civic.views import errors

Handler = Callable[[HttpRequest], HttpResponse]


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


class DeskLoginMiddleware(LoginRequiredMiddleware):
    """Ask for an account everywhere but in public views.

    Django's own looks up the person even for those, so that every public page would
    be marked as varying by cookie and could not be the same for everyone.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
