"""Correcting an entry of the log, or taking it back; its figures follow at once."""

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from civic.activity import record
from civic.models import User
from engagement.actions.entries import ConversationEntry
from engagement.actions.slips import give_slip
from engagement.boards import BoardLine
from engagement.models import Conversation
from surveys import flags, tallying
from surveys.actions.corrections import correct_response
from surveys.models import Question, Response


@transaction.atomic
def correct_conversation(
    conversation: Conversation, *, entry: ConversationEntry, actor: User
) -> Conversation:
    """Replace what was logged by ``entry``; its submission and its time stay.

    An entry without ``edits`` is corrected at the desk: from then on it stands against
    whatever a device still sends. A receipt slip that is given takes the place of the
    receipt it had; one that another entry has raises ValidationError.
    """
    edits = entry.edits or conversation.edits
    correct_response(
        conversation.response,
        answers=entry.answers,
        people=entry.people,
        language=entry.language,
    )
    if entry.slip:
        give_slip(conversation.response, entry.slip)
    changed = _change(
        conversation,
        branch=entry.branch,
        method=entry.method,
        quotation=entry.quotation,
        quotation_consent=entry.quotation_consent,
        reading=entry.reading,
        wants_follow_up=entry.wants_follow_up,
        edits=edits,
        corrected_at=conversation.corrected_at if entry.edits else timezone.now(),
    )
    record("corrected", conversation, actor=actor, fields=changed)
    return conversation


@transaction.atomic
def correct_note(
    note: Conversation, *, line: BoardLine, question: Question, actor: User
) -> Conversation:
    """Replace the words or the count of one line of a board."""
    correct_response(note.response, answers=line.answers(question), people=line.people)
    _change(note, corrected_at=timezone.now())
    record("corrected", note, actor=actor, fields=["answers", "people"])
    return note


@transaction.atomic
def take_back_all(entries: list[Conversation], *, actor: User) -> int:
    """Take back each of ``entries``; return how many there are."""
    for entry in sorted(entries, key=lambda one: one.pk):
        take_back(entry, actor=actor)
    return len(entries)


@transaction.atomic
def take_back(conversation: Conversation, *, actor: User) -> Conversation:
    """Exclude an entry from all figures; it stays stored, with the reason.

    Taking it back again changes nothing.
    """
    response = Response.objects.locked().get(pk=conversation.response_id)
    if response.review_state == Response.ReviewState.EXCLUDED:
        return conversation
    response.review_state = Response.ReviewState.EXCLUDED
    response.review_reason = flags.TAKEN_BACK
    response.save(update_fields=["review_state", "review_reason"])
    tallying.apply([response.pk], -1)
    record("took_back", conversation, actor=actor)
    return conversation


@transaction.atomic
def put_back(conversation: Conversation, *, actor: User) -> Conversation:
    """Count an entry again that was taken back; any other stays as it is."""
    response = Response.objects.locked().get(pk=conversation.response_id)
    state = response.review_state, response.review_reason
    if state != (Response.ReviewState.EXCLUDED, flags.TAKEN_BACK):
        return conversation
    response.review_state = Response.ReviewState.ACCEPTED
    response.review_reason = ""
    response.save(update_fields=["review_state", "review_reason"])
    tallying.apply([response.pk], 1)
    record("put_back", conversation, actor=actor)
    return conversation


def _change(instance: Model, **values: object) -> list[str]:
    """Save ``values`` on ``instance``; return the names of those that differ."""
    changed = [name for name in values if getattr(instance, name) != values[name]]
    for name in changed:
        setattr(instance, name, values[name])
    instance.validate_constraints()
    instance.save(update_fields=changed)
    return changed
