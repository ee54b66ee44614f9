"""Who writes which texts of a summary, and in which languages."""

from django.db.models import QuerySet

from civic.models import User
from civic.roles import Role
from engagement.models import Summary, SummarySection
from engagement.summary_texts import name_of


def language_written_by(user: User) -> str | None:
    """Return the one language a translator writes, or None for all: an editor's.

    The author of a section writes it in all as well.
    """
    is_translator = user.has_role(Role.TRANSLATOR) and not user.has_role(Role.EDITOR)
    return user.language if is_translator else None


def writable_summaries(user: User, part: str) -> QuerySet[Summary]:
    """Return those of which somebody may write a part: authors their section only."""
    if user.has_role(Role.EDITOR, Role.TRANSLATOR):
        return Summary.objects.translatable_by(user)
    own = SummarySection.objects.written_by(user)
    named = [one.summary_id for one in own if name_of(one, "") == part]
    return Summary.objects.filter(pk__in=named)
