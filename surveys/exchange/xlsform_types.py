"""What stands in the type column of an XLSForm, and what it is here."""

import re
from dataclasses import dataclass

from surveys.exchange.findings import Outcome
from surveys.models import Question

Kind = Question.Kind

SELECT_ONE, SELECT_MULTIPLE, RANK, RANGE = (
    "select_one",
    "select_multiple",
    "rank",
    "range",
)
_SELECTS = {
    "add select one prompt using": SELECT_ONE,
    "select one from": SELECT_ONE,
    "select one": SELECT_ONE,
    "select1": SELECT_ONE,
    "add select multiple prompt using": SELECT_MULTIPLE,
    "select all that apply from": SELECT_MULTIPLE,
    "select all that apply": SELECT_MULTIPLE,
    "select multiple": SELECT_MULTIPLE,
    "rank": RANK,
}
_SELECT = re.compile(
    rf"(?P<type>{'|'.join(_SELECTS)})\s+(?P<list>\S+?)"
    r"(?P<other>\s+or\s+(?:specify\s+)?other)?",
    re.IGNORECASE,
)
PLAIN = {
    "text": Kind.SHORT_TEXT,
    "string": Kind.SHORT_TEXT,
    "integer": Kind.NUMBER,
    "int": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "date": Kind.DATE,
    "note": Kind.INFORMATION,
    "acknowledge": Kind.CONSENT,
    "trigger": Kind.CONSENT,
    "time": Kind.SHORT_TEXT,
    "datetime": Kind.DATE,
    "date time": Kind.DATE,
    RANGE: Kind.RATING,
}
CHANGED = {
    "time": Outcome.MADE_TEXT,
    "datetime": Outcome.MADE_DATE,
    "date time": Outcome.MADE_DATE,
}
MEDIA = {
    "geopoint",
    "geotrace",
    "geoshape",
    "gps",
    "location",
    "image",
    "photo",
    "draw",
    "audio",
    "video",
    "file",
    "barcode",
    "osm",
    "select one external",
    "select one from file",
    "select multiple from file",
}
RECORDED = {
    "calculate",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "imei",
    "audit",
    "start geopoint",
    "background audio",
    "background geopoint",
    "csv external",
    "xml external",
}
DECIMALS = 6  # XLSForm's decimals have no limit, ours at most this many places


@dataclass(frozen=True)
class Type:
    """``base`` as XLSForm names it today; a list only for choices."""

    base: str
    list_name: str = ""
    has_other: bool = False
    outcome: str = ""  # why it is left out, or what it became

    @property
    def is_asked(self) -> bool:
        return self.base in PLAIN or self.base in _SELECTS.values()


def type_of(text: str) -> Type:
    """Return what a cell of the type column says."""
    words = " ".join(text.replace("_", " ").split())
    first, _space, rest = " ".join(text.split()).partition(" ")
    # Lists may have underscores in their names, the words before them may too.
    loose = f"{first.replace('_', ' ')} {rest.replace('or_other', 'or other')}".strip()
    if match := _SELECT.fullmatch(loose):
        base = _SELECTS[match["type"].lower()]
        return Type(base, match["list"], has_other=bool(match["other"]))
    name = words.lower()
    if name in PLAIN:
        return Type(name, outcome=CHANGED.get(name, ""))
    without_file = name.rpartition(" ")[0]
    if name in MEDIA or without_file in MEDIA:
        return Type(name, outcome=Outcome.LEFT_OUT)
    if name in RECORDED:
        return Type(name, outcome=Outcome.RECORDED_UNASKED)
    return Type(name, outcome=Outcome.NOT_UNDERSTOOD)
