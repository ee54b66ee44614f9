"""The parts of one survey's desk, each with the roles that work there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from civic.models import User
from civic.roles import Role
from surveys.models import Survey

AUTHORS = (Role.EDITOR,)
WRITERS = (Role.EDITOR, Role.TRANSLATOR)
REVIEWERS = (Role.EDITOR, Role.MODERATOR)
ENTERERS = (Role.LIBRARIAN, Role.EDITOR)
STAFF = (Role.LIBRARIAN, Role.EDITOR, Role.TRANSLATOR, Role.MODERATOR)


STATES: dict[str, tuple[Promise, str]] = {
    "draft": (pgettext_lazy("survey", "Draft"), "edit"),
    "scheduled": (pgettext_lazy("survey", "Scheduled"), "clock"),
    "open": (pgettext_lazy("survey", "Open"), "check"),
    "closed": (pgettext_lazy("survey", "Closed"), "lock"),
}


def state_of(survey: Survey) -> str:
    """Return which of ``STATES`` it is in now, its dates considered."""
    if survey.status == Survey.Status.DRAFT:
        return "draft"
    if survey.opens_later:
        return "scheduled"
    return "open" if survey.is_open else "closed"


@dataclass(frozen=True)
class Part:
    """One part of a survey's desk; ``address_name`` takes the survey's pk."""

    address_name: str
    name: Promise
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """A part as it stands above the pages of a survey's desk."""

    address: str
    name: Promise


PARTS = (
    Part(
        "surveys:desk-survey-detail",
        pgettext_lazy("part of a survey's desk", "Questions"),
        STAFF,
    ),
    Part(
        "surveys:desk-survey-settings",
        pgettext_lazy("part of a survey's desk", "Settings"),
        AUTHORS,
    ),
    Part(
        "surveys:desk-collector-list",
        pgettext_lazy("part of a survey's desk", "Collectors"),
        STAFF,
    ),
    Part(
        "surveys:sheet-list",
        pgettext_lazy("part of a survey's desk", "Paper sheets"),
        ENTERERS,
    ),
    Part(
        "surveys:response-list",
        pgettext_lazy("part of a survey's desk", "Responses"),
        REVIEWERS,
    ),
    Part(
        "surveys:desk-survey-preview",
        pgettext_lazy("part of a survey's desk", "Preview"),
        STAFF,
    ),
    Part(
        "surveys:desk-survey-translation",
        pgettext_lazy("part of a survey's desk", "Translation"),
        WRITERS,
    ),
    Part(
        "surveys:desk-survey-publication",
        pgettext_lazy("part of a survey's desk", "Publication"),
        AUTHORS,
    ),
    Part(
        "surveys:desk-survey-history",
        pgettext_lazy("part of a survey's desk", "History"),
        STAFF,
    ),
    Part(
        "surveys:desk-survey-export",
        pgettext_lazy("part of a survey's desk", "Export"),
        AUTHORS,
    ),
)


def tabs_for(user: User, survey: Survey) -> list[Tab]:
    """Return the parts of the survey's desk that ``user`` may open, in order.

    The results stand on the public side, where staff read them before anybody else.
    """
    tabs = [
        Tab(reverse(part.address_name, args=[survey.pk]), part.name)
        for part in PARTS
        if user.has_role(*part.roles)
    ]
    is_counted = survey.status != Survey.Status.DRAFT
    if is_counted and user.has_role(*STAFF):
        name = pgettext_lazy("part of a survey's desk", "Results")
        address = reverse("surveys:survey-results", args=[survey.slug])
        tabs.append(Tab(address, name))
    return tabs
