"""The history of a summary's texts, and what is being typed."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from civic.models import User
from engagement.models import Summary, TextRevision
from engagement.summary_texts import NoSuchPart, Texts, columns_of, part_named, texts_of

DRAFTS_KEPT_FOR = dt.timedelta(days=30)


def remember_texts(
    summary: Summary, part: str, *, before: Texts, after: Texts, actor: User | None
) -> None:
    """Write down a save. The first keeps what was there before as well."""
    saved = summary.revisions.filter(part=part, is_draft=False)
    if before == after:
        return
    if any(before.values()) and not saved.exists():
        _write(summary, part, before, None)
    _write(summary, part, after, actor)


def _write(summary: Summary, part: str, texts: Texts, actor: User | None) -> None:
    summary.revisions.create(part=part, texts=texts, written_by=actor)


@transaction.atomic
def restore_texts(revision: TextRevision, *, actor: User) -> None:
    """Save the texts of a revision again; raise ``NoSuchPart`` if the part is gone."""
    summary = Summary.objects.select_for_update().get(pk=revision.summary_id)
    part = part_named(summary, revision.part)
    if part.pk is None:
        raise NoSuchPart
    before = texts_of(part, revision.part)
    for column in columns_of(revision.part):
        setattr(part, column, revision.texts.get(column, ""))
    part.save()
    after = texts_of(part, revision.part)
    remember_texts(summary, revision.part, before=before, after=after, actor=actor)


def keep_draft(
    summary: Summary, part: str, *, typed: Mapping[str, str], actor: User
) -> TextRevision:
    """Keep what somebody is typing in a part, one draft each."""
    draft, _is_new = TextRevision.objects.update_or_create(
        summary=summary,
        part=part,
        written_by=actor,
        is_draft=True,
        defaults={"texts": dict(typed), "written_at": timezone.now()},
    )
    return draft


def forget_part(summary: Summary, part: str) -> None:
    """Forget all texts of a part that was taken out."""
    summary.revisions.filter(part=part).delete()


def discard_draft(summary: Summary, part: str, *, actor: User) -> None:
    """Forget what somebody typed in a part and did not save."""
    summary.revisions.filter(part=part, written_by=actor, is_draft=True).delete()


def purge_drafts() -> int:
    """Forget what was typed long ago and never saved; return how many."""
    last = timezone.now() - DRAFTS_KEPT_FOR
    old = TextRevision.objects.filter(is_draft=True, written_at__lt=last)
    return old.delete()[0]
