"""A summary that went all the way to translation, in few words."""

from civic import languages
from engagement.actions import approve, choose_notices, mark_reviewed, send_to_review
from engagement.models import Finding, Summary
from tests.engagement.writing import fall_summary

TEXTS = {
    f"{name}_{code}": f"{name} {code}"
    for name in ("introduction", "decided", "reasons")
    for code in languages.CODES
}


def translated_summary(**fields) -> Summary:
    """A draft with its texts in all five languages, and no notice anywhere."""
    return fall_summary(**{**TEXTS, "with_notice": []} | fields)


def reviewed_summary(editor) -> Summary:
    """Approved in English and reviewed in every other language."""
    summary = send_to_review(translated_summary(), actor=None)
    approve(summary, language="en", actor=editor)
    for code in ("vi", "pl", "fa", "it"):
        mark_reviewed(summary, language=code, actor=editor)
    summary.refresh_from_db()
    return summary


def finding_of(summary: Summary, **fields) -> Finding:
    values = {"title_en": "Quiet places", "wants_en": "More tables"}
    return Finding.objects.create(summary=summary, **values | fields)


def without_notice(summary: Summary) -> Summary:
    return choose_notices(summary, codes=[], actor=None)
