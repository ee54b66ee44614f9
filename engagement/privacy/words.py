"""What names and addresses are made of, for the patterns of the five languages.

Of an introduction the name alone is found, so that “my name is […]” stays readable.
Where the words before it say a name for sure (“my name is”), any word is one; where
they may say anything (“I’m”), only a capital or a name from the lists is.
"""

from engagement.privacy.notation import Kind, Pattern

CAPITAL = "<U>[<L>'.-]{0,24}"
# Anna, JOSÉ, García-Ramos, O'Brien, D'Angelo; the second not JOSÉ
PROPER = "<U>[<L>]{0,24}(?:['-]<U>?[<L>]{1,24})?"
TITLED = "<U>(?:'<U>[<L>]{1,24}|(?!<U>)[<L>]{1,24}(?:['-]<U>?[<L>]{1,24})?)"
JOINT = "(?:(?:de|De|Di|di|Da|da|Del|del|Della|della|Lo|La|van|von|bin|al|El|Lê|Le) )?"
FURTHER = f"(?: {JOINT}{TITLED}){{0,3}}"
GIVEN_NAME = "(?:<given>)<end>"
NO_MORE = "(?![\\s\\S])"
# A second word in small letters is a surname where the name ends with it
ENDS = (
    "(?= ?[,.;:!?()\n-]| `and|i|im|from|but|who|e|ed|oraz|ale|mam|ho|sono|vivo|abito`"
    f"<end>|{NO_MORE})"
)
SEVERAL = "(?: ?:)? ?"  # between “my name is” and the name


def any_name(stop: str) -> str:
    """A name whose letters may be small, and no word of ``stop``."""
    word = f"(?!{stop}<end>)[<L>]{{2,24}}(?:['-][<L>]{{1,24}})?"
    return f"(?:(?!{stop}<end>){PROPER}{FURTHER}|{word}(?: {word}{ENDS})?)"


def said(before: str, name: str, *, opens: bool = False) -> Pattern:
    return Pattern(Kind.NAME, name, before, opens=opens)


def place(hit: str, before: str = "") -> Pattern:
    return Pattern(Kind.ADDRESS, hit, before, apart="+(.,/-")
