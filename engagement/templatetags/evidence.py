"""Template tags for frozen evidence, whose labels are stored in every language."""

from collections.abc import Sequence

from django import template
from django.db.models import Model
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from civic import languages, numbers
from civic.calendars import season_in_sentence
from engagement.evidence import Answer, Labels, QuestionEvidence, labels_of
from engagement.finding_evidence import BOARDS, SURVEYS, TALKS, Part
from engagement.models import EvidenceSet, OutreachEvent
from engagement.summary_texts import fields_of
from engagement.trends import Change, Trend, change_of

register = template.Library()

SOURCES = {
    TALKS: gettext_lazy("In conversations"),
    BOARDS: gettext_lazy("On question boards"),
    SURVEYS: gettext_lazy("In surveys"),
}


def _text(labels: Labels) -> SafeString:
    page = languages.current()
    if page.code in labels:
        return format_html("{}", labels[page.code])
    code = next((code for code in languages.CODES if code in labels), None)
    if code is None:
        return SafeString("")
    language = languages.BY_CODE[code]
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', code, language.direction, labels[code]
    )


@register.filter
def in_page_language(labels: Labels) -> SafeString:
    """A frozen label; in another language, marked with its ``lang`` and ``dir``."""
    return _text(labels)


@register.filter
def in_paragraphs(labels: Labels) -> SafeString:
    """The same of a longer text, in a block that says its language."""
    page = languages.current().code
    code = next((code for code in (page, *languages.CODES) if code in labels), page)
    return format_html(
        '<div lang="{}" dir="{}">{}</div>',
        code,
        languages.BY_CODE[code].direction,
        SafeString(linebreaks(labels.get(code, ""), autoescape=True)),
    )


@register.filter
def labels(instance: Model, field: str) -> Labels:
    """A translated field in every language, as a frozen label."""
    return labels_of(instance, field)


@register.filter
def shortened(labels: Labels, longest: int | None) -> Labels:
    """The label cut to so many characters in each language; None: as it is."""
    if longest is None:
        return labels
    return {code: Truncator(text).chars(longest) for code, text in labels.items()}


@register.filter
def text_for(labels: Labels, code: str) -> str:
    """A frozen text in one language, or nothing."""
    return labels.get(code, "")


@register.filter
def answer_label(answer: Answer) -> SafeString | str:
    """The label of a choice, a step of a rating scale, or “other”."""
    if answer.labels:
        return _text(answer.labels)
    if answer.code == "other":
        return pgettext("answer", "Something else")
    if answer.code.isdecimal():
        return numbers.number(int(answer.code), languages.current())
    return answer.code


@register.filter
def people_shown(people: int | None) -> str:
    """A number of people, or the words for one that is hidden."""
    if people is None:
        return pgettext("a number", "not shown")
    return numbers.number(people, languages.current())


@register.filter
def part_of(people: int | None, parts: Sequence[Part]) -> float | None:
    """The share of one part in all that are shown; None: hidden."""
    total = sum(part.people or 0 for part in parts)
    return part_of_number(people, total)


@register.filter
def part_of_number(people: int | None, total: int) -> float | None:
    """The share of ``people`` in ``total``; None: hidden."""
    return people / total if people is not None and total else None


@register.simple_tag
def change_since(
    trends: Sequence[Trend], question: QuestionEvidence, answer: Answer
) -> Change | None:
    """How the share of an answer changed since the question was asked last."""
    return change_of(question, answer.code, trends)


@register.simple_tag
def print_bar(share: float | None) -> SafeString:
    """The width of a bar on paper, where a style cannot hold it."""
    return format_html('width="{}"', round(100 * min(share or 0, 1), 1))


@register.simple_tag
def languages_missing(part: Model, fields: str = "") -> list[languages.Language]:
    """The languages in which a part of a summary lacks a text that it has in others."""
    texts = [labels_of(part, name) for name in fields.split() or fields_of(type(part))]
    return [
        one
        for one in languages.LANGUAGES
        if any(labels and one.code not in labels for labels in texts)
    ]


@register.filter
def source_name(code: str) -> str:
    """Where people were counted who are told by source."""
    return str(SOURCES[code])


@register.filter
def setting_name(code: str) -> str:
    """“School”, “Market” … for the code of an event's setting."""
    return str(OutreachEvent.Setting(code).label)


@register.filter
def choice_label(evidence: EvidenceSet) -> SafeString | str:
    """The label of the answer that a finding rests on."""
    choices = evidence.question.choices.all() if evidence.question else ()
    labels = [labels_of(one, "label") for one in choices if one.code == evidence.choice]
    return answer_label(Answer(evidence.choice, labels[0] if labels else {}, None))


@register.filter
def change_in_words(change: Change) -> str:
    """“4 percentage points more than in Fall 2024”, of those heard then and now."""
    page = languages.current()
    points = round(change.points)
    shown = {
        "shown": numbers.number(abs(points), page),
        "season": season_in_sentence(change.before.year, change.before.season, page),
    }
    if points > 0:
        return (
            ngettext(
                "%(shown)s percentage point more than in %(season)s",
                "%(shown)s percentage points more than in %(season)s",
                points,
            )
            % shown
        )
    if points < 0:
        return (
            ngettext(
                "%(shown)s percentage point less than in %(season)s",
                "%(shown)s percentage points less than in %(season)s",
                -points,
            )
            % shown
        )
    return gettext("as many as in %(season)s") % shown
