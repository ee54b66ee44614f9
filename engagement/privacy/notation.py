"""How the patterns are written down, so that Python and browsers read them alike.

What the two engines understand differently (``\\w``, ``\\b``, ignoring case) is not
used. Instead a pattern may hold

- ``<L>``: all letters, to stand in a class: ``[<L>]``; ``<U>``: a capital;
- ``<given>``, ``<given-fa>``, ``<surnames-fa>``: the choices of a list of names;
- ``<s>``: the space between two words; ``<end>``: no letter or digit follows;
- words between backticks: in capitals or small letters, with ``|`` between choices and
  any space between words; Persian half-spaces there may be written, left out or wide.

Every repetition is bounded, so that no text makes the search slow.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from engagement.privacy.names import GIVEN, GIVEN_FA, SURNAMES_FA

# Latin letters with all marks of the five languages, and the Arabic script
LETTERS = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿء-غف-يٮ-ۓۮۯۺ-ۿ"
BEYOND_LATIN_1 = "".join(map(chr, [*range(0x100, 0x180), *range(0x1EA0, 0x1EFA)]))
CAPITALS = "A-ZÀ-ÖØ-ÞƠƯ" + "".join(filter(str.isupper, BEYOND_LATIN_1))
TOKENS = {
    "L": LETTERS,
    "U": f"[{CAPITALS}]",
    "given": GIVEN,
    "given-fa": GIVEN_FA,
    "surnames-fa": SURNAMES_FA,
}
OPENING = ".,;:!?…()\n\"'«»„“”-"
HALF_SPACE = "\u200c"
ANY_CASE = re.compile("`([^`]+)`")


class Kind(StrEnum):
    """What a passage looks like."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IDENTITY = "identity"
    NAME = "name"
    HANDLE = "handle"
    PLATE = "plate"


@dataclass(frozen=True)
class Pattern:
    """A passage by its form: ``hit`` is what is found, after ``before``.

    Nothing begins right after a letter, a digit or a sign of ``apart``; what
    ``opens`` begins with a sentence or a part of it. ``check`` names a rule that the
    digits must fulfill as well. Without a ``kind`` a passage is known to be harmless,
    and hidden from the patterns after it.
    """

    kind: Kind | None
    hit: str
    before: str = ""
    apart: str = ""
    opens: bool = False
    check: str = ""

    @property
    def source(self) -> str:
        """Its regular expression, with letters and lists of names still by name."""
        edge = f"[{OPENING}] ?" if self.opens else f"[^<L>0-9{self.apart}]"
        return expand(f"((?:^|{edge}){self.before}){self.hit}")

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(with_tokens(self.source))


def expand(text: str) -> str:
    text = ANY_CASE.sub(lambda words: f"(?:{_any_case(words[1])})", text)
    return text.replace("<s>", " {1,3}").replace("<end>", "(?![<L>0-9])")


def with_tokens(text: str) -> str:
    for name, signs in TOKENS.items():
        text = text.replace(f"<{name}>", signs)
    return text


def _any_case(words: str) -> str:
    return "".join(map(_either, words))


def _either(sign: str) -> str:
    if sign == " ":
        return "<s>"
    if sign == HALF_SPACE:
        return f"[ {HALF_SPACE}]?"
    if sign.lower() == sign.upper():
        return sign
    return f"[{sign.lower()}{sign.upper()}]"
