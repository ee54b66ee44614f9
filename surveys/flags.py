"""Why a response waits or does not count: codes as stored, sentences for staff."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAP, PACE, REPEATED, RATE = "trap", "pace", "repeated", "rate"
TAKEN_BACK = "taken_back"

REASONS: dict[str, Promise] = {
    TRAP: _("A field that people do not see was filled in; only programs do that."),
    PACE: _("It was sent faster than anyone reads the questions."),
    REPEATED: _("The same answers came shortly before, from the same place."),
    RATE: _("Very many answers came from one browser in a few minutes."),
    TAKEN_BACK: _("Staff took it back in the log."),
}


def stored(flags: list[str]) -> str:
    """Return flags as ``Response.review_reason`` keeps them."""
    return ", ".join(flags)


def reasons(stored_flags: str) -> list[str]:
    """Return the sentences for what ``Response.review_reason`` holds."""
    flags = stored_flags.split(", ") if stored_flags else []
    return [str(REASONS.get(flag, flag)) for flag in flags]
