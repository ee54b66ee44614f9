"""Changes of a summary's findings and of what they rest on."""

from django.db import transaction
from django.db.models import Max

from civic import activity
from civic.models import User
from engagement.evidence import labels_of
from engagement.finding_checks import current_theme
from engagement.models import EvidenceSet, Finding, Summary, Theme

CONDITIONS = (
    *("theme_id", "mark", "question_id", "choice"),
    *("event_id", "language", "setting", "district_id"),
)


class SummaryPublished(Exception):
    """A published summary keeps its findings: a correction is a new version."""


def lock_unpublished(summary: Summary) -> Summary:
    """Return the summary, locked against publication until the transaction ends."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if locked.is_published:
        raise SummaryPublished
    return locked


@transaction.atomic
def begin_finding(
    summary: Summary, theme: Theme, *, actor: User | None, mark: str = ""
) -> Finding:
    """Return the finding of a theme, new with its name and its answers as evidence.

    One that rests on the theme alone is returned as it is, so that a button pressed
    twice is harmless. Raise ``SummaryPublished``.
    """
    locked = lock_unpublished(summary)
    rests_on = {"theme": theme, "mark": mark, "question": None, "event": None}
    narrowed = {"language": "", "setting": "", "district": None}
    known = EvidenceSet.objects.filter(finding__summary=locked, **rests_on, **narrowed)
    if found := known.select_related("finding").first():
        return found.finding
    names = {f"title_{code}": text for code, text in labels_of(theme, "name").items()}
    finding = Finding.objects.create(
        summary=locked, position=_next_position(locked), **names
    )
    finding.evidence.create(theme=theme, mark=mark)
    activity.record("began", finding, actor=actor)
    return finding


def _next_position(summary: Summary) -> int:
    last = summary.findings.aggregate(Max("position"))["position__max"]
    return 0 if last is None else last + 1


@transaction.atomic
def remove_evidence(evidence: EvidenceSet, *, actor: User | None) -> None:
    """Take a set out of what a finding rests on. Raise ``SummaryPublished``."""
    lock_unpublished(evidence.finding.summary)
    finding = evidence.finding
    evidence.delete()
    activity.record("evidence removed", finding, actor=actor)


@transaction.atomic
def follow_merged_themes(finding: Finding, *, actor: User | None) -> int:
    """Take the theme that each merged one went into; return how many sets changed.

    Of sets that are the same afterwards one stays. Raise ``SummaryPublished``.
    """
    lock_unpublished(finding.summary)
    merged = finding.evidence.filter(theme__merged_into__isnull=False)
    changed = 0
    for one in merged.select_related("theme"):
        one.theme = one.theme and current_theme(one.theme)
        if _is_there_already(one):
            one.delete()
        else:
            one.save()
        changed += 1
    if changed:
        activity.record("followed merged themes", finding, actor=actor)
    return changed


def _is_there_already(evidence: EvidenceSet) -> bool:
    same = {name: getattr(evidence, name) for name in CONDITIONS}
    others = EvidenceSet.objects.filter(finding=evidence.finding_id, **same)
    return others.exclude(pk=evidence.pk).exists()
