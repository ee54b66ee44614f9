"""Choices by likelihood; seeded, so that each load makes the same."""

import random
from collections.abc import Mapping
from typing import Any


def seeded(*names: object) -> random.Random:
    return random.Random("/".join(map(str, names)))  # noqa: S311 (nothing secret)


def happens(chance: random.Random, likelihood: float) -> bool:
    return chance.random() < likelihood


def one_of(chance: random.Random, weights: Mapping[Any, float]) -> Any:
    return chance.choices(list(weights), list(weights.values()))[0]


def some(chance: random.Random, likely: Mapping[str, float]) -> list[str]:
    """Choose each code by its likelihood; the first one if none came out."""
    chosen = [
        code for code, likelihood in likely.items() if happens(chance, likelihood)
    ]
    return chosen or [next(iter(likely))]
