"""The places of the desk, each with the roles that work there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civic.models import User
from civic.roles import Role


@dataclass(frozen=True)
class Entry:
    """One place: ``address_name`` is the name of its URL."""

    address_name: str
    name: Promise
    purpose: Promise
    icon: str
    roles: tuple[str, ...]

    @property
    def address(self) -> str:
        return reverse(self.address_name)


ENTRIES = (
    Entry(
        "engagement:conversation-event-list",
        _("Conversations"),
        _(
            "Log what people told you at an event, the notes from a question board, "
            "and the reach."
        ),
        "speech",
        (Role.LIBRARIAN, Role.EDITOR, Role.TRAINER),
    ),
    Entry(
        "engagement:desk-event-list",
        _("Events"),
        _("Plan where to meet residents, announce it, and say afterwards how it was."),
        "calendar",
        (Role.LIBRARIAN, Role.EDITOR, Role.TRANSLATOR, Role.TRAINER),
    ),
    Entry(
        "surveys:desk-survey-list",
        _("Surveys"),
        _("Write questions, gather answers in every way, and read what came of them."),
        "edit",
        (Role.LIBRARIAN, Role.EDITOR, Role.TRANSLATOR, Role.MODERATOR),
    ),
    Entry(
        "engagement:theme-bench",
        _("Themes"),
        _("Read what people said in their own words, and give it themes."),
        "board",
        (Role.LIBRARIAN, Role.EDITOR),
    ),
    Entry(
        "engagement:desk-summary-list",
        _("Summaries"),
        _("Turn a season of listening into a published “what we heard”."),
        "chart",
        (Role.EDITOR, Role.TRANSLATOR),
    ),
    Entry(
        "engagement:desk-commitment-list",
        _("Commitments"),
        _("See what is due, and report what was done."),
        "promise",
        (Role.EDITOR,),
    ),
    Entry(
        "engagement:own-section-list",
        _("Sections I write"),
        _("Tell your branch’s part of a summary, where an editor asked you to."),
        "edit",
        (Role.LIBRARIAN,),
    ),
    Entry(
        "engagement:comment-queue",
        _("Moderation"),
        _("Read the comments that came in, and publish them or say why not."),
        "quote",
        (Role.MODERATOR, Role.EDITOR),
    ),
    Entry(
        "engagement:mailing-list",
        _("Mail"),
        _("See whether mail to subscribers is sent, and what waits or failed."),
        "mail",
        (Role.EDITOR,),
    ),
)


def entries_for(user: User) -> list[Entry]:
    """Return the places ``user`` may work at, in their order."""
    return [one for one in ENTRIES if user.has_role(*one.roles)]
