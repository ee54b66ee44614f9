"""What keeps the findings of a summary from publication, each named with its remedy."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Value

from engagement.evidence_sets import responses_in, sets_of_all
from engagement.models import EvidenceSet, Finding, Summary, Theme


@dataclass(frozen=True)
class MergedTheme:
    """A theme that a finding rests on, and the one it was merged into since then."""

    finding: Finding
    theme: Theme
    into: Theme


def findings_without_evidence(summary: Summary) -> list[Finding]:
    """Return the findings whose evidence holds nothing: no set, or nobody in them.

    Add evidence to each, or remove it.
    """
    sets = sets_of_all(summary)
    queries = [
        responses_in(summary, held)
        .annotate(finding_pk=Value(key, output_field=BigIntegerField()))
        .values_list("finding_pk")[:1]
        for key, held in sets.items()
        if held
    ]
    held = {key for (key,) in queries[0].union(*queries[1:])} if queries else set()
    return [one for one in summary.findings.all() if one.pk not in held]


def findings_with_merged_themes(summary: Summary) -> list[MergedTheme]:
    """Return the themes of findings that were merged away meanwhile.

    Their answers went to the theme ``into``: ``follow_merged_themes`` takes that one.
    """
    merged = (
        EvidenceSet.objects.filter(
            finding__summary=summary, theme__merged_into__isnull=False
        )
        .select_related("finding", "theme")
        .order_by("finding__position", "finding", "pk")
    )
    return [
        MergedTheme(one.finding, one.theme, current_theme(one.theme))
        for one in _once(merged)
        if one.theme
    ]


def _once(sets: Iterable[EvidenceSet]) -> list[EvidenceSet]:
    return list({(one.finding_id, one.theme_id): one for one in sets}.values())


def current_theme(theme: Theme) -> Theme:
    """Return the theme that this one's answers belong to now, after any merging."""
    while theme.merged_into is not None:
        theme = theme.merged_into
    return theme
