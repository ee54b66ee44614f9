"""What becomes of a summary once it is published: corrections, further languages."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from civic import activity
from civic.models import User
from engagement.actions.review_steps import locked_in
from engagement.added_languages import PARTS, WHOLE, with_added_languages
from engagement.counted_responses import remember_counted, remember_finding
from engagement.evidence import Evidence, Labels
from engagement.models import Summary, SummaryVersion
from engagement.summary_content import SummaryContent, content_of
from engagement.summary_gate import refusals_to_correct
from engagement.summary_refusals import NoteMissing, NothingCorrected, NothingToAdd

Status = Summary.Status


def corrected_content(summary: Summary, *, recounts: bool = False) -> SummaryContent:
    """Return what is written now with the figures that are published.

    With ``recounts`` every figure is counted anew; else only that of a new finding.
    """
    if recounts:
        return SummaryContent.of(summary)
    published = content_of(summary)
    written = SummaryContent.of(summary, published.evidence)
    known = {one.pk: one.evidence for one in published.findings}
    findings = tuple(
        replace(one, evidence=known.get(one.pk, one.evidence))
        for one in written.findings
    )
    texts = {name: getattr(written, name) for name in (*WHOLE, *PARTS)}
    return replace(published, **{**texts, "findings": findings})


@transaction.atomic
def correct_summary(
    summary: Summary, *, note: Mapping[str, str], actor: User | None, recounts=False
) -> SummaryVersion:
    """Publish what is written now as a new version; the one before stays readable.

    ``note`` says by language what was corrected. The figures stay as they are unless
    ``recounts``. Refuses with ``NotInThisState``, ``NoteMissing``,
    ``NothingCorrected`` or the first of ``refusals_to_correct``.
    """
    locked = locked_in(summary, *Summary.PUBLIC)
    texts = {code: text.strip() for code, text in note.items() if text.strip()}
    if not texts:
        raise NoteMissing(locked)
    for refusal in refusals_to_correct(locked):
        raise refusal
    before = content_of(locked)
    content = corrected_content(locked, recounts=recounts)
    if content == before:
        raise NothingCorrected(locked)
    version = _add_version(locked, content, texts, actor)
    _remember(locked, before, recounts=recounts)
    _mark_corrected(locked, content.evidence, actor)
    return version


def _add_version(
    summary: Summary, content: SummaryContent, note: Labels, actor: User | None
) -> SummaryVersion:
    latest = summary.versions.latest()
    return summary.versions.create(
        number=latest.number + 1,
        content=content.as_json(),
        published_at=timezone.now(),
        published_by=actor,
        **{f"note_{code}": text for code, text in note.items()},
    )


def _remember(summary: Summary, before: SummaryContent, *, recounts: bool) -> None:
    """Whoever counts in it is written anew where figures are; else of new findings."""
    if recounts:
        remember_counted(summary)
        return
    known = [one.pk for one in before.findings]
    for finding in summary.findings.exclude(pk__in=known):
        remember_finding(finding)


def _mark_corrected(summary: Summary, evidence: Evidence, actor: User | None) -> None:
    summary.steps.create(before=summary.status, after=Status.CORRECTED, taken_by=actor)
    summary.evidence = evidence.as_json()
    summary.status = Status.CORRECTED
    summary.save()
    activity.record("corrected", summary, actor=actor)


@transaction.atomic
def add_translations(summary: Summary, *, actor: User | None) -> int:
    """Put translations written since into the latest version; return how many.

    Only languages in which a published text lacks, and only where it still stands in
    the others as it was published: all else needs a correction. Refuses with
    ``NotInThisState`` and ``NothingToAdd``.
    """
    locked = locked_in(summary, *Summary.PUBLIC)
    version = locked.versions.select_for_update().latest()
    published = SummaryContent.from_json(version.content)
    content, added = with_added_languages(published, corrected_content(locked))
    if not added:
        raise NothingToAdd(locked)
    # Figures stay as they were stored, also where their form has grown since.
    stored = content.as_json()
    version.content |= {name: stored[name] for name in (*WHOLE, *PARTS)}
    version.save()
    activity.record("added translations", locked, actor=actor, texts=added)
    return added
