"""Why an entry from a device may not be stored: each reason with its own words.

A reason is for the device's program, the words are for the person who wrote the entry:
they name what is wrong and how it is mended there.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from civic import calendars, languages
from civic.forms_as_one import FormsAsOne
from civic.models import User
from engagement.actions.log import refuse_unless_it_takes_entries, refuse_unless_open
from engagement.models import OutreachEvent
from engagement.queued_entries import QueuedEntry, Unreadable
from surveys.models import Survey

CLOCK_TOLERANCE = dt.timedelta(minutes=10)
BOARD_PARTS = {"question", "choice"}
ON_EVENT_DAY = "on_event_day"  # the field by which a wrong clock is put right


class Reason(StrEnum):
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    OTHER_PERSON = "other_person"
    ID_TAKEN = "id_taken"
    STORED_BEFORE = "stored_before"
    EVENT_UNKNOWN = "event_unknown"
    EVENT_CANCELED = "event_canceled"
    EVENT_TO_COME = "event_to_come"
    CLOCK = "clock"
    GUIDE_UNKNOWN = "guide_unknown"
    GUIDE_CLOSED = "guide_closed"
    GUIDE_CHANGED = "guide_changed"
    BRANCH = "branch"
    PERSONAL = "personal"
    INVALID = "invalid"


@dataclass
class Refused(Exception):
    """One entry that is not stored, with what to say at which field of its form.

    ``guide`` is the slug of the one whose questions should be answered instead.
    """

    reason: Reason
    messages: list[tuple[str, str]] = field(default_factory=list)
    guide: str = ""


def unreadable(error: Unreadable) -> Refused:
    """Return the refusal of what has not the shape of an entry."""
    if error.is_too_large:
        text = _("This entry is too long: shorten it, or divide it into two.")
        return Refused(Reason.TOO_LARGE, [("", text)])
    text = _(
        "This entry was damaged on the device (%(part)s): open it, look it over and "
        "save it again."
    )
    return Refused(Reason.MALFORMED, [("", text % {"part": error.part})])


def id_taken() -> Refused:
    """Return the refusal of an entry whose id stands for something else."""
    text = _("Another entry has the number of this one: open it and save it again.")
    return Refused(Reason.ID_TAKEN, [("", text)])


def invalid(error: ValidationError) -> Refused:
    """Return the refusal of what an action does not take."""
    return Refused(Reason.INVALID, [("", text) for text in error.messages])


def refuse_stored_before() -> NoReturn:
    text = _(
        "An earlier version of this entry is stored and cannot be replaced from here. "
        "Correct it in the list of your entries, then delete this one."
    )
    raise Refused(Reason.STORED_BEFORE, [("", text)])


def refuse_author(author: User | None, *, is_other: bool) -> User:
    """Return ``author``, unless somebody else must send the entry."""
    if author is None or is_other:
        text = _("Somebody else wrote this entry: it is sent when they sign in.")
        raise Refused(Reason.OTHER_PERSON, [("", text)])
    return author


def refuse_event(event: OutreachEvent | None) -> OutreachEvent:
    """Return ``event``, unless it is unknown, canceled or still to come."""
    if event is None:
        text = _("The portal does not know this event: choose the one you were at.")
        raise Refused(Reason.EVENT_UNKNOWN, [("event", text)])
    try:
        refuse_unless_it_takes_entries(event)
    except ValidationError as error:
        reason = Reason(str(error.code))
        raise Refused(reason, [("event", str(error.message))]) from error
    return event


def time_of(entry: QueuedEntry, event: OutreachEvent, now: dt.datetime) -> dt.datetime:
    """Return when the entry was made; refuse what the device's clock cannot know.

    It was made after the event's day began, and not later than now. Whoever says that
    the clock was wrong has it counted on the event's day.
    """
    if entry.fields.get(ON_EVENT_DAY):
        return min(event.ends_at, now)
    is_ahead = entry.made_at > now + CLOCK_TOLERANCE
    is_behind = calendars.city_date(entry.made_at) < calendars.city_date(
        event.starts_at
    )
    if is_ahead or is_behind:
        raise Refused(Reason.CLOCK, [(ON_EVENT_DAY, _clock(entry.made_at, event, now))])
    return min(entry.made_at, now)


def _clock(made_at: dt.datetime, event: OutreachEvent, now: dt.datetime) -> str:
    language = languages.current()
    text = _(
        "The clock of the device showed %(read)s when this was written, but the event "
        "was on %(day)s and today is %(today)s. Set the clock right; then let the "
        "entry count on the day of the event."
    )
    return text % {
        "read": calendars.long_date(made_at, language),
        "day": calendars.long_date(event.starts_at, language),
        "today": calendars.long_date(now, language),
    }


def refuse_guide(guide: Survey | None, newer: Survey | None) -> Survey:
    """Return ``guide``, unless it is unknown or closed; ``newer`` is open instead."""
    if guide is None:
        text = _(
            "The portal does not know these questions: choose a guide that is open."
        )
        raise Refused(Reason.GUIDE_UNKNOWN, [("guide", text)])
    try:
        refuse_unless_open(guide)
    except ValidationError as error:
        raise Refused(
            Reason.GUIDE_CLOSED,
            [("guide", _closed(guide, newer))],
            guide=newer.slug if newer else "",
        ) from error
    return guide


def _closed(guide: Survey, newer: Survey | None) -> str:
    if newer is None:
        text = _(
            "The questions “%(guide)s” are closed. Answer those that are open now, or "
            "ask an editor to open these again."
        )
        return text % {"guide": guide.title}
    text = _(
        "The questions “%(guide)s” are closed; there is a newer version. Open the "
        "entry to answer that one: what fits is filled in."
    )
    return text % {"guide": guide.title}


def refuse_unknown_questions(entry: QueuedEntry, known: set[str]) -> None:
    """Refuse answers to questions that the guide no longer asks: none is dropped."""
    gone = [
        name for name in entry.fields if name.startswith("q-") and name not in known
    ]
    answered = [name for name in gone if any(entry.fields.getlist(name))]
    if answered:
        text = _(
            "The questions were changed since: nobody is asked “%(question)s” any "
            "more. Open the entry and look over what is left."
        )
        raise Refused(
            Reason.GUIDE_CHANGED,
            [(name, text % {"question": name.removeprefix("q-")}) for name in answered],
        )


def refuse_form(
    form: FormsAsOne, entry: QueuedEntry, guide: Survey, *, has_findings: bool = False
) -> NoReturn:
    """Refuse what the form found wrong, at the fields that are wrong."""
    messages = [(name, text) for name, texts in form.errors.items() for text in texts]
    reason = Reason.PERSONAL if has_findings else _reason(form.forms, entry, guide)
    raise Refused(reason, messages)


def _reason(among: list[forms.BaseForm], entry: QueuedEntry, guide: Survey) -> Reason:
    found = {
        (name, error.code)
        for form in among
        for name, errors in form.errors.as_data().items()
        for error in errors
    }
    if found and all(name == "branch" for name, _code in found):
        return Reason.BRANCH
    is_unknown = any(
        code == "invalid_choice" and (name.startswith("q-") or name in BOARD_PARTS)
        for name, code in found
    )
    if is_unknown and entry.edition != guide.edition:
        return Reason.GUIDE_CHANGED
    return Reason.INVALID
