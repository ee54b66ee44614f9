"""The shape in which a device keeps an entry until it is sent, and how it is read.

The same in a device's queue, in an upload and in a file that was saved from a queue;
docs/conversation-upload.md describes it. Keys that are not known here are passed over,
so that a page of a newer version can send to an older server.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict

MOST_ENTRIES = 500  # in one upload
LARGEST_UPLOAD = 4 * 1024 * 1024  # bytes, as DATA_UPLOAD_MAX_MEMORY_SIZE has it
MOST_FIELDS = 1500  # a board of 300 lines has some 900
LARGEST_ENTRY = 250_000  # characters of all fields
LARGEST_KEY = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2199  # what a clock that went wrong may show
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
SECONDS = re.compile(r"[0-9]{1,12}")


class Kind(StrEnum):
    CONVERSATION = "conversation"
    BOARD = "board"


class Unreadable(Exception):
    """An entry without the shape of one; ``part`` is the key at fault."""

    def __init__(self, part: str, *, is_too_large: bool = False) -> None:
        super().__init__(part)
        self.part = part
        self.is_too_large = is_too_large


@dataclass(frozen=True, kw_only=True)
class QueuedEntry:
    """An entry as its device kept it; ``fields`` are those of the log's own forms.

    ``made_at`` and ``opened_at`` come from the device's clock, which may be wrong.
    ``edits`` counts how often it was changed after it was first kept.
    """

    id: UUID
    kind: Kind
    user: int
    event: int
    guide: str
    made_at: dt.datetime
    fields: MultiValueDict[str, str]
    edition: int = 0
    edits: int = 0

    @property
    def started_at(self) -> dt.datetime:
        """When its form was opened, unless that is no time before it was saved."""
        opened = self.fields.get("opened") or ""
        is_time = SECONDS.fullmatch(opened)
        took = self.made_at.timestamp() - int(opened) if is_time else -1
        if not 0 <= took <= dt.timedelta(days=1).total_seconds():
            return self.made_at
        return self.made_at - dt.timedelta(seconds=took)


def read_entry(raw: object) -> QueuedEntry:
    """Return the entry that ``raw`` is, from JSON; raise Unreadable if it is none."""
    if not isinstance(raw, dict):
        raise Unreadable("entry")
    found: dict[str, Any] = {}
    for part, read in _PARTS.items():
        if part in raw or part not in _OPTIONAL:
            try:
                found[part] = read(raw.get(part))
            except (TypeError, ValueError, OverflowError) as error:
                raise Unreadable(part) from error
    return QueuedEntry(**found)


def as_sent(raw: object) -> str:
    """Return the id that an entry came with, to answer by it; "" if it has none."""
    given = raw.get("id") if isinstance(raw, dict) else None
    return given[:80] if isinstance(given, str) else ""


def _uuid(value: object) -> UUID:
    return UUID(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _slug(value: object) -> str:
    if not SLUG.fullmatch(_text(value)):
        raise ValueError
    return _text(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if not 0 <= value <= LARGEST_KEY:
        raise ValueError
    return value


def _moment(value: object) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_text(value))
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError
    return moment


def _fields(value: object) -> MultiValueDict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    for values in value.values():
        if not isinstance(values, list) or not all(
            isinstance(one, str) for one in values
        ):
            raise TypeError
    size = sum(len(name) + sum(map(len, values)) for name, values in value.items())
    if len(value) > MOST_FIELDS or size > LARGEST_ENTRY:
        raise Unreadable("fields", is_too_large=True)
    return MultiValueDict(value)


_PARTS: dict[str, Callable[[object], object]] = {
    "id": _uuid,
    "kind": lambda value: Kind(_text(value)),
    "user": _number,
    "event": _number,
    "guide": _slug,
    "edition": _number,
    "made_at": _moment,
    "edits": _number,
    "fields": _fields,
}
_OPTIONAL = {"edition", "edits"}
