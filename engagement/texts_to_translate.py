"""Which parts of a summary lack a text in one language, or have an outdated one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from engagement.evidence import Labels, labels_of
from engagement.models import Summary
from engagement.summary_languages import original_of
from engagement.summary_texts import WHOLE, fields_of, name_of

LONGEST_TITLE = 80
NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
FORMS = {
    "introduction": "summary-introduction",
    "decided": "summary-decision",
    "finding": "finding-update",
    "section": "section-update",
    "quotation": "quotation-update",
    "commitment": "commitment-edit",
}
Changed = dict[tuple[str, str], dt.datetime]  # when, by part and column


@dataclass(frozen=True)
class PartToTranslate:
    """A part as ``summary_texts`` names it, with its form in one language.

    ``outdated`` counts the texts whose original changed since they were written or
    read.
    """

    part: str
    title: str
    address: str
    missing: int
    outdated: int

    @property
    def is_open(self) -> bool:
        return bool(self.missing or self.outdated)


@dataclass(frozen=True)
class _Waiting:
    """What waits in the language ``code``: texts are written from ``original``."""

    code: str
    original: str
    changed: Changed
    reviewed_at: dt.datetime

    @classmethod
    def of(cls, summary: Summary, code: str) -> "_Waiting":
        review = summary.reviews.filter(language=code).first()
        reviewed_at = review.reviewed_at if review else NEVER
        return cls(code, original_of(summary), _changed_at(summary), reviewed_at)

    def is_missing(self, texts: Labels) -> bool:
        return bool(texts) and self.code not in texts

    def is_outdated(self, part: str, field: str, texts: Labels) -> bool:
        if self.code == self.original or not {self.code, self.original} <= texts.keys():
            return False
        source = self.changed.get((part, f"{field}_{self.original}"), NEVER)
        own = self.changed.get((part, f"{field}_{self.code}"), NEVER)
        return source > max(own, self.reviewed_at)


def parts_to_translate(summary: Summary, code: str) -> list[PartToTranslate]:
    """Return the parts in their order that wait for somebody who writes ``code``."""
    waiting = _Waiting.of(summary, code)
    found = []
    for instance, part, fields in _texts_of(summary):
        texts = {field: labels_of(instance, field) for field in fields}
        found.append(
            PartToTranslate(
                part=part,
                title=_title(instance, part),
                address=_address(summary, instance, part, code),
                missing=sum(map(waiting.is_missing, texts.values())),
                outdated=sum(
                    waiting.is_outdated(part, field, each)
                    for field, each in texts.items()
                ),
            )
        )
    return [one for one in found if one.is_open]


def next_to_translate(summary: Summary, code: str, *, after: str) -> str:
    """Return the form of the part that waits next, or the list if none does."""
    order = [part for _one, part, _fields in _texts_of(summary)]
    place = order.index(after) if after in order else -1
    waiting = [one for one in parts_to_translate(summary, code) if one.part != after]
    later = [one for one in waiting if order.index(one.part) > place]
    for one in (*later, *waiting):
        return one.address
    return reverse("engagement:language-texts", args=[summary.pk, code])


def _texts_of(summary: Summary) -> Iterator[tuple[Model, str, tuple[str, ...]]]:
    """The parts that have a form of their own: each with its name and its fields."""
    for part, fields in WHOLE.items():
        yield summary, part, fields
    for parts in (
        summary.findings.all(),
        summary.sections.select_related("branch"),
        summary.quotations.all(),
        summary.commitments.all(),
    ):
        for one in parts:
            yield one, name_of(one, ""), fields_of(type(one))


def _changed_at(summary: Summary) -> Changed:
    """When each text was changed last, as far as its history tells."""
    changed: Changed = {}
    texts: dict[str, dict[str, str]] = {}
    saved = summary.revisions.filter(is_draft=False).order_by("written_at", "pk")
    for revision in saved:
        before = texts.get(revision.part, {})
        for column, text in revision.texts.items():
            if text != before.get(column, ""):
                changed[revision.part, column] = revision.written_at
        texts[revision.part] = revision.texts
    return changed


def _title(instance: Any, part: str) -> str:
    if part == "introduction":
        return _("Introduction")
    if part == "decided":
        return _("What was decided, and why")
    names = {"section": "branch", "commitment": "statement"}
    words = str(getattr(instance, names.get(part.partition("-")[0], ""), instance))
    kind = capfirst(str(instance._meta.verbose_name))
    return f"{kind}: {Truncator(words).chars(LONGEST_TITLE)}"


def _address(summary: Summary, instance: Model, part: str, code: str) -> str:
    form = FORMS[part.partition("-")[0]]
    place = [summary.pk] if part in WHOLE else [summary.pk, instance.pk]
    return f"{reverse(f'engagement:{form}', args=place)}?language={code}"
