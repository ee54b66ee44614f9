"""How good suggestions are, measured on coded answers that were not learnt from.

Answers of the same words count once, before anything is split, so that none is both
learnt from and tried. They are dealt out by chance into parts of the same size, the
same way each time; each part is tried on what was learnt from all the others.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from engagement.learnt import Example, learn
from engagement.theming import without_repeats

PARTS, SEED, MOST = 5, 2024, 3

Ranking = Callable[[str], list[int]]
Learner = Callable[[Sequence[Example], Mapping[int, str]], Ranking]


@dataclass(frozen=True)
class Measures:
    """Means over held-out answers, of three suggestions for each.

    ``precision``: suggested themes that the coder gave, out of three. ``recall``: the
    coder's themes that were suggested, out of all of them. ``hits``: the share of
    answers with at least one right.
    """

    precision: float
    recall: float
    hits: float


@dataclass(frozen=True)
class Trial:
    """``answers`` were tried; ``best`` is the highest precision that is possible.

    Most answers have one theme or two, so that three suggestions cannot all be right.
    ``frequent`` suggests the three most frequent themes each time, ``from_notes``
    leaves the names and definitions of the themes out of what is learnt.
    """

    answers: int
    best: float
    learnt: Measures
    from_notes: Measures
    frequent: Measures


def trial(examples: Sequence[Example], wording: Mapping[int, str]) -> Trial | None:
    """Try suggestions on the examples of one language; None where there are too few."""
    known = [
        Example(one.text, one.themes & wording.keys())
        for one in without_repeats(examples)
    ]
    dealt = [one for one in known if one.themes]
    if len(dealt) < PARTS:
        return None
    random.Random(SEED).shuffle(dealt)  # noqa: S311 - nothing secret
    return Trial(
        answers=len(dealt),
        best=fmean(min(MOST, len(one.themes)) / MOST for one in dealt),
        learnt=_measured(dealt, wording, _nearest),
        from_notes=_measured(dealt, dict.fromkeys(wording, ""), _nearest),
        frequent=_measured(dealt, wording, _most_frequent),
    )


def _measured(
    dealt: Sequence[Example], wording: Mapping[int, str], learner: Learner
) -> Measures:
    right: list[tuple[int, int]] = []  # suggested and given, given
    for part in range(PARTS):
        rest = [one for place, one in enumerate(dealt) if place % PARTS != part]
        ranking = learner(rest, wording)
        for one in dealt[part::PARTS]:
            suggested = ranking(one.text)[:MOST]
            right.append((len(one.themes.intersection(suggested)), len(one.themes)))
    return Measures(
        precision=fmean(hit / MOST for hit, _given in right),
        recall=fmean(hit / given for hit, given in right),
        hits=fmean(hit > 0 for hit, _given in right),
    )


def _nearest(examples: Sequence[Example], wording: Mapping[int, str]) -> Ranking:
    learnt = learn(examples, wording)

    def ranking(text: str) -> list[int]:
        scores = learnt.scores(text)
        return sorted(scores, key=lambda theme: (-scores[theme], theme))

    return ranking


def _most_frequent(examples: Sequence[Example], _wording: object) -> Ranking:
    often = Counter(theme for one in examples for theme in sorted(one.themes))
    most = [theme for theme, _answers in often.most_common()]
    return lambda _text: most
