"""Public pages kept whole in this process and served again without view or database.

A view that makes the same page for everyone marks its response with ``keep``. What
differs from visitor to visitor, such as a form's token, is named there and put in
anew each time. The middleware stands first, so that a kept page has all headers of
the first response and skips everything else: sessions, accounts and messages have
nothing to say to somebody without a cookie. For the same reason a form on a kept page
may be received by its view directly.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]
Key = tuple[str | None, str, str]

MOST_PAGES = 1000  # of some 20 kB each
# Before a page's number, so that a name which looks like an identifier stays a name
UUID_IN_PATH = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/[0-9]+/)")
ONE_RESPONSES_OWN = {"Content-Type", "Content-Length", "Cache-Control"}


@dataclass(frozen=True)
class Keeping:
    """How a response may be kept.

    ``changing`` are the strings in its content that are one visitor's own.
    ``renewed`` gives those of the next visitor in the same order, or None if the
    request asks for something else, such as a query this page was not made for.
    ``is_current`` says whether the page would be made the same today. ``takes_posts``
    lets its view receive the form without the other middleware: only for views that
    need neither an account nor Django's CSRF protection.
    """

    is_current: Callable[[], bool]
    renewed: Callable[[HttpRequest], tuple[str, ...] | None]
    changing: tuple[str, ...] = ()
    takes_posts: bool = False


@dataclass
class _Page:
    keeping: Keeping
    match: ResolverMatch
    language: str
    headers: list[tuple[str, str]]
    parts: list[bytes | int]

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """Answer without the portal, or None where that is not possible."""
        if request.method in {"GET", "HEAD"}:
            return self.response(request)
        if request.method == "POST" and self.keeping.takes_posts:
            return self.receive(request)
        return None

    def receive(self, request: HttpRequest) -> HttpResponse:
        """What the view says to a post, with the headers of the kept page."""
        with translation.override(self.language):
            response = self.match.func(request, **self.arguments(request))
        for name, value in self.headers:
            if name not in response.headers and name not in ONE_RESPONSES_OWN:
                response.headers[name] = value
        response.headers["Content-Length"] = str(len(response.content))
        return response

    def arguments(self, request: HttpRequest) -> dict[str, Any]:
        """The view's arguments, with the identifier that is in the request's path."""
        found = UUID_IN_PATH.search(request.path_info)
        if found is None:
            return self.match.kwargs
        return {
            name: UUID(found[0]) if isinstance(value, UUID) else value
            for name, value in self.match.kwargs.items()
        }

    def response(self, request: HttpRequest) -> HttpResponse | None:
        values = self.keeping.renewed(request)
        if values is None:
            return None
        own = [value.encode() for value in values]
        body = b"".join(
            own[part] if isinstance(part, int) else part for part in self.parts
        )
        response = HttpResponse(body)
        for name, value in self.headers:
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(body))
        return response


_pages: dict[Key, _Page] = {}


def keep(response: HttpResponse, keeping: Keeping) -> HttpResponse:
    """Mark ``response`` as one that may be served to everyone."""
    setattr(response, "keeping", keeping)  # noqa: B010 - not a field Django knows
    return response


def keep_for(
    seconds: float,
    request: HttpRequest,
    response: HttpResponse,
    is_current: Callable[[], bool] = lambda: True,
) -> HttpResponse:
    """Let a page without a query be served from memory for a while.

    For pages made of figures that change seldom, and then not at once.
    """
    response["Cache-Control"] = "private, no-cache"
    if request.META.get("QUERY_STRING"):
        return response
    made_at = time.monotonic()

    def is_fresh() -> bool:
        return time.monotonic() - made_at < seconds and is_current()

    def renewed(request: HttpRequest) -> tuple[str, ...] | None:
        return None if request.META.get("QUERY_STRING") else ()

    return keep(response, Keeping(is_fresh, renewed))


def forget() -> None:
    """Forget every kept page."""
    _pages.clear()


def _key(request: HttpRequest) -> Key | None:
    """Which page it is: scheme, host and path; None for somebody who may be known.

    Pages that differ by an identifier in the path are one page; ``renewed`` puts the
    right one in.
    """
    cookies = request.META.get("HTTP_COOKIE", "")
    if settings.SESSION_COOKIE_NAME in cookies or CookieStorage.cookie_name in cookies:
        return None
    path = UUID_IN_PATH.sub("*", request.path_info)
    return request.scheme, request.META.get("HTTP_HOST", ""), path


def _kept(key: Key, request: HttpRequest) -> HttpResponse | None:
    page = _pages.get(key)
    if page is None:
        return None
    if not page.keeping.is_current():
        _pages.pop(key, None)
        return None
    return page.answer(request)


def _store(
    key: Key, request: HttpRequest, response: HttpResponse, keeping: Keeping
) -> None:
    match = request.resolver_match
    if match is None:  # no view made it
        return
    if len(_pages) >= MOST_PAGES:
        _pages.clear()
    _pages[key] = _Page(
        keeping,
        match,
        response.headers["Content-Language"],
        list(response.headers.items()),
        _split(response.content, [text.encode() for text in keeping.changing]),
    )


def _split(body: bytes, changing: list[bytes]) -> list[bytes | int]:
    """Cut ``body`` at each of ``changing``, which become their places in the list."""
    if not changing:
        return [body]
    pieces = re.split(b"(" + b"|".join(map(re.escape, changing)) + b")", body)
    return [changing.index(piece) if piece in changing else piece for piece in pieces]


def keep_public_pages(get_response: Handler) -> Handler:
    """Serve kept pages; keep those that views mark."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = _key(request)
        response = _kept(key, request) if key else None
        if response is None:
            response = get_response(request)
            keeping = getattr(response, "keeping", None)
            is_whole = response.status_code == HTTPStatus.OK and request.method == "GET"
            if key and keeping and is_whole and not response.cookies:
                _store(key, request, response, keeping)
        return response

    return middleware
