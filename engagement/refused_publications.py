"""What the portal did not publish at the time set, until somebody takes a step."""

from dataclasses import dataclass

from django.db.models import QuerySet

from engagement.evidence import Evidence, evidence_for
from engagement.models import Summary, SummaryStep
from engagement.number_sentences import contradictions
from engagement.summary_gate import refusals_to_publish
from engagement.summary_refusals import NumbersContradicted, PublicationRefused


@dataclass(frozen=True)
class RefusedPublication:
    """The step by which it went back, and what stands against it now."""

    step: SummaryStep
    refusals: list[PublicationRefused]

    @property
    def summary(self) -> Summary:
        return self.step.summary


def steps_back(summaries: QuerySet[Summary]) -> list[SummaryStep]:
    """Return the last step of each that the portal gave back, at one query."""
    given_back = summaries.filter(status=Summary.Status.TRANSLATION)
    last = (
        SummaryStep.objects.filter(summary__in=given_back)
        .select_related("summary")
        .order_by("summary_id", "-taken_at", "-pk")
        .distinct("summary_id")
    )
    return [one for one in last if one.refusals]


def refused_publications(summaries: QuerySet[Summary]) -> list[RefusedPublication]:
    """Return those given back; each is counted, which takes queries of its own."""
    return [
        RefusedPublication(one, _standing_against(one.summary))
        for one in steps_back(summaries)
    ]


def _standing_against(summary: Summary) -> list[PublicationRefused]:
    counted = evidence_for(summary.starts_on, summary.ends_on)
    refusals = refusals_to_publish(summary, counted)
    if _is_contradicted(summary, counted):
        refusals.append(NumbersContradicted(summary))
    return refusals


def _is_contradicted(summary: Summary, counted: Evidence) -> bool:
    return bool(contradictions(summary, counted.published()))
