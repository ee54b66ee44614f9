"""What was learnt from coded answers in one language, as plain numbers.

A theme is the mean of the answers that were given it, and its own name and definition;
an answer's likeliest themes are those it lies nearest to (TF-IDF and cosine). Near is
what has words, pairs of words and parts of words in common: the parts find “otwarte”
by “otwierać”, for which Polish, Italian and Persian would else need a dictionary.

Nothing here can run: what is stored are arrays of numbers and the parts of words they
belong to, read without pickle.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from civic.folding import folded_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = re.compile(r"\w+")
PARTS = (3, 4, 5)  # letters, a word's ends counted
LONGEST = 4000  # letters of an answer that are looked at
MOST_FEATURES = 30_000


@dataclass(frozen=True)
class Example:
    """An answer and the keys of the themes that it was given."""

    text: str
    themes: frozenset[int]


def words(text: str) -> list[str]:
    """Return the words of a text as a search would see them."""
    return WORD.findall(" ".join(folded_words(text[:LONGEST])))


def features(text: str) -> list[str]:
    """Return the words, pairs of words and parts of words of a text.

    A part begins with “~”, so that none is taken for a word.
    """
    found = words(text)
    pairs = [f"{one} {two}" for one, two in pairwise(found)]
    return [*found, *pairs, *(part for word in found for part in _parts(f" {word} "))]


def _parts(word: str) -> list[str]:
    return [
        f"~{word[start : start + size]}"
        for size in PARTS
        for start in range(max(len(word) - size + 1, 1))
    ]


@dataclass(frozen=True)
class Learnt:
    """``weights[i, j]``: what feature i says for theme j; ``idf[i]``: its rarity."""

    features: tuple[str, ...]
    idf: "NDArray"
    weights: "NDArray"
    themes: tuple[int, ...]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {feature: place for place, feature in enumerate(self.features)}

    def scores(self, text: str) -> dict[int, float]:
        """Return how near the text lies to each theme, from 0 to 1."""
        import numpy  # noqa: PLC0415 - only where it is used: it slows the start

        counts = Counter(one for one in features(text) if one in self._places)
        if not counts:
            return dict.fromkeys(self.themes, 0.0)
        places = [self._places[one] for one in counts]
        often = numpy.fromiter(counts.values(), "float32", len(counts))
        vector = (1 + numpy.log(often)) * self.idf[places]
        # Not as a product of matrices: its threads cost more than so few numbers.
        near = (vector[:, None] * self.weights[places]).sum(0)
        near /= (vector * vector).sum() ** 0.5
        return dict(zip(self.themes, near.tolist(), strict=True))

    def as_bytes(self) -> bytes:
        import numpy  # noqa: PLC0415

        stored = BytesIO()
        numpy.savez_compressed(
            stored,
            features=numpy.frombuffer("\n".join(self.features).encode(), "uint8"),
            idf=self.idf,
            weights=self.weights,
            themes=numpy.array(self.themes, "int64"),
        )
        return stored.getvalue()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Learnt":
        import numpy  # noqa: PLC0415

        with numpy.load(BytesIO(stored), allow_pickle=False) as arrays:
            return cls(
                tuple(arrays["features"].tobytes().decode().split("\n")),
                arrays["idf"],
                arrays["weights"],
                tuple(arrays["themes"].tolist()),
            )


def learn(examples: Sequence[Example], wording: Mapping[int, str]) -> Learnt:
    """Learn from coded answers in one language, at least one of them with words.

    ``wording`` gives the name and definition of themes: each stands for one answer, so
    that a new theme is found before it was ever given. Only themes that are in it can
    be suggested.
    """
    from numpy import float32  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    described = [Example(text, frozenset([key])) for key, text in wording.items()]
    given = [*examples, *(one for one in described if one.text)]
    vectorizer = TfidfVectorizer(
        analyzer=features,
        sublinear_tf=True,
        max_features=MOST_FEATURES,
        dtype=float32,
    )
    answers = vectorizer.fit_transform(one.text for one in given)
    themes = sorted(wording.keys() & {key for one in given for key in one.themes})
    sums = _membership(given, themes) @ answers
    return Learnt(
        features=tuple(vectorizer.get_feature_names_out()),
        idf=vectorizer.idf_.astype(float32),
        weights=normalize(sums).toarray().T.copy(),
        themes=tuple(themes),
    )


def _membership(given: Sequence[Example], themes: Sequence[int]):
    """Return a sparse matrix: 1 where the answer (column) has the theme (row)."""
    from scipy.sparse import csr_array  # noqa: PLC0415

    place = {theme: row for row, theme in enumerate(themes)}
    cells = [
        (place[theme], column)
        for column, one in enumerate(given)
        for theme in one.themes
        if theme in place
    ]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    ones = [1.0] * len(cells)
    return csr_array((ones, (rows, columns)), shape=(len(themes), len(given)))
