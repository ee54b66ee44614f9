"""What a device sends from its queue, and who it would send it as.

docs/conversation-upload.md describes both for the authors of programs.
"""

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.access import role_required
from civic.views import errors
from engagement.models.outreach import LOGGING_ROLES
from engagement.queued_entries import MOST_ENTRIES
from engagement.uploads import Upload

UNREADABLE = (ValueError, RecursionError, UnreadablePostError)


def entries_of(content: bytes) -> list[object]:
    """Return the entries of an upload or of a file; raise ValueError if it is none."""
    found = json.loads(content)
    entries = found.get("entries") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise ValueError("no entries")
    return entries


@require_safe
@never_cache
@role_required(*LOGGING_ROLES)
def log_session(request: HttpRequest) -> HttpResponse:
    """Tell a device who is signed in and until when, with a token to upload with."""
    return JsonResponse(
        {
            "user": request.user.pk,
            "name": str(request.user),
            "signed_in_until": request.session.get_expiry_date().isoformat(),
            "csrf_token": get_token(request),
        }
    )


@require_POST
@never_cache
@role_required(*LOGGING_ROLES)
def entry_upload(request: HttpRequest) -> HttpResponse:
    """Take ``{"entries": […]}``; answer each entry by its id, in the same order."""
    try:
        entries = entries_of(request.body)
    except RequestDataTooBig:
        return errors.in_json(request, 413)
    except UNREADABLE:
        return errors.in_json(request, 400)
    if len(entries) > MOST_ENTRIES:
        return errors.in_json(request, 413, "too_many")
    outcomes = Upload(actor=request.user).store(entries)
    return JsonResponse({"entries": [one.as_json() for one in outcomes]})
