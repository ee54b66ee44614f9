"""Passages of a summary's quotations that may lead to whoever said them."""

from dataclasses import dataclass

from civic import languages
from engagement.evidence import labels_of
from engagement.models import Summary, SummaryQuotation
from engagement.privacy import findings
from engagement.public_places import public_places


@dataclass(frozen=True)
class Passage:
    """Words of one quotation in one language, to be looked at before publication."""

    quotation: SummaryQuotation
    language: languages.Language
    text: str


def passages_to_look_at(summary: Summary) -> list[Passage]:
    """Return what looks like a way to a person in the quotations to be published.

    The log was looked at when it was written; paraphrases and translations were not.
    """
    public = public_places()  # asked for only if there is need
    quotations = SummaryQuotation.objects.agreed_to().filter(summary=summary)
    return [
        Passage(quotation, languages.BY_CODE[code], found.passage)
        for quotation in quotations
        for code, text in labels_of(quotation, "text").items()
        for found in findings(text, public=public)
    ]
