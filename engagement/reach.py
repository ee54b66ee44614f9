"""How many people an outreach event reached, as the public may read it."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, pgettext

from civic import disclosure, languages, numbers
from engagement.models import OutreachEvent

MANY = disclosure.THRESHOLD  # a hidden figure is named as one of many


@dataclass(frozen=True)
class ReachFigure:
    """One count of people: ``shown`` is empty where it is too small to publish."""

    shown: str
    unit: str
    context: str


def reach_of(event: OutreachEvent) -> list[ReachFigure]:
    """Return attendance and people who stopped by, as staff counted them on the day.

    Both count people, not conversations, and come from the event's own record; what
    was not recorded is left out.
    """
    figures = []
    if event.attendance is not None:
        figures.append(_attendance(event, event.attendance))
    if event.stopped_by is not None:
        figures.append(_stopped_by(event.stopped_by))
    return figures


def _shown(people: int) -> str:
    public = disclosure.figure(people)
    return "" if public is None else numbers.number(public, languages.current())


def _public(people: int) -> int:
    """The number that the unit agrees with: nothing of a hidden one shows in it."""
    return MANY if disclosure.figure(people) is None else people


def _attendance(event: OutreachEvent, people: int) -> ReachFigure:
    shown = _shown(people)
    if shown and event.attendance_is == event.Exactness.AT_LEAST:
        shown = pgettext("attendance", "at least %(people)s") % {"people": shown}
    return ReachFigure(
        shown=shown,
        unit=ngettext("person attended", "people attended", _public(people)),
        context=gettext("Counted or estimated by the host or by our staff."),
    )


def _stopped_by(people: int) -> ReachFigure:
    return ReachFigure(
        shown=_shown(people),
        unit=ngettext(
            "person stopped at our table",
            "people stopped at our table",
            _public(people),
        ),
        context=gettext("Everyone who came up to us, also without a conversation."),
    )
