"""A summary as it is read: what was frozen with it, and what became of it since."""

from dataclasses import dataclass

from django.db.models import Model
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from engagement.evidence import Labels
from engagement.models import Commitment, Summary, SummaryVersion
from engagement.summary_content import (
    FindingTold,
    QuotationTold,
    SummaryContent,
    still_agreed,
)


@dataclass(frozen=True)
class Answered:
    """A finding and what the library undertook because of it."""

    finding: FindingTold
    commitments: list[Commitment]


@dataclass(frozen=True)
class Reading:
    """One version of a summary; without ``version`` a draft, as it would be now.

    ``commitments`` have the words of then and the state of today.
    """

    summary: Summary
    version: SummaryVersion | None
    newer: SummaryVersion | None
    others: list[SummaryVersion]
    content: SummaryContent
    quotations: list[QuotationTold]
    commitments: list[Commitment]

    @property
    def is_translated(self) -> bool:
        return not self.content.lacks(languages.current().code)

    def finding(self, pk: int | None) -> FindingTold | None:
        """The finding as this version tells it, if it has it."""
        found = (one for one in self.content.findings if one.pk == pk)
        return next(found, None)

    @property
    def also_promised(self) -> list[Commitment]:
        """What the library undertook without naming a finding."""
        told = {one.pk for one in self.content.findings}
        return [one for one in self.commitments if one.finding_id not in told]

    @property
    def answered(self) -> list[Answered]:
        """What was said beside what is done about it, finding by finding."""
        return [
            Answered(
                finding,
                [one for one in self.commitments if one.finding_id == finding.pk],
            )
            for finding in self.content.findings
        ]


def reading_of(summary: Summary, number: int | None = None) -> Reading:
    """Return version ``number``, else the latest; of a draft what is written now.

    Raise ``SummaryVersion.DoesNotExist`` where there is no such version. The number of
    queries does not depend on what the summary holds.
    """
    versions = list(summary.versions.select_related("summary"))
    chosen = [one for one in versions if number in (None, one.number)]
    if number is not None and not chosen:
        raise SummaryVersion.DoesNotExist
    version = chosen[0] if chosen else None
    content = (
        SummaryContent.from_json(version.content)
        if version
        else SummaryContent.of(summary)
    )
    return Reading(
        summary=summary,
        version=version,
        newer=versions[0] if version and version != versions[0] else None,
        others=[one for one in versions if one != version],
        content=content,
        quotations=still_agreed(content.quotations),
        commitments=_commitments(content),
    )


def _commitments(content: SummaryContent) -> list[Commitment]:
    """The commitments of then in their order, as they stand today."""
    keys = [one.pk for one in content.commitments]
    known = Commitment.objects.with_updates().in_bulk(keys)
    told = []
    for one in content.commitments:
        if commitment := known.get(one.pk):
            _put_words(commitment, "statement", one.statement)
            _put_words(commitment, "owner", one.owner)
            commitment.finding_id = one.finding
            told.append(commitment)
    return told


def _put_words(instance: Model, field: str, labels: Labels) -> None:
    for code in languages.CODES:
        setattr(instance, build_localized_fieldname(field, code), labels.get(code, ""))
