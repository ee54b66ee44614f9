"""Who may read and approve a summary: an editor who did not write it last."""

from django.db.models import Q

from civic.models import User
from civic.roles import Role
from engagement.models import Summary


def has_other_editors() -> bool:
    """Whether more than one editor works here, so that one can read another's text."""
    is_editor = Q(is_superuser=True) | Q(groups__name__in=(Role.EDITOR, Role.ADMIN))
    editors = User.objects.filter(is_editor, is_active=True).distinct()
    return editors.count() > 1


def last_writer(summary: Summary) -> User | None:
    """Return who wrote a text of it last; None if nobody is known."""
    saved = summary.revisions.filter(is_draft=False).select_related("written_by")
    written = saved.exclude(written_by=None).first()
    return written.written_by if written else None


def may_approve(summary: Summary, user: User) -> bool:
    """Whether this editor may; their own last text only where there is no other."""
    return last_writer(summary) != user or not has_other_editors()
