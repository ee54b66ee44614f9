"""The sentences that tell a summary's figures, proposed in every language."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from civic import calendars, languages, numbers
from engagement.evidence import Evidence


def number_sentences(evidence: Evidence) -> str:
    """Return what was heard and where, in the language of the page.

    Takes published evidence: what is hidden, or none, is left unsaid. A sentence
    holds one number, since languages decline each by its own.
    """
    language = languages.current()
    period = {
        "first": calendars.long_date(evidence.first_day, language),
        "last": calendars.long_date(evidence.last_day, language),
    }
    sentences = [
        gettext("We went out to listen from %(first)s to %(last)s.") % period,
        *_counted(evidence),
    ]
    return " ".join(sentences)


def _counted(evidence: Evidence) -> list[str]:
    sentences = []
    count: int | None
    if count := len(evidence.events):
        sentences.append(
            ngettext(
                "We met residents at %(shown)s event.",
                "We met residents at %(shown)s events.",
                count,
            )
            % _shown(count)
        )
    if count := evidence.people_heard:
        sentences.append(
            ngettext("We heard %(shown)s person.", "We heard %(shown)s people.", count)
            % _shown(count)
        )
    if count := evidence.conversations:
        sentences.append(
            ngettext(
                "We wrote down %(shown)s conversation.",
                "We wrote down %(shown)s conversations.",
                count,
            )
            % _shown(count)
        )
    if count := evidence.notes:
        sentences.append(
            ngettext(
                "Residents left %(shown)s note on our question boards.",
                "Residents left %(shown)s notes on our question boards.",
                count,
            )
            % _shown(count)
        )
    return sentences


def _shown(count: int) -> dict[str, str]:
    return {"shown": numbers.number(count, languages.current())}


def number_sentences_by_language(evidence: Evidence) -> dict[str, str]:
    """Return the same for each of the portal's languages, by code."""
    sentences = {}
    for code in languages.CODES:
        with translation.override(code):
            sentences[code] = number_sentences(evidence)
    return sentences
