"""The demonstration's texts, one file per part and language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from civic import languages

CONTENT = Path(__file__).parent / "content"


@cache
def part(name: str, language: str) -> dict[str, Any]:
    """Return the texts of one part, for example ``part("events", "fa")``."""
    path = CONTENT / language / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def text(name: str, language: str, *keys: str) -> str:
    """Return one text; a missing one is an error that names its place."""
    found: Any = part(name, language)
    for key in keys:
        if key not in found:
            place = ".".join(keys)
            raise KeyError(f"content/{language}/{name}.toml has no text {place}")
        found = found[key]
    return found.strip()


def columns(field: str, name: str, *keys: str) -> dict[str, str]:
    """Return one text in all languages as model fields: ``{"title_fa": "…"}``."""
    return {f"{field}_{code}": text(name, code, *keys) for code in languages.CODES}


def all_columns(fields: tuple[str, ...], name: str, *keys: str) -> dict[str, str]:
    """Return several texts under one place, each in all languages."""
    found: dict[str, str] = {}
    for field in fields:
        found |= columns(field, name, *keys, field)
    return found
