"""Changes of state of summaries and commitments."""

from typing import Any, Literal

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic import activity
from civic.models import User
from civic.ordering import move_by_one
from engagement.counted_responses import remember_counted
from engagement.evidence import Evidence, evidence_for, labels_of
from engagement.models import (
    Commitment,
    CommitmentUpdate,
    Conversation,
    Finding,
    Summary,
    SummaryQuotation,
    SummarySection,
)
from engagement.number_sentences import contradictions, put_right
from engagement.proposals import quotable
from engagement.summary_content import SummaryContent
from engagement.theme_figures import remember_season

Part = SummarySection | SummaryQuotation | Commitment | Finding


class PublicationRefused(Exception):
    """A summary that cannot be published yet; ``message`` tells the editor why."""

    message = _("This summary cannot be published yet.")

    def __str__(self) -> str:
        return str(self.message)


class IntroductionMissing(PublicationRefused):
    message = _("Write the introduction in at least one language before publishing.")


class NothingHeard(PublicationRefused):
    message = _(
        "Nothing is logged for the days of this summary. Log the conversations first, "
        "or correct the first and the last day."
    )


class PeriodNotOver(PublicationRefused):
    message = _(
        "The days of this summary are not over yet. Publish it after its last day, so "
        "that nothing heard until then is missing."
    )


class NumbersContradicted(PublicationRefused):
    message = _(
        "The introduction gives different numbers from the log. Put the new sentences "
        "in, or confirm that the text is right as it stands."
    )


def refusals_to_publish(
    summary: Summary, evidence: Evidence
) -> list[PublicationRefused]:
    """Return why it cannot be published; takes the evidence as counted."""
    refusals: list[PublicationRefused] = []
    if not labels_of(summary, "introduction"):
        refusals.append(IntroductionMissing())
    if summary.ends_on >= timezone.localdate():
        refusals.append(PeriodNotOver())
    if not evidence.people_heard:
        refusals.append(NothingHeard())
    return refusals


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
def publish_summary(
    summary: Summary, *, actor: User | None, is_text_confirmed: bool = False
) -> Summary:
    """Freeze the evidence of the period, as it may be shown, and make it public.

    Refuses with ``IntroductionMissing``, ``PeriodNotOver`` before the last day has
    passed in the city, ``NothingHeard``, or ``NumbersContradicted`` where the
    introduction gives other numbers and ``is_text_confirmed`` does not stand for it.
    Publishing what is published changes nothing, so that a button pressed twice is
    harmless.
    """
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if locked.is_published:
        return locked
    counted = evidence_for(locked.starts_on, locked.ends_on)
    for refusal in refusals_to_publish(locked, counted):
        raise refusal
    evidence = counted.published()
    if not is_text_confirmed and contradictions(locked, evidence):
        raise NumbersContradicted
    locked.status = Summary.Status.PUBLISHED
    locked.evidence = evidence.as_json()
    locked.published_at = timezone.now()
    locked.published_by = actor
    locked.save()
    locked.versions.create(
        number=1,
        content=SummaryContent.of(locked, evidence).as_json(),
        published_at=locked.published_at,
        published_by=actor,
    )
    remember_counted(locked)
    remember_season(locked, counted)
    activity.record("published", locked, actor=actor)
    return locked


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
