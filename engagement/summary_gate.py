"""What stands between a summary and its publication, each thing named at its place."""

from django.utils import timezone

from engagement.evidence import Evidence, labels_of
from engagement.finding_checks import (
    findings_with_merged_themes,
    findings_without_evidence,
)
from engagement.models import Summary, SummaryQuotation, SummarySection
from engagement.reviewers import has_other_editors
from engagement.summary_languages import LanguageState, language_states
from engagement.summary_refusals import (
    DecisionMissing,
    FindingWithoutEvidence,
    IntroductionMissing,
    LanguageRefused,
    NotApproved,
    NothingHeard,
    NotReviewed,
    NotTranslated,
    PeriodNotOver,
    PublicationRefused,
    QuotationNotCleared,
    ReasonsMissing,
    ReviewOutdated,
    SectionEmpty,
    ThemeMergedAway,
)

TEXTS: dict[str, type[PublicationRefused]] = {
    "introduction": IntroductionMissing,
    "decided": DecisionMissing,
    "reasons": ReasonsMissing,
}


def refusals_to_publish(
    summary: Summary, evidence: Evidence
) -> list[PublicationRefused]:
    """Return why it cannot be published; takes the evidence as counted."""
    refusals = _missing_texts(summary)
    if summary.ends_on >= timezone.localdate():
        refusals.append(PeriodNotOver(summary))
    if not evidence.people_heard:
        refusals.append(NothingHeard(summary))
    return [*refusals, *refusals_of_parts(summary), *_unapproved(summary)]


def refusals_to_correct(summary: Summary) -> list[PublicationRefused]:
    """Return why the texts as they stand cannot replace what is published."""
    return [*_missing_texts(summary), *refusals_of_parts(summary)]


def refusals_of_parts(summary: Summary) -> list[PublicationRefused]:
    """Return what stands against single findings, quotations and languages."""
    merged = findings_with_merged_themes(summary)
    following = {one.finding for one in merged}  # rest on nothing until that is done
    return [
        *(
            FindingWithoutEvidence(one)
            for one in findings_without_evidence(summary)
            if one not in following
        ),
        *(
            ThemeMergedAway(one.finding, theme=one.theme.name, into=one.into)
            for one in merged
        ),
        *map(SectionEmpty, _sections_without_text(summary)),
        *map(QuotationNotCleared, quotations_not_cleared(summary)),
        *_languages_not_ready(summary),
    ]


def _missing_texts(summary: Summary) -> list[PublicationRefused]:
    return [
        refusal(summary)
        for name, refusal in TEXTS.items()
        if not labels_of(summary, name)
    ]


def _sections_without_text(summary: Summary) -> list[SummarySection]:
    sections = summary.sections.select_related("summary", "branch")
    return [one for one in sections if not labels_of(one, "body")]


def quotations_not_cleared(summary: Summary) -> list[SummaryQuotation]:
    """Return the quotations whose speaker does not agree to them."""
    agreed = SummaryQuotation.objects.agreed_to().filter(summary=summary)
    others = summary.quotations.exclude(pk__in=agreed.values("pk"))
    return list(others.select_related("summary"))


def _languages_not_ready(summary: Summary) -> list[LanguageRefused]:
    return [
        _language_refusal(one)(summary, language=one.language.endonym)
        for one in language_states(summary)
        if not one.is_ready
    ]


def _language_refusal(state: LanguageState) -> type[LanguageRefused]:
    if state.missing:
        return NotTranslated
    return ReviewOutdated if state.is_stale else NotReviewed


def _unapproved(summary: Summary) -> list[PublicationRefused]:
    """A summary goes through review wherever a second editor is there to read it."""
    is_early = summary.status in {Summary.Status.DRAFT, Summary.Status.REVIEW}
    return [NotApproved(summary)] if is_early and has_other_editors() else []
