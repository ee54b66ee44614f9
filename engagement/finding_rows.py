"""The findings of a summary as the composer lists them, with their numbers."""

from dataclasses import dataclass

from engagement.finding_evidence import FindingEvidence, evidence_of_all
from engagement.models import Finding, Summary


@dataclass(frozen=True)
class FindingRow:
    """A finding, what it rests on exactly, and as it may be shown."""

    finding: Finding
    counted: FindingEvidence
    shown: FindingEvidence


def findings_told(summary: Summary) -> list[FindingRow]:
    """Return the findings in their order, at a constant number of queries."""
    counted = evidence_of_all(summary)
    return [
        FindingRow(one, counted[one.pk], counted[one.pk].published())
        for one in summary.findings.all()
    ]
