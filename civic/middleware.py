"""Middleware of the portal."""

from collections.abc import Callable

from django.conf import settings
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
