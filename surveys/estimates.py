"""Means, and how far a random sample lets one trust them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

from surveys.models import Survey

LEAST_FOR_MEAN = 10  # of numbers, whose sum could give a single one away
NORMAL = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Mean:
    """A mean to one decimal; ``low`` and ``high`` bound it where they mean something.

    They are the 95 % interval of Student's t for the mean of a simple random sample,
    given only where the survey declares one. Each person counts as one draw.
    """

    value: float
    low: float | None = None
    high: float | None = None


def mean_of(people: int, points: float, squares: float, *, design: str) -> Mean | None:
    """Return the mean of ``people`` values from their sum and their squares' sum."""
    if not people:
        return None
    value = points / people
    is_sample = design == Survey.SampleDesign.RANDOM and people >= LEAST_FOR_MEAN
    if not is_sample:
        return Mean(round(value, 1))
    variance = max(squares - points * value, 0) / (people - 1)
    reach = student(people - 1) * math.sqrt(variance / people)
    return Mean(round(value, 1), round(value - reach, 1), round(value + reach, 1))


def mean_of_scale(counts: Mapping[str, int], *, design: str) -> Mean | None:
    """Return the mean of a whole distribution of whole numbers."""
    values = {int(code): people for code, people in counts.items()}
    return mean_of(
        sum(values.values()),
        sum(value * people for value, people in values.items()),
        sum(value * value * people for value, people in values.items()),
        design=design,
    )


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t, to two decimals from 9 degrees of freedom.

    The expansion of Cornish and Fisher.
    """
    z = NORMAL
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
