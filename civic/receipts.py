"""Receipt codes: made from a submission, kept only as a hash, read from what is typed.

A code is derived from the submission by a keyed hash and is written down nowhere, so
sending the same submission again gives the same code. The submission itself is known
to its sender alone: answers are stored under a hash of it, from which neither it nor
the code can be computed, not even with the secret key.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac

from civic import languages

DIGITS = 15  # before the check digit: 10^15 codes cannot be tried out
GROUP = 4
SEPARATORS = str.maketrans("", "", " -\u00a0\u2009\u200c\u200e\u200f\u202f\u2066\u2069")


def _check_digit(digits: str) -> str:
    """Return the check digit of ISO 7064 MOD 11,10: it finds any one wrong digit."""
    remainder = 10
    for digit in digits:
        remainder = (remainder + int(digit)) % 10 or 10
        remainder = remainder * 2 % 11
    return str((11 - remainder) % 10)


def code_for(submission: UUID) -> str:
    """Return the receipt code of a submission: 16 digits, the last a check digit."""
    digest = salted_hmac("civic.receipts.code", submission.hex, algorithm="sha256")
    digits = f"{int(digest.hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"
    return digits + _check_digit(digits)


def stored_id(submission: UUID) -> UUID:
    """Return what is stored of a submission: the same each time, and one way only."""
    digest = salted_hmac("civic.receipts.stored", submission.hex, algorithm="sha256")
    return UUID(bytes=digest.digest()[:16])


def hash_code(code: str) -> str:
    """Return what is stored of a code: 64 hexadecimal digits."""
    return salted_hmac("civic.receipts.hash", code, algorithm="sha256").hexdigest()


def bare(text: str) -> str:
    """Return ``text`` with Latin digits and without what separates them."""
    return languages.latin_digits(text).translate(SEPARATORS)


def normalized(text: str) -> str | None:
    """Return the code meant by ``text``, or None if no code can look like that.

    Persian and Arabic digits, spaces and hyphens are accepted.
    """
    code = bare(text)
    if len(code) != DIGITS + 1 or not (code.isascii() and code.isdecimal()):
        return None
    return code if _check_digit(code[:-1]) == code[-1] else None


def grouped(code: str) -> str:
    """Return the code in groups of four, as it is read aloud and copied."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
