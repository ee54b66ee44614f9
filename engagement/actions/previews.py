"""Private links to a draft: made, and ended."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from civic import activity
from civic.models import User
from engagement.models import Summary, SummaryPreview
from engagement.summary_previews import hash_token, new_token

OPEN_FOR = dt.timedelta(days=14)


@transaction.atomic
def make_preview(
    summary: Summary, *, language: str, actor: User | None
) -> tuple[SummaryPreview, str]:
    """Return a link's row and its secret, which is written down nowhere."""
    token = new_token()
    preview = summary.previews.create(
        language=language,
        token_hash=hash_token(token),
        made_by=actor,
        expires_at=timezone.now() + OPEN_FOR,
    )
    activity.record("shared", summary, actor=actor, language=language)
    return preview, token


@transaction.atomic
def end_preview(preview: SummaryPreview, *, actor: User | None) -> None:
    """Close a link at once; one that is closed stays as it is."""
    locked = SummaryPreview.objects.select_for_update().get(pk=preview.pk)
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.save()
        activity.record("ended link", locked.summary, actor=actor)
