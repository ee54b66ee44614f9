"""The catalogs of interface texts: how they are gathered and what is wrong with one."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from civic import languages

# As in Django's own catalogs, so that the two agree on the form for a number.
PLURAL_FORMS = {
    "vi": "nplurals=1; plural=0;",
    "pl": (
        "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && "
        "(n%100<12 || n%100>14) ? 1 : n!=1 && (n%10>=0 && n%10<=1) || "
        "(n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
    ),
    "fa": "nplurals=2; plural=(n > 1);",
    "it": "nplurals=2; plural=(n != 1);",
}
TRANSLATED = tuple(code for code in languages.CODES if code in PLURAL_FORMS)
SOURCES = ("civic", "surveys", "engagement", "organizing", "templates", "manage.py")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)(?:%%)*%[sdr]|\{\w*\}")

Key = tuple[str | None, str, str]


class CannotGather(Exception):
    """The texts could not be read from the code; the message says what to do."""


def slots(language: str) -> range:
    """The plural slots of an entry: Polish has four, Vietnamese one."""
    count = re.match(r"nplurals=(\d)", PLURAL_FORMS[language])
    return range(int(count[1]) if count else 0)


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def gather(project: Path) -> polib.POFile:
    """Return the texts in the code of ``project``, read from a copy of it."""
    if shutil.which("xgettext") is None:
        raise CannotGather(
            "GNU gettext is missing: scripts/system-packages gettext installs it."
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            _copy(project / name, copy / name)
        (copy / "locale").mkdir()
        done = subprocess.run(
            [sys.executable, "manage.py", "makemessages", "--locale=en"],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CannotGather(f"makemessages failed: {done.stderr.strip()}")
        return polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po"))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy(source, target)


def problems(
    catalog: polib.POFile, language: str, gathered: polib.POFile
) -> Iterator[str]:
    """Say everything that is wrong with one language's catalog, an entry a line."""
    if catalog.metadata.get("Plural-Forms") != PLURAL_FORMS[language]:
        yield f"its header needs Plural-Forms: {PLURAL_FORMS[language]}"
    current = [entry for entry in catalog if not entry.obsolete]
    known, wanted = {key(entry) for entry in current}, {key(one) for one in gathered}
    yield from (
        f"not gathered yet: {one[1]!r}" for one in sorted(wanted - known, key=str)
    )
    yield from (
        f"no longer used: {one[1]!r}" for one in sorted(known - wanted, key=str)
    )
    for entry in current:
        for fault in faults(entry, language):
            yield f"{fault}: {entry.msgid!r}"


def faults(entry: polib.POEntry, language: str) -> Iterator[str]:
    """Say what is wrong with the translation of one text."""
    if entry.fuzzy:
        yield "fuzzy"
    if entry.msgid_plural:
        if sorted(entry.msgstr_plural) != list(slots(language)):
            forms = len(entry.msgstr_plural)
            yield f"has {forms} plural forms, not {len(slots(language))}"
        translations = list(entry.msgstr_plural.values())
    else:
        translations = [entry.msgstr]
    sources = [entry.msgid, *([entry.msgid_plural] if entry.msgid_plural else [])]
    for translation in translations:
        if not translation.strip():
            yield "not translated"
        else:
            yield from _mismatches(translation, sources)


def _mismatches(translation: str, sources: list[str]) -> Iterator[str]:
    if _placeholders(translation) not in [_placeholders(one) for one in sources]:
        yield "placeholders differ"
    if _edges(translation) != _edges(sources[0]):
        yield "white space around it differs"


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def _edges(text: str) -> tuple[str, str]:
    """The white space at both ends, which parts sentences and paragraphs."""
    stripped = text.strip()
    start = text.index(stripped) if stripped else 0
    return text[:start], text[start + len(stripped) :]


def mend(catalog: polib.POFile, language: str) -> None:
    """Set the header and the number of plural slots, which makemessages gets wrong.

    The header holds no dates: gathering nothing new must change no file.
    """
    catalog.header = f"The portal's interface: {languages.BY_CODE[language].endonym}"
    catalog.metadata_is_fuzzy = False
    catalog.metadata = {
        "Project-Id-Version": "listening-portal",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for entry in catalog:
        if entry.msgid_plural:
            entry.msgstr_plural = {
                slot: entry.msgstr_plural.get(slot, "") for slot in slots(language)
            }
