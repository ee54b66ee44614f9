"""Taking over what the portal proposes for a summary, or leaving it out."""

from django.db import transaction
from django.db.models import Max

from civic import activity
from civic.models import User
from engagement.actions.findings import lock_unpublished
from engagement.evidence import evidence_for
from engagement.models import Conversation, Summary, SummaryQuotation
from engagement.number_sentences import put_in

LONGEST_KEY = 200


@transaction.atomic
def take_sentence(summary: Summary, name: str, *, actor: User | None) -> None:
    """Put one number sentence into the introduction, in all five languages.

    Raise ``SummaryPublished``.
    """
    locked = lock_unpublished(summary)
    evidence = evidence_for(locked.starts_on, locked.ends_on).published()
    put_in(locked, evidence, name)
    locked.save()
    activity.record("took a sentence", locked, actor=actor, sentence=name)


@transaction.atomic
def take_quotation(
    summary: Summary, conversation: Conversation, *, actor: User | None
) -> SummaryQuotation:
    """Quote somebody word for word; one quoted already is returned as it is.

    Raise ``SummaryPublished``. A paraphrase must be written: it cannot be taken.
    """
    locked = lock_unpublished(summary)
    last = locked.quotations.aggregate(Max("position"))["position__max"]
    language = conversation.response.language
    quotation, is_new = SummaryQuotation.objects.get_or_create(
        summary=locked,
        conversation=conversation,
        defaults={
            "position": 0 if last is None else last + 1,
            "original_language": language,
            f"text_{language}": conversation.quotation,
        },
    )
    if is_new:
        activity.record("took a quotation", quotation, actor=actor)
    return quotation


@transaction.atomic
def leave_out(summary: Summary, key: str, *, actor: User | None) -> None:
    """Leave a proposal out, or a question out of what is published.

    Raise ``SummaryPublished``.
    """
    locked = lock_unpublished(summary)
    if key not in locked.left_out:
        locked.left_out = [*locked.left_out, key[:LONGEST_KEY]]
        locked.save()
        activity.record("left out", locked, actor=actor, what=key[:LONGEST_KEY])


@transaction.atomic
def put_back(summary: Summary, key: str, *, actor: User | None) -> None:
    """Undo ``leave_out``. Raise ``SummaryPublished``."""
    locked = lock_unpublished(summary)
    if key in locked.left_out:
        locked.left_out = [one for one in locked.left_out if one != key]
        locked.save()
        activity.record("put back", locked, actor=actor, what=key)
