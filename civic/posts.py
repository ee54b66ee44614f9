"""Reading what was posted: refused in words, never with an error of the server."""

from urllib.parse import unquote_to_bytes, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDictKeyError

URLENCODED = "application/x-www-form-urlencoded"
TRAP = "contact_url"  # hidden from people; who fills it in is probably a program


class Unreadable(Exception):
    """A post that cannot be read; ``status`` is 400, or 413 if it is too large."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class NoFiles(FileUploadHandler):
    """Stops at the first file: no public form asks for one."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        raise BadRequest("This form takes no files.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise NotImplementedError

    def file_complete(self, file_size: int) -> None:
        raise NotImplementedError


def read_post(request: HttpRequest) -> QueryDict:
    """Return the form data of ``request``; raise Unreadable if that cannot be had.

    Django would read broken UTF-8 as something else; here it is refused.
    """
    try:
        request.upload_handlers = [NoFiles(request)]
        body = request.body
        plain = unquote_to_bytes(body) if request.content_type == URLENCODED else body
        plain.decode()
        return request.POST
    except RequestDataTooBig as error:
        raise Unreadable(413) from error
    except (
        BadRequest,
        MultiPartParserError,
        SuspiciousOperation,  # too many fields or files, wrong encodings
        UnicodeDecodeError,
        UnreadablePostError,
    ) as error:
        raise Unreadable(400) from error


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent this; browsers that do not say pass."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site:
        return site == "cross-site"
    origin = request.META.get("HTTP_ORIGIN")
    if not origin:
        return False
    return (
        urlsplit(origin).netloc != request.get_host()
        and origin not in settings.CSRF_TRUSTED_ORIGINS
    )


def posted_submission(data: QueryDict) -> UUID | None:
    try:
        return UUID(str(data["submission"]))
    except (MultiValueDictKeyError, ValueError):
        return None
