"""The groups of residents by code and by name, and a file of them to fill in."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import pgettext

from civic import languages
from civic.age_groups import AgeGroup
from civic.folding import fold
from civic.models import District
from engagement.evidence import labels_of
from engagement.models.coverage import OTHER_LANGUAGE
from engagement.population import (
    AGE,
    DIMENSIONS,
    DISTRICT,
    LANGUAGE,
    LANGUAGES,
)

PEOPLE, NAME = "people", "name"
COLUMNS = (*DIMENSIONS, PEOPLE, NAME)
BYTE_ORDER_MARK = "\ufeff"
PLAIN_DASHES = str.maketrans(dict.fromkeys("‐‑–—−", "-") | {"\u200e": ""})


@dataclass(frozen=True)
class Groups:
    """How the groups of each dimension may be written: folded text to code."""

    districts: dict[str, District]
    known: Mapping[str, Mapping[str, str]]

    @classmethod
    def current(cls) -> "Groups":
        districts = {one.code: one for one in District.objects.all()}
        known: dict[str, dict[str, str]] = {name: {} for name in DIMENSIONS}
        for code, one in districts.items():
            names = labels_of(one, "name").values()
            known[DISTRICT] |= {folded(text): code for text in names}
        known[DISTRICT] |= {folded(code): code for code in districts}
        for language in languages.CODES:
            with translation.override(language):
                known[LANGUAGE] |= {folded(n): c for c, n in _languages().items()}
                known[AGE] |= {folded(str(one.label)): one.value for one in AgeGroup}
        known[LANGUAGE] |= {code: code for code in LANGUAGES}
        known[LANGUAGE] |= {folded(n): c for c, n in languages.CHOICES}
        known[AGE] |= {one: one for one in AgeGroup.values} | {"65+": "65-"}
        return cls(districts, known)

    def code(self, dimension: str, text: str) -> str | None:
        """Return the code of what is written, "" for nothing, None for the unknown."""
        return self.known[dimension].get(folded(text)) if text else ""

    def name(self, dimension: str, code: str) -> str:
        """Return the name of a group in the language of the page."""
        if dimension == DISTRICT:
            return str(self.districts[code])
        if dimension == LANGUAGE:
            return _languages()[code]
        return str(AgeGroup(code).label)


def folded(text: str) -> str:
    return " ".join(fold(text).translate(PLAIN_DASHES).split())


def _languages() -> dict[str, str]:
    names = {code: languages.name_of(code) for code in languages.CODES}
    return names | {OTHER_LANGUAGE: pgettext("languages", "Another language")}


def template_csv(groups: Groups) -> str:
    """Return a file to fill in: every group of every dimension, with its name.

    Its cells are parted as a spreadsheet program in the page's language expects it.
    """
    file = io.StringIO()
    delimiter = "," if languages.current().code == "en" else ";"
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for dimension in DIMENSIONS:
        for code in _codes(dimension, groups):
            cells = [code if name == dimension else "" for name in DIMENSIONS]
            writer.writerow([*cells, "", groups.name(dimension, code)])
    return BYTE_ORDER_MARK + file.getvalue()


def _codes(dimension: str, groups: Groups) -> Iterable[str]:
    if dimension == DISTRICT:
        return groups.districts
    return LANGUAGES if dimension == LANGUAGE else AgeGroup.values
