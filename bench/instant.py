"""A program that does nothing: shows how fast the load generator itself is."""

from collections.abc import Callable

PAGE = b"x" * 20_000
HEADERS = [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))]


def application(environ: dict, start_response: Callable) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return [PAGE]
