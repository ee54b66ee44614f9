"""Notes as staff write them, with what in them leads to a person: ⟦phone:408 …⟧."""

import re
from collections.abc import Iterator
from pathlib import Path

MARKED = re.compile("⟦([a-z]+):([^⟧]*)⟧")
FILES = Path(__file__).parent / "files" / "privacy"
Marked = list[tuple[str, str]]


def notes(name: str) -> list[tuple[str, Marked]]:
    """Return each note of a file without its marks, and what was marked in it."""
    return list(_read(FILES / f"{name}.txt"))


def _read(path: Path) -> Iterator[tuple[str, Marked]]:
    for line in path.read_text().splitlines():
        if line and not line.startswith("# "):
            marked = [(hit[1], hit[2]) for hit in MARKED.finditer(line)]
            yield MARKED.sub(lambda hit: hit[2], line), marked
