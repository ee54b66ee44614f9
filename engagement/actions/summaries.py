"""Changes of a summary's texts and parts, and of commitments."""

from typing import Any, Literal

from django.db import models, transaction

from civic import activity
from civic.models import User
from civic.ordering import move_by_one
from engagement.evidence import evidence_for, labels_of
from engagement.models import (
    Commitment,
    CommitmentUpdate,
    Conversation,
    Finding,
    Summary,
    SummaryQuotation,
    SummarySection,
)
from engagement.number_sentences import put_right
from engagement.proposals import quotable

Part = SummarySection | SummaryQuotation | Commitment | Finding


def agreed_conversations(summary: Summary) -> models.QuerySet[Conversation]:
    """Return entries of the period whose speaker agreed to a quotation."""
    return (
        Conversation.objects.held_between(summary.starts_on, summary.ends_on)
        .counted()
        .exclude(quotation_consent=Conversation.Consent.NONE)
        .select_related("event", "response")
        .order_by("event__starts_at", "pk")
    )


def quotable_conversations(summary: Summary) -> models.QuerySet[Conversation]:
    """Return those agreed to that the summary does not quote yet."""
    return quotable(summary)


@transaction.atomic
def renew_sentences(summary: Summary) -> None:
    """Put the numbers of now into a draft's introduction, in every language.

    Replaces only sentences that stand as they were proposed.
    """
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if locked.is_published:
        return
    put_right(locked, evidence_for(locked.starts_on, locked.ends_on).published())
    locked.save()


@transaction.atomic
def move_part(part: Part, *, direction: Literal["up", "down"]) -> None:
    """Swap a section, finding, quotation or commitment with its neighbor."""
    siblings: models.QuerySet[Any] = type(part)._default_manager.filter(
        summary=part.summary_id
    )
    move_by_one(siblings, part, direction)


@transaction.atomic
def report_on_commitment(update: CommitmentUpdate, *, actor: User | None) -> None:
    """Store a dated report and give the commitment its state.

    What is reported not possible carries the report as its reason where it has none.
    """
    commitment = Commitment.objects.select_for_update().get(pk=update.commitment_id)
    before = commitment.status
    commitment.status = update.status
    if update.status == Commitment.Status.NOT_POSSIBLE:
        for code, text in labels_of(update, "text").items():
            name = f"reason_{code}"
            setattr(commitment, name, getattr(commitment, name) or text)
    update.save()
    commitment.save()
    activity.record(
        "reported", commitment, actor=actor, before=before, after=update.status
    )
