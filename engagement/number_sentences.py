"""The sentences that tell a summary's figures, proposed in every language.

They are found again in what editors made of them, so that a text that tells other
numbers than the log is noticed. A sentence that was reworded is followed by its
number: the summary remembers which counts its introduction tells, and how many they
were then (``Summary.told_figures``).
"""

import re
from collections.abc import Callable, Iterator
from copy import copy
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


def key_of(name: str) -> str:
    """Return what a sentence is called where it is left out."""
    return f"sentence:{name}"


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
    return {PERIOD: _period() % period} | {
        name: FORMS[name](count) % {"shown": numbers.number(count, language)}
        for name, count in counts_told(evidence).items()
    }


def counts_told(evidence: Evidence) -> dict[str, int]:
    """Return the counts that have a sentence: neither hidden nor none."""
    counts = {
        "events": len(evidence.events),
        "settings": len(evidence.settings) if len(evidence.settings) > 1 else 0,
        "people_heard": evidence.people_heard,
        "conversations": evidence.conversations,
        "notes": evidence.notes,
        "languages": len(evidence.languages) if len(evidence.languages) > 1 else 0,
        "survey_answers": evidence.survey_answers,
    }
    return {name: count for name, count in counts.items() if count}


def number_sentences(evidence: Evidence) -> str:
    """Return what was heard and where, in the language of the page.

    Takes published evidence. A sentence holds one number, since languages decline
    each by its own.
    """
    return " ".join(sentences(evidence).values())


def proposed_texts(summary: Summary, evidence: Evidence) -> dict[str, str]:
    """Return the sentences that the editor did not leave out, by language."""
    proposed = {}
    for code in languages.CODES:
        with translation.override(code):
            proposed[code] = " ".join(_wanted(summary, evidence).values())
    return proposed


def _wanted(summary: Summary, evidence: Evidence) -> dict[str, str]:
    return {
        name: sentence
        for name, sentence in sentences(evidence).items()
        if key_of(name) not in summary.left_out
    }


def with_proposed(
    summary: Summary, evidence: Evidence, *, language: str, typed: str
) -> str:
    """Return an introduction that is being typed, with the sentences it lacks."""
    unsaved = copy(summary)
    setattr(unsaved, f"introduction_{language}", typed)
    told = told_by(unsaved, evidence, language)
    with translation.override(language):
        for name, sentence in _wanted(summary, evidence).items():
            typed = typed if name in told else with_sentence(typed, sentence)
    return typed


def told_in(text: str) -> set[str]:
    """Return which sentences a text of the page's language has, with any number."""
    return {name for name, pattern in _patterns().items() if pattern.search(text)}


def told_by(summary: Summary, evidence: Evidence, language: str) -> set[str]:
    """Return which sentences the introduction tells, reworded ones too.

    In other words it may give the number that was followed, or already that of now.
    """
    text, now = (
        getattr(summary, f"introduction_{language}") or "",
        counts_told(evidence),
    )
    with translation.override(language):
        followed = {
            name
            for name, before in summary.told_figures.items()
            if _has_number(text, before) or _has_number(text, now.get(name, before))
        }
        return told_in(text) | followed


def follow_numbers(summary: Summary, evidence: Evidence) -> None:
    """Remember the counts that the introduction tells by now; not saved.

    One told before is followed on, so that its number is missed where it is gone.
    """
    told = set().union(*(told_by(summary, evidence, code) for code in languages.CODES))
    now = counts_told(evidence)
    new = {name: now[name] for name in sorted(told & now.keys())}
    summary.told_figures = new | summary.told_figures
    _follow_on(summary, evidence)


def _follow_on(summary: Summary, evidence: Evidence) -> None:
    """Follow the counts of now, but the old one where a text still has it instead."""
    behind = {one.key for one in contradictions(summary, evidence)}
    now = counts_told(evidence)
    summary.told_figures = {
        name: before if key_of(name) in behind else now.get(name, before)
        for name, before in summary.told_figures.items()
    }


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
            if sentence and name not in told_by(summary, evidence, language.code):
                setattr(summary, field, with_sentence(text, sentence))
    follow_numbers(summary, evidence)


def with_sentence(text: str, sentence: str) -> str:
    ends = [match.end() for one in _patterns().values() for match in one.finditer(text)]
    if not ends:
        return f"{sentence}\n\n{text}".strip()
    return f"{text[: max(ends)]} {sentence}{text[max(ends) :]}"


# Finding them again


@dataclass(frozen=True)
class Contradiction:
    """A sentence of the introduction, and how the log would have it now.

    ``counted`` is empty where nothing is counted, or its number is not shown. ``told``
    is the number alone where the sentence was reworded, and empty where it is gone;
    then ``key`` is that of the proposal, to leave it out by.
    """

    language: languages.Language
    told: str
    counted: str
    key: str = ""


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


def _lost(
    text: str, summary: Summary, evidence: Evidence
) -> Iterator[tuple[str, str, str]]:
    """What tells of a followed count in other words, but not the number of now.

    By its name: the number it was, or nothing if that is gone too, and the sentence.
    """
    language, left_out = languages.current(), set(summary.left_out)
    now, told = counts_told(evidence), told_in(text)
    for name, before in summary.told_figures.items():
        count = now.get(name, 0)
        is_followed = name not in told and key_of(name) not in left_out
        if text and is_followed and not _has_number(text, count):
            old = numbers.number(before, language)
            is_there = _has_number(text, before)
            yield name, old if is_there else "", sentences(evidence).get(name, "")


def _has_number(text: str, count: int) -> bool:
    return bool(
        _number_pattern(numbers.number(count, languages.current())).search(text)
    )


def _number_pattern(shown: str) -> re.Pattern[str]:
    """The number by itself, not as part of a longer one."""
    return re.compile(rf"(?<![\d.,٬]){re.escape(shown)}(?!\d|[.,٬]\d)")


def contradictions(summary: Summary, evidence: Evidence) -> list[Contradiction]:
    """Return the number sentences of the introduction that are no longer true."""
    found = []
    for language in languages.LANGUAGES:
        text = getattr(summary, f"introduction_{language.code}") or ""
        with translation.override(language.code):
            found += [Contradiction(language, *pair) for pair in _found(text, evidence)]
            lost = _lost(text, summary, evidence)
            found += [
                Contradiction(language, told, counted, key_of(name))
                for name, told, counted in lost
            ]
    return found


def put_right(summary: Summary, evidence: Evidence) -> None:
    """Put the sentences of now in the place of those no longer true; not saved.

    Of a reworded one only the number changes, where it stands once in the text.
    """
    for language in languages.LANGUAGES:
        name = f"introduction_{language.code}"
        text = getattr(summary, name) or ""
        with translation.override(language.code):
            for told, counted in list(_found(text, evidence)):
                text = _with_sentence_of_now(text, told, counted)
            for figure, old, _sentence in list(_lost(text, summary, evidence)):
                count = counts_told(evidence).get(figure, 0)
                text = _with_number_of_now(text, old, count)
        setattr(summary, name, text.strip())
    _follow_on(summary, evidence)


def _with_sentence_of_now(text: str, told: str, counted: str) -> str:
    gap = "" if counted else r"[^\S\n]*"
    sentence = re.compile(re.escape(told) + gap)
    return sentence.sub(lambda _found: counted, text)


def _with_number_of_now(text: str, old: str, count: int) -> str:
    if not old or not count or len(_number_pattern(old).findall(text)) != 1:
        return text
    shown = numbers.number(count, languages.current())
    return _number_pattern(old).sub(lambda _found: shown, text)
