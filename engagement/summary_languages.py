"""In which languages a summary is translated and reviewed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Model

from civic import languages
from engagement.evidence import labels_of
from engagement.models import LanguageReview, Summary
from engagement.summary_texts import fields_of
from engagement.untranslated import parts_of, texts_missing


@dataclass(frozen=True)
class LanguageState:
    """How a summary stands in one language; ``missing`` counts its texts that lack.

    ``is_stale``: texts changed since ``review``, in it or in the original.
    """

    language: languages.Language
    missing: int
    review: LanguageReview | None
    is_stale: bool
    has_notice: bool

    @property
    def is_reviewed(self) -> bool:
        return self.review is not None and not self.is_stale

    @property
    def is_ready(self) -> bool:
        return self.has_notice or (self.is_reviewed and not self.missing)


def language_states(summary: Summary) -> list[LanguageState]:
    """Return how the summary stands in each of the portal's languages."""
    parts = parts_of(summary)
    reviews = {
        one.language: one for one in summary.reviews.select_related("reviewed_by")
    }
    original = next((one.language for one in reviews.values() if one.is_original), "")
    states = []
    for language in languages.LANGUAGES:
        review = reviews.get(language.code)
        now = hash_of(parts, language.code, original)
        states.append(
            LanguageState(
                language=language,
                missing=texts_missing(parts, language.code),
                review=review,
                is_stale=review is not None and review.texts_hash != now,
                has_notice=language.code in summary.with_notice,
            )
        )
    return states


def hash_of(parts: Iterable[Model], language: str, original: str = "") -> str:
    """Return the hash of all texts in a language, and of those it is made from."""
    texts = sorted(
        (part._meta.model_name, part.pk, name, code, labels_of(part, name).get(code))
        for part in parts
        for name in fields_of(type(part))
        for code in {language, original} - {""}
    )
    return sha256(json.dumps(texts).encode()).hexdigest()


def original_of(summary: Summary) -> str:
    """Return the language in which it was approved; "" before that."""
    review = summary.reviews.filter(is_original=True).first()
    return review.language if review else ""
