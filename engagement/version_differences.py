"""In which texts two versions of a summary differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from civic import languages
from engagement.added_languages import PARTS, WHOLE
from engagement.evidence import Labels
from engagement.models import (
    Commitment,
    Finding,
    Summary,
    SummaryQuotation,
    SummarySection,
)
from engagement.summary_content import SummaryContent
from engagement.text_differences import Piece, by_word

MODELS: dict[str, Any] = {
    "findings": Finding,
    "sections": SummarySection,
    "quotations": SummaryQuotation,
    "commitments": Commitment,
}


@dataclass(frozen=True)
class Difference:
    """One text in one language; a part that was added or taken out has all words so."""

    title: str
    language: languages.Language
    pieces: list[Piece]


def differences(before: SummaryContent, after: SummaryContent) -> list[Difference]:
    """Return every text that differs, in the order in which it is read."""
    return [*_of_texts(Summary, WHOLE, before, after), *_of_parts(before, after)]


def _of_parts(before: SummaryContent, after: SummaryContent) -> Iterator[Difference]:
    for kind, (key, names) in PARTS.items():
        old = {key(one): one for one in getattr(before, kind)}
        new = {key(one): one for one in getattr(after, kind)}
        for part in dict.fromkeys([*old, *new]):
            yield from _of_texts(MODELS[kind], names, old.get(part), new.get(part))


def _of_texts(
    model: Any, names: tuple[str, ...], before: Any, after: Any
) -> Iterator[Difference]:
    for name in names:
        old: Labels = getattr(before, name, {})
        new: Labels = getattr(after, name, {})
        for language in languages.LANGUAGES:
            texts = (old.get(language.code, ""), new.get(language.code, ""))
            if texts[0] != texts[1]:
                yield Difference(_title(model, name), language, by_word(*texts))


def _title(model: Any, name: str) -> str:
    field = capfirst(str(model._meta.get_field(name).verbose_name))
    is_whole = model is Summary
    return field if is_whole else f"{capfirst(str(model._meta.verbose_name))}: {field}"
