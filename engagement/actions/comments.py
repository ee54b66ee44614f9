"""Comments: taken from readers, published or refused by staff, and undone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic import activity
from civic.models import User
from engagement.models import Comment

State = Comment.State


class DecisionRefused(Exception):
    """A decision that cannot be taken; ``message`` tells the moderator why."""

    message = _("This cannot be done with the comment as it is now.")

    def __str__(self) -> str:
        return str(self.message)


class DecidedMeanwhile(DecisionRefused):
    message = _("Somebody else has decided about this comment meanwhile.")


class NoLongerUndoable(DecisionRefused):
    message = _(
        "This can no longer be undone, as its author may know of it. Decide anew "
        "instead."
    )


def take_comment(comment: Comment) -> bool:
    """Store what a reader sent, for staff to read; False if it was stored before."""
    fields = {
        field.attname: getattr(comment, field.attname)
        for field in Comment._meta.concrete_fields
        if not field.primary_key and field.attname != "submission"
    }
    _stored, is_new = Comment.objects.get_or_create(
        submission=comment.submission, defaults=fields
    )
    return is_new


@transaction.atomic
def publish_comment(
    comment: Comment, *, actor: User | None, seen: str = State.WAITING
) -> None:
    """Show it to everyone. ``seen`` is the state on which the moderator decided.

    Refuses with ``DecidedMeanwhile``; publishing what is published changes nothing.
    """
    _decide(comment, State.PUBLISHED, actor=actor, seen=seen)


@transaction.atomic
def refuse_comment(
    comment: Comment,
    *,
    rule: str,
    explanation: str = "",
    actor: User | None,
    seen: str = State.WAITING,
) -> None:
    """Keep it from the public, by a rule of the policy; a published one is taken down.

    The rule and the explanation are told to an author who left an address. Refuses
    with ``DecidedMeanwhile``; refusing what is refused changes nothing.
    """
    _decide(
        comment,
        State.REFUSED,
        actor=actor,
        seen=seen,
        rule=rule,
        explanation=explanation,
    )


@transaction.atomic
def withdraw_comment(comment: Comment, *, actor: User | None, seen: str) -> None:
    """Take it out of sight because its author asked for that; nobody is told."""
    _decide(comment, State.WITHDRAWN, actor=actor, seen=seen)


@transaction.atomic
def undo_decision(comment: Comment, *, actor: User) -> None:
    """Put it back among those that wait, while nobody was told of the decision.

    Refuses with ``NoLongerUndoable``; what waits already is left as it is.
    """
    locked = _locked(comment)
    if locked.state == State.WAITING:
        return
    if not locked.is_undoable:
        raise NoLongerUndoable
    before = locked.state
    locked.state, locked.rule, locked.explanation = State.WAITING, "", ""
    locked.moderated_at = locked.moderated_by = None
    locked.save()
    activity.record("undid_decision", locked, actor=actor, before=before)


@transaction.atomic
def answer_comment(comment: Comment, *, answer: str, actor: User | None) -> None:
    """Let the library's answer stand below a comment; an empty one is taken away."""
    locked = _locked(comment)
    if locked.answer == answer:
        return
    locked.answer = answer
    locked.save(update_fields=["answer"])
    activity.record("answered", locked, actor=actor)


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _decide(
    comment: Comment, state: str, *, actor: User | None, seen: str, **reason: str
) -> None:
    """Give it another state; ``reason`` are fields that only a refused one has."""
    locked = _locked(comment)
    if locked.state == state:
        return
    if locked.state != seen:
        raise DecidedMeanwhile
    locked.state = state
    locked.rule = reason.get("rule", "")
    locked.explanation = reason.get("explanation", "")
    locked.moderated_at, locked.moderated_by = timezone.now(), actor
    if state == State.WITHDRAWN:
        locked.email = ""
    locked.save()
    activity.record(state, locked, actor=actor, before=seen, rule=locked.rule)
