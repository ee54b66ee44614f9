"""Translations that were written after a summary was published."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engagement.evidence import Labels
from engagement.summary_content import SummaryContent

Told = TypeVar("Told")
WHOLE = ("introduction", "decided", "reasons")
# Of each kind of part: what it is found again by, and its texts
PARTS: dict[str, tuple[Callable[[Any], Hashable], tuple[str, ...]]] = {
    "findings": (lambda one: one.pk, ("title", "wants", "concerns", "actions")),
    "sections": (lambda one: frozenset(one.branch.items()), ("byline", "body")),
    "quotations": (lambda one: one.conversation, ("text",)),
    "commitments": (lambda one: one.pk, ("statement", "owner")),
}


@dataclass
class _Adding:
    """Puts languages that lack into texts, and counts them."""

    added: int = 0

    def text(self, published: Labels, written: Labels) -> Labels:
        """A text changed since in a language that is published is left alone."""
        new = written.keys() - published.keys()
        is_as_published = published.items() <= written.items()
        if not (published and new and is_as_published):
            return published
        self.added += len(new)
        return published | {code: written[code] for code in new}

    def texts(self, published: Told, written: Any, names: Iterable[str]) -> Told:
        found = {
            name: self.text(getattr(published, name), getattr(written, name))
            for name in names
        }
        return replace(published, **found)  # type: ignore[type-var]


def with_added_languages(
    published: SummaryContent, written: SummaryContent
) -> tuple[SummaryContent, int]:
    """Return the published content with what was translated since, and how much."""
    adding = _Adding()
    content = adding.texts(published, written, WHOLE)
    parts: dict[str, Any] = {}
    for kind, (key, names) in PARTS.items():
        by_key = {key(one): one for one in getattr(written, kind)}
        parts[kind] = tuple(
            adding.texts(one, by_key.get(key(one), one), names)
            for one in getattr(published, kind)
        )
    return replace(content, **parts), adding.added
