"""What each save of a summary's texts changed, for the page of their history."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.text import capfirst

from civic import languages
from engagement.models import Summary, TextRevision
from engagement.summary_texts import columns_of, part_named
from engagement.text_differences import SAME, Piece, by_word


@dataclass(frozen=True)
class Change:
    """One text in one language, as it was changed."""

    title: str
    language: languages.Language
    pieces: list[Piece]


@dataclass(frozen=True)
class Saved:
    revision: TextRevision
    changes: list[Change]
    is_latest: bool


def history_of(summary: Summary, part: str) -> list[Saved]:
    """Return the saves of a part, the latest first, each with what it changed."""
    saved = summary.revisions.filter(part=part, is_draft=False)
    revisions = [*saved.select_related("written_by")]
    titles = _titles(summary, part)
    return [
        Saved(
            revision=revision,
            changes=list(_changes(before, revision, titles)),
            is_latest=revision == revisions[0],
        )
        for revision, before in zip_longest(revisions, revisions[1:])
    ]


def _titles(summary: Summary, part: str) -> dict[str, str]:
    model = type(part_named(summary, part))
    fields = {field for field, _code in columns_of(part).values()}
    return {
        name: capfirst(str(model._meta.get_field(name).verbose_name)) for name in fields
    }


def _changes(
    before: TextRevision | None, after: TextRevision, titles: dict[str, str]
) -> Iterator[Change]:
    for column, (field, code) in columns_of(after.part).items():
        old = before.texts.get(column, "") if before else ""
        new = after.texts.get(column, "")
        if old != new:
            pieces = by_word(old, new) if before else [Piece(SAME, new)]
            yield Change(titles[field], languages.BY_CODE[code], pieces)
