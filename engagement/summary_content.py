"""Everything a reader finds in a summary: its texts and its figures, in all languages.

A published version is read from what was frozen with it, so that neither the log nor
a text being edited changes a published page. A draft's content is made from what is
written and counted now.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from engagement.coverage import Coverage, coverage_of
from engagement.evidence import Evidence, Labels, evidence_for, labels_of
from engagement.finding_disclosure import told_together
from engagement.finding_evidence import FindingEvidence, evidence_of_all
from engagement.models import (
    Commitment,
    Conversation,
    Finding,
    Summary,
    SummaryQuotation,
    SummarySection,
)
from engagement.proposals import without_left_out
from engagement.trends import Trend, trends_of


@dataclass(frozen=True)
class FindingTold:
    """People want, are concerned that, believe should be done: any may be empty."""

    pk: int
    title: Labels
    wants: Labels
    concerns: Labels
    actions: Labels
    evidence: FindingEvidence

    @classmethod
    def of(cls, finding: Finding, evidence: FindingEvidence) -> Self:
        """Tell it with what it rests on, as it may be shown."""
        return cls(
            pk=finding.pk,
            title=labels_of(finding, "title"),
            wants=labels_of(finding, "wants"),
            concerns=labels_of(finding, "concerns"),
            actions=labels_of(finding, "actions"),
            evidence=evidence,
        )

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        evidence = FindingEvidence.from_json(stored["evidence"])
        return cls(**{**stored, "evidence": evidence})


@dataclass(frozen=True)
class SectionTold:
    """One branch's part."""

    branch: Labels
    byline: Labels
    body: Labels

    @classmethod
    def of(cls, section: SummarySection) -> Self:
        return cls(
            branch=labels_of(section.branch, "name"),
            byline=labels_of(section, "byline"),
            body=labels_of(section, "body"),
        )


@dataclass(frozen=True)
class QuotationTold:
    """What somebody agreed to have published; ``setting`` is that of the event.

    ``conversation`` is for the portal alone: whoever takes consent back is no longer
    quoted, in a published version either.
    """

    conversation: int
    language: str
    text: Labels
    is_paraphrase: bool
    setting: str

    @classmethod
    def of(cls, quotation: SummaryQuotation) -> Self:
        return cls(
            conversation=quotation.conversation_id,
            language=quotation.original_language,
            text=labels_of(quotation, "text"),
            is_paraphrase=quotation.is_paraphrase,
            setting=quotation.conversation.event.setting,
        )


@dataclass(frozen=True)
class CommitmentTold:
    """A commitment as it stood then; its state of today is read by ``pk``."""

    pk: int
    statement: Labels
    owner: Labels
    finding: int | None

    @classmethod
    def of(cls, commitment: Commitment) -> Self:
        return cls(
            pk=commitment.pk,
            statement=labels_of(commitment, "statement"),
            owner=labels_of(commitment, "owner"),
            finding=commitment.finding_id,
        )


@dataclass(frozen=True)
class SummaryContent:
    """The figures are those that may be shown.

    ``trends`` are of each answer shown to a question that was asked before; versions
    published before there were any have none. Questions left out are not told.
    ``coverage``: those heard beside those who live in the city, if a table tells that.
    """

    introduction: Labels
    decided: Labels
    reasons: Labels
    evidence: Evidence
    findings: tuple[FindingTold, ...] = ()
    sections: tuple[SectionTold, ...] = ()
    quotations: tuple[QuotationTold, ...] = ()
    commitments: tuple[CommitmentTold, ...] = ()
    trends: tuple[Trend, ...] = ()
    coverage: Coverage | None = None

    @classmethod
    def of(cls, summary: Summary, evidence: Evidence | None = None) -> Self:
        """Make it of what is written now, figures counted now if none given."""
        if evidence is None:
            evidence = evidence_for(summary.starts_on, summary.ends_on).published()
        counted = coverage_of(summary.starts_on, summary.ends_on)
        coverage = counted.published() if counted else None
        rest_on = told_together(evidence_of_all(summary), evidence.languages, coverage)
        return cls(
            introduction=labels_of(summary, "introduction"),
            decided=labels_of(summary, "decided"),
            reasons=labels_of(summary, "reasons"),
            evidence=without_left_out(evidence, summary),
            findings=tuple(
                FindingTold.of(one, rest_on[one.pk]) for one in summary.findings.all()
            ),
            sections=tuple(
                map(SectionTold.of, summary.sections.select_related("branch"))
            ),
            quotations=tuple(
                map(
                    QuotationTold.of,
                    SummaryQuotation.objects.agreed_to().filter(summary=summary),
                )
            ),
            commitments=tuple(map(CommitmentTold.of, summary.commitments.all())),
            trends=trends_of(evidence, summary),
            coverage=coverage,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON column gives it back: lists, no tuples."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        coverage = stored.get("coverage")
        parts = {
            "evidence": Evidence.from_json(stored["evidence"]).published(),
            "findings": tuple(map(FindingTold.from_json, stored["findings"])),
            "sections": tuple(SectionTold(**one) for one in stored["sections"]),
            "quotations": tuple(QuotationTold(**one) for one in stored["quotations"]),
            "commitments": tuple(
                CommitmentTold(**one) for one in stored["commitments"]
            ),
            "coverage": Coverage.from_json(coverage) if coverage else None,
            "trends": tuple(map(Trend.from_json, stored.get("trends", ()))),
        }
        return cls(**{**stored, **parts})

    @property
    def texts(self) -> list[Labels]:
        """Every text of its own, to see which languages lack some."""
        return [
            *(self.introduction, self.decided, self.reasons),
            *(
                text
                for one in self.findings
                for text in (one.title, one.wants, one.concerns, one.actions)
            ),
            *(text for one in self.sections for text in (one.byline, one.body)),
            *(one.text for one in self.quotations),
            *(text for one in self.commitments for text in (one.statement, one.owner)),
        ]

    def lacks(self, language: str) -> bool:
        """Whether some text is there, but not in this language."""
        return any(text and language not in text for text in self.texts)


def content_of(summary: Summary) -> SummaryContent:
    """Return what is published last; of a draft, what would be published now."""
    version = summary.versions.first()
    if version is None:
        return SummaryContent.of(summary)
    return SummaryContent.from_json(version.content)


def still_agreed(quotations: tuple[QuotationTold, ...]) -> list[QuotationTold]:
    """Return those whose speaker has not taken consent back; one query."""
    keys = [one.conversation for one in quotations]
    consents = dict(
        Conversation.objects.filter(pk__in=keys).values_list("pk", "quotation_consent")
    )
    own_words = {Conversation.Consent.ANONYMOUS}
    own_or_told = own_words | {Conversation.Consent.PARAPHRASE}
    return [
        one
        for one in quotations
        if consents.get(one.conversation)
        in (own_or_told if one.is_paraphrase else own_words)
    ]
