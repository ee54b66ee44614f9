"""What was posted and could not be taken, to be sent again by the person who typed it.

Somebody signed out while typing, or with a page older than its CSRF token, gets the
posted fields back in a form of their own. Only posts from a page of this portal: one
that another site prepared must not become ours by one press of a button.
"""

from django.conf import settings
from django.http import HttpRequest

from civic.texts import storable

Fields = list[tuple[str, str]]

LARGEST = 1_000_000  # characters: several times the longest summary in all languages
MOST_FIELDS = 500
CSRF_FIELD = "csrfmiddlewaretoken"
NEVER = ("password", "secret")


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this portal sent the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {
        "same-origin",
        "none",
    }:
        return False
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {own, *settings.CSRF_TRUSTED_ORIGINS}


def fields_to_keep(request: HttpRequest) -> Fields | None:
    """Return what was posted, in its order; None if it must not be given back."""
    is_of_accounts = "/accounts/" in request.path_info
    if request.method != "POST" or is_of_accounts or not comes_from_here(request):
        return None
    if request.FILES:
        return None
    fields = [
        (storable(name), storable(value))
        for name, values in request.POST.lists()
        for value in values
        if name != CSRF_FIELD
    ]
    is_secret = any(part in name.lower() for name, _value in fields for part in NEVER)
    size = sum(len(name) + len(value) for name, value in fields)
    if is_secret or size > LARGEST or len(fields) > MOST_FIELDS:
        return None
    return fields
