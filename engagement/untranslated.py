"""Which texts of a summary and its parts, or of an event, lack in a language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from modeltranslation.translator import translator

from civic import languages
from engagement.evidence import labels_of
from engagement.models import Summary


@dataclass(frozen=True)
class Missing:
    """One language and the number of texts that exist, but not in it."""

    language: languages.Language
    texts: int


def texts_missing(instances: Iterable[Model], code: str) -> int:
    """Count the translated fields that have a text, but none in language ``code``."""
    missing = 0
    for instance in instances:
        options: Any = translator.get_options_for_model(type(instance))
        for name in options.fields:
            labels = labels_of(instance, name)
            missing += bool(labels) and code not in labels
    return missing


def parts_of(summary: Summary) -> list[Model]:
    """The summary and all that is written in it."""
    return [
        summary,
        *summary.findings.all(),
        *summary.sections.all(),
        *summary.quotations.all(),
        *summary.commitments.all(),
    ]


def missing_by_language(summary: Summary) -> list[Missing]:
    """Return the languages in which readers would get some text untranslated."""
    return missing_in(parts_of(summary))


def missing_in(instances: Iterable[Model]) -> list[Missing]:
    """Return the languages that lack texts of ``instances``, with how many."""
    parts = list(instances)
    counts = [
        Missing(language, texts_missing(parts, language.code))
        for language in languages.LANGUAGES
    ]
    return [one for one in counts if one.texts]
