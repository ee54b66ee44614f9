"""Numbers that a state, a bank or a library has given to one person.

A checksum tells them from other numbers: Poland's PESEL, Iran's national number, cards
of all kinds. Others are told by their form (codice fiscale, CCCD, social security
number, IBAN, plates of cars) or by the word before them.
"""

from collections.abc import Callable

from engagement.privacy.notation import Kind, Pattern

PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
LARGEST_DIGIT = 9


def is_pesel(digits: list[int]) -> bool:
    weighted = zip(PESEL_WEIGHTS, digits, strict=True)
    return sum(weight * digit for weight, digit in weighted) % 10 == 0


def is_iranian(digits: list[int]) -> bool:
    """Whether the last of ten digits is the control number of the nine before it."""
    rest = sum((10 - place) * digit for place, digit in enumerate(digits[:9])) % 11
    return digits[9] == (rest if rest < 2 else 11 - rest)  # noqa: PLR2004 - the rule's


def is_card(digits: list[int]) -> bool:
    """Whether the digits fulfill Luhn’s rule, as those of bank and library cards do."""
    doubled = [
        2 * digit if place % 2 else digit
        for place, digit in enumerate(reversed(digits))
    ]
    return sum(n - 9 if n > LARGEST_DIGIT else n for n in doubled) % 10 == 0


CHECKS: dict[str, Callable[[list[int]], bool]] = {
    "pesel": is_pesel,
    "iranian": is_iranian,
    "card": is_card,
}

DOCUMENTS = (
    "`ssn|social security|driver'?s licen(?:s|c)e|driver licen(?:s|c)e|id|id card|"
    "passport|green card|a-number|library card|cccd|cmnd|căn cước|căn cước công dân|"
    "chứng minh nhân dân|hộ chiếu|bằng lái|pesel|dowód|dowodu|dowód osobisty|"
    "dowodu osobistego|paszport|paszportu|legitymacja|nip|codice fiscale|"
    "carta d'identità|passaporto|patente|permesso di soggiorno|tessera sanitaria|"
    "کد ملی|کدملی|شماره ملی|شناسنامه|شماره شناسنامه|گذرنامه|پاسپورت`"
)
BETWEEN = (
    "(?:`‌ام|‌اش|‌ش|‌م`)?(?: ?[:#]|<s>`no|no\\.|nr|nr\\.|n\\.|n°|number|num|số|numer|"
    "numero|numeru|is|là|to|è|من|شماره|است`){0,2} ?"
)

DOCUMENT_NUMBERS = [
    Pattern(
        Kind.IDENTITY,
        "[A-Z]{0,3} ?[0-9](?:[ .-]?[0-9]){4,15}[A-Z]{0,2}<end>",
        before=f"{DOCUMENTS}{BETWEEN}",
    ),
    # codice fiscale, with the letters that stand for digits where two people share one
    Pattern(
        Kind.IDENTITY,
        "(?:[A-Za-z] ?){6}[0-9L-NP-Vl-np-v]{2} ?[A-EHLMPRSTa-ehlmprst]"
        " ?[0-9L-NP-Vl-np-v]{2} ?[A-Za-z] ?[0-9L-NP-Vl-np-v]{3} ?[A-Za-z]<end>",
    ),
    Pattern(
        Kind.IDENTITY,
        "[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}(?: ?[0-9]{4}){2,6}(?: ?[0-9]{1,3})?<end>",
    ),
    Pattern(
        Kind.IDENTITY,
        "(?!000|666|9)[0-9]{3}[- ](?!00)[0-9]{2}[- ](?!0000)[0-9]{4}"
        "(?![0-9]|[- ][0-9])",
        apart="+(.,/-",
    ),
    Pattern(
        Kind.IDENTITY,
        "[0-9]{2}(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{5}(?![0-9])",
        apart="+(-",
        check="pesel",
    ),
    # Polish identity card
    Pattern(Kind.IDENTITY, "[A-Z]{3} ?[0-9]{6}(?![0-9])"),
    # CCCD: the code of a province, then of sex and century
    Pattern(
        Kind.IDENTITY,
        "0[0-9]{2} ?[0-3](?: ?[0-9]){8}(?![0-9])",
        apart="+(-",
    ),
    # Mobile numbers of Vietnam and numbers of the United States have ten digits too
    Pattern(
        Kind.IDENTITY,
        "(?!0[35789]|[2-9][0-9]{2}[2-9])[0-9]{3}-?[0-9]{6}-?[0-9](?![0-9])",
        apart="+(-",
        check="iranian",
    ),
    Pattern(
        Kind.IDENTITY,
        "[1-9][0-9]{3}(?:[ -]?[0-9]){9,15}(?![0-9])",
        apart="+(-",
        check="card",
    ),
]

PLATES = [
    Pattern(
        Kind.PLATE, "[0-9]{2}-?[A-ZĐ]{1,2}[0-9]? ?[- ] ?[0-9]{3}\\.?[0-9]{2}(?![0-9])"
    ),
    Pattern(Kind.PLATE, "[A-Z]{2} ?[0-9]{3} ?[A-Z]{2}<end>"),
    Pattern(
        Kind.PLATE,
        "[0-9]{2} ?(?:الف|[ب-ی]) ?[0-9]{3}(?:[ -]{1,3}ایران)?[ -]{1,3}"
        "[0-9]{2}(?![0-9])",
    ),
    Pattern(
        Kind.PLATE,
        "(?=[A-Z -]{0,6}[0-9])[A-Z0-9]{1,4}(?:[ .-]?[A-Z0-9]{2,5}){1,2}<end>",
        before="`licen(?:s|c)e plate|plate|plates|plate number|biển số|biển số xe|"
        "nr rej\\.|rejestracja|tablice|tablica|targa`(?: ?:|<s>`is|là|to|è|no\\.?`)? ?",
    ),
]
