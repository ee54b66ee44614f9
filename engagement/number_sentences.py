"""The sentences that tell a summary's figures, proposed in every language.

They are found again in what editors made of them, so that a text that tells other
numbers than the log is noticed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, ngettext

from civic import calendars, languages, numbers
from engagement.evidence import Evidence
from engagement.models import Summary

# The sentence about each count, as translated for a number.
FORMS: dict[str, Callable[[int], str]] = {
    "events": lambda n: ngettext(
        "We met residents at %(shown)s event.",
        "We met residents at %(shown)s events.",
        n,
    ),
    "settings": lambda n: ngettext(
        "The events were in %(shown)s kind of place.",
        "The events were in %(shown)s kinds of places.",
        n,
    ),
    "people_heard": lambda n: ngettext(
        "We heard %(shown)s person.", "We heard %(shown)s people.", n
    ),
    "conversations": lambda n: ngettext(
        "We wrote down %(shown)s conversation.",
        "We wrote down %(shown)s conversations.",
        n,
    ),
    "notes": lambda n: ngettext(
        "Residents left %(shown)s note on our question boards.",
        "Residents left %(shown)s notes on our question boards.",
        n,
    ),
    "languages": lambda n: ngettext(
        "People spoke with us in %(shown)s language.",
        "People spoke with us in %(shown)s languages.",
        n,
    ),
    "survey_answers": lambda n: ngettext(
        "Our surveys were answered by %(shown)s person.",
        "Our surveys were answered by %(shown)s people.",
        n,
    ),
}
PERIOD = "period"
COUNTS_OF_ALL_FORMS = range(26)  # no language of the portal has a form beyond
NUMBER = r"\d(?:[\d.,٬\u00a0\u202f]*\d)?"
DATE = r"[^\n]{4,40}?"


def _period() -> str:
    return gettext("We went out to listen from %(first)s to %(last)s.")


def sentences(evidence: Evidence) -> dict[str, str]:
    """Each sentence by what it tells, in the language of the page.

    What is hidden, or none, is left unsaid.
    """
    language = languages.current()
    period = {
        "first": calendars.long_date(evidence.first_day, language),
        "last": calendars.long_date(evidence.last_day, language),
    }
    counts = {
        "events": len(evidence.events),
        "settings": len(evidence.settings) if len(evidence.settings) > 1 else 0,
        "people_heard": evidence.people_heard,
        "conversations": evidence.conversations,
        "notes": evidence.notes,
        "languages": len(evidence.languages) if len(evidence.languages) > 1 else 0,
        "survey_answers": evidence.survey_answers,
    }
    return {PERIOD: _period() % period} | {
        name: FORMS[name](count) % {"shown": numbers.number(count, language)}
        for name, count in counts.items()
        if count
    }


def number_sentences(evidence: Evidence) -> str:
    """Return what was heard and where, in the language of the page.

    Takes published evidence. A sentence holds one number, since languages decline
    each by its own.
    """
    return " ".join(sentences(evidence).values())


def number_sentences_by_language(evidence: Evidence) -> dict[str, str]:
    """Return the same for each of the portal's languages, by code."""
    told = {}
    for code in languages.CODES:
        with translation.override(code):
            told[code] = number_sentences(evidence)
    return told


def told_in(text: str) -> set[str]:
    """Return which sentences a text of the page's language has, with any number."""
    return {name for name, pattern in _patterns().items() if pattern.search(text)}


def put_in(summary: Summary, evidence: Evidence, name: str) -> None:
    """Put one sentence into the introduction in every language; not saved.

    It follows the last number sentence that is there, or begins the text; a language
    that tells it already keeps it.
    """
    for language in languages.LANGUAGES:
        field = f"introduction_{language.code}"
        text = getattr(summary, field) or ""
        with translation.override(language.code):
            sentence = sentences(evidence).get(name, "")
            if sentence and name not in told_in(text):
                setattr(summary, field, _with_sentence(text, sentence))


def _with_sentence(text: str, sentence: str) -> str:
    ends = [match.end() for one in _patterns().values() for match in one.finditer(text)]
    if not ends:
        return f"{sentence}\n\n{text}".strip()
    return f"{text[: max(ends)]} {sentence}{text[max(ends) :]}"


# Finding them again


@dataclass(frozen=True)
class Contradiction:
    """A sentence of the introduction, and how the log would have it now.

    ``counted`` is empty where nothing is counted, or its number is not shown.
    """

    language: languages.Language
    told: str
    counted: str


def _patterns() -> dict[str, re.Pattern[str]]:
    """What each sentence looks like with any number, in the language of the page."""
    texts = {
        name: {form(n) for n in COUNTS_OF_ALL_FORMS} for name, form in FORMS.items()
    }
    return {
        name: re.compile("|".join(_pattern(text) for text in sorted(forms)))
        for name, forms in ({PERIOD: {_period()}} | texts).items()
    }


def _pattern(text: str) -> str:
    pattern = re.sub(r"%\\\((first|last)\\\)s", lambda _found: DATE, re.escape(text))
    pattern = pattern.replace(r"%\(shown\)s", NUMBER).replace(r"\ ", r"\s+")
    return rf"(?<!\w){pattern}"


def _said_alike(told: str, counted: str) -> bool:
    return told.split() == counted.split()


def _found(text: str, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Each sentence of ``text`` that tells another number, with the right one."""
    counted = sentences(evidence)
    for name, pattern in _patterns().items():
        for match in pattern.finditer(text):
            now = counted.get(name, "")
            if not _said_alike(match[0], now):
                yield match[0], now


def contradictions(summary: Summary, evidence: Evidence) -> list[Contradiction]:
    """Return the number sentences of the introduction that are no longer true."""
    found = []
    for language in languages.LANGUAGES:
        text = getattr(summary, f"introduction_{language.code}") or ""
        with translation.override(language.code):
            found += [Contradiction(language, *pair) for pair in _found(text, evidence)]
    return found


def put_right(summary: Summary, evidence: Evidence) -> None:
    """Put the sentences of now in the place of those no longer true; not saved."""
    for one in contradictions(summary, evidence):
        name = f"introduction_{one.language.code}"
        gap = "" if one.counted else r"[^\S\n]*"
        sentence = re.compile(re.escape(one.told) + gap)
        # A backslash in a replacement would be read as a group.
        replacement = one.counted.replace("\\", r"\\")
        text = sentence.sub(replacement, getattr(summary, name))
        setattr(summary, name, text.strip())
