"""Who may read and approve a summary: an editor who did not write it last.

Nor the one who sent it to review, however little somebody else changed since.
"""

from django.db.models import Q

from civic.models import User
from civic.roles import Role
from engagement.models import Summary
from engagement.summary_texts import Texts


def has_other_editors() -> bool:
    """Whether more than one editor works here, so that one can read another's text."""
    is_editor = Q(is_superuser=True) | Q(groups__name__in=(Role.EDITOR, Role.ADMIN))
    editors = User.objects.filter(is_editor, is_active=True).distinct()
    return editors.count() > 1


def last_writers(summary: Summary) -> dict[str, User]:
    """Return who changed a text last, by language, as far as that is known."""
    writers: dict[str, User] = {}
    texts: dict[str, Texts] = {}
    saved = summary.revisions.filter(is_draft=False).select_related("written_by")
    for revision in saved.order_by("written_at", "pk"):
        before = texts.get(revision.part, {})
        if revision.written_by:
            changed = _languages_changed(before, revision.texts)
            writers |= dict.fromkeys(changed, revision.written_by)
        texts[revision.part] = revision.texts
    return writers


def _languages_changed(before: Texts, after: Texts) -> set[str]:
    return {
        column.rpartition("_")[2]
        for column, text in after.items()
        if text != before.get(column, "")
    }


def has_sent(summary: Summary, user: User) -> bool:
    """Whether it was this editor who asked another one to read it."""
    sent = summary.steps.filter(after=Summary.Status.REVIEW).first()
    return sent is not None and sent.taken_by == user and has_other_editors()


def may_approve(summary: Summary, user: User, language: str) -> bool:
    """Whether this editor may say that what they read can be translated."""
    return may_review(summary, user, language) and not has_sent(summary, user)


def may_review(summary: Summary, user: User, language: str) -> bool:
    """Whether this editor may mark a language; their own text only without another."""
    is_own = last_writers(summary).get(language) == user
    return not is_own or not has_other_editors()
