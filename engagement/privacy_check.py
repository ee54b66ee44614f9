"""Whether a text seems to hold what could lead to the person who spoke.

It knows telephone numbers, e-mail addresses and other long numbers, in Latin, Persian
and Arabic digits. It does not know names: staff are asked not to write any.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from civic.languages import latin_digits

# Every repetition is bounded, so that no text makes the search slow.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
NUMBER = re.compile(r"(?<!\d)\+?\(?\d(?:[ \u00a0\t().\-–/]{0,3}\d){6,30}")
DATE_OR_YEARS = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|(?:1[3-9]|20)\d\d ?[-–/] ?(?:1[3-9]|20)\d\d"
)


@dataclass(frozen=True)
class Finding:
    """One passage, as it was written, that looks like a way to reach someone."""

    passage: str
    is_email: bool

    @property
    def message(self) -> str:
        if self.is_email:
            text = gettext(
                "This looks like an e-mail address: “%(passage)s”. Remove it, or "
                "confirm above that it identifies no one."
            )
        else:
            text = gettext(
                "This looks like a telephone number: “%(passage)s”. Remove it, or "
                "confirm above that it identifies no one."
            )
        # Isolated, so that a number keeps its order within a Persian sentence.
        return text % {"passage": f"\u2068{self.passage}\u2069"}


def findings(text: str) -> list[Finding]:
    """Return what looks like an e-mail address or a number of seven digits or more."""
    plain = latin_digits(text)  # one character for one, so positions stay the same
    emails = [
        Finding(text[slice(*hit.span())], is_email=True)
        for hit in EMAIL.finditer(plain)
    ]
    numbers = [
        Finding(text[slice(*hit.span())], is_email=False)
        for hit in NUMBER.finditer(plain)
        if not DATE_OR_YEARS.fullmatch(hit.group())
    ]
    return emails + numbers
