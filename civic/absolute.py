"""Whole addresses of pages, for what is written without a request: mail."""

from django.conf import settings


def absolute_address(path: str) -> str:
    """Return ``path`` under the portal's own address."""
    return f"{settings.PORTAL_ADDRESS}{path}"
