"""Whole addresses of pages, for what is written without a request: mail."""

from django.conf import settings


def absolute_address(path: str) -> str:
    """Return ``path`` at the portal's own host name."""
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{settings.PORTAL_DOMAIN}{path}"
