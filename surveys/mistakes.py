"""What is wrong with an answer: whole sentences that name the question.

Each says how to mend it, with numbers and dates as the reader's language writes them.
"""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from civic import calendars, languages, numbers
from surveys.models import Question

LONGEST_QUOTATION = 40  # characters of what was typed that a message repeats


MISSING = {
    Question.Kind.MULTIPLE: gettext_noop(
        "“%(question)s”: please choose at least one answer."
    ),
    Question.Kind.RANKING: gettext_noop(
        "“%(question)s”: please write 1 beside your first choice."
    ),
    Question.Kind.NUMBER: gettext_noop("“%(question)s”: please write a number."),
    Question.Kind.DATE: gettext_noop("“%(question)s”: please give a date."),
    Question.Kind.SHORT_TEXT: gettext_noop("“%(question)s”: please write an answer."),
    Question.Kind.LONG_TEXT: gettext_noop("“%(question)s”: please write an answer."),
    Question.Kind.CONSENT: gettext_noop(
        "“%(question)s”: please tick the box if you agree."
    ),
}
NOT_CHOSEN = gettext_noop("“%(question)s”: please choose an answer.")


def missing_answer(question: Question) -> str:
    kind = Question.Kind(question.kind)
    return _(MISSING.get(kind, NOT_CHOSEN)) % {"question": question.text}


def missing_row(question: Question, row: str) -> str:
    return _("“%(question)s”, “%(row)s”: please choose an answer.") % {
        "question": question.text,
        "row": row,
    }


def not_asked(question: Question, only_if: str) -> str:
    """Say that an answer stands where the question is not asked at all."""
    return _(
        "“%(question)s” is answered, but the other answers leave it out. It is asked "
        "under this condition: %(only_if)s Please change one of the answers."
    ) % {"question": question.text, "only_if": only_if}


def unknown_choice(question: Question) -> str:
    return _(
        "“%(question)s”: what was sent is not one of the answers offered. "
        "Please choose again."
    ) % {"question": question.text}


def unknown_choice_in_row(question: Question, row: str) -> str:
    return _(
        "“%(question)s”, “%(row)s”: what was sent is not one of the answers offered. "
        "Please choose again."
    ) % {"question": question.text, "row": row}


def too_long(question: str, length: int, longest: int) -> str:
    return _(
        "“%(question)s”: your answer has %(length)s characters, and "
        "%(longest)s fit. Please shorten it."
    ) % {"question": question, "length": _shown(length), "longest": _shown(longest)}


# Several choices, and “other”


def too_few_choices(question: Question, minimum: int) -> str:
    return ngettext(
        "“%(question)s”: please choose at least %(shown)s answer.",
        "“%(question)s”: please choose at least %(shown)s answers.",
        minimum,
    ) % {"question": question.text, "shown": _shown(minimum)}


def too_many_choices(question: Question, maximum: int) -> str:
    return ngettext(
        "“%(question)s”: please choose at most %(shown)s answer.",
        "“%(question)s”: please choose at most %(shown)s answers.",
        maximum,
    ) % {"question": question.text, "shown": _shown(maximum)}


def choice_stands_alone(question: Question, label: str) -> str:
    return _(
        "“%(question)s”: “%(choice)s” cannot go with other answers. Please keep "
        "either it or the others."
    ) % {"question": question.text, "choice": label}


def other_without_words(question: Question) -> str:
    return _(
        "“%(question)s”: you chose “Other”. Please say what you mean, or choose "
        "another answer."
    ) % {"question": question.text}


def other_beside_choice(question: Question, label: str) -> str:
    return _(
        "“%(question)s”: you chose “%(choice)s” and also wrote under “Other”. Please "
        "choose “Other”, or empty its text."
    ) % {"question": question.text, "choice": label}


# Ranks


def not_a_rank(question: Question, label: str, lowest: int) -> str:
    return _(
        "“%(question)s”, “%(choice)s”: please write a whole number from %(first)s to "
        "%(lowest)s, or leave it empty."
    ) % {
        "question": question.text,
        "choice": label,
        "first": _shown(1),
        "lowest": _shown(lowest),
    }


def rank_given_twice(question: Question, labels: tuple[str, str], rank: int) -> str:
    first, second = labels
    return _(
        "“%(question)s”: both “%(first)s” and “%(second)s” have the number %(rank)s. "
        "Please give each a number of its own."
    ) % {
        "question": question.text,
        "first": first,
        "second": second,
        "rank": _shown(rank),
    }


def too_few_ranks(question: Question, minimum: int) -> str:
    return ngettext(
        "“%(question)s”: please give a number to at least %(shown)s answer.",
        "“%(question)s”: please give numbers to at least %(shown)s answers.",
        minimum,
    ) % {"question": question.text, "shown": _shown(minimum)}


# Numbers


def not_a_number(question: Question, typed: str) -> str:
    example = Decimal("12.5") if question.decimals else Decimal(12)
    return _(
        "“%(question)s”: “%(typed)s” is not a number. Please write it in digits, such "
        "as %(example)s."
    ) % {
        "question": question.text,
        "typed": _cut(typed),
        "example": _shown(example),
    }


def too_many_decimals(question: Question) -> str:
    if not question.decimals:
        return _(
            "“%(question)s”: please write a whole number, without a decimal part."
        ) % {"question": question.text}
    return ngettext(
        "“%(question)s”: please write at most %(shown)s decimal place.",
        "“%(question)s”: please write at most %(shown)s decimal places.",
        question.decimals,
    ) % {"question": question.text, "shown": _shown(question.decimals)}


def number_out_of_range(
    question: Question, lowest: int | None, highest: int | None
) -> str:
    """Say which numbers fit; a bound that is None is not named."""
    names = {
        "question": question.text,
        "lowest": "" if lowest is None else _shown(lowest),
        "highest": "" if highest is None else _shown(highest),
    }
    if lowest is None:
        return _("“%(question)s”: please write at most %(highest)s.") % names
    if highest is None:
        return _("“%(question)s”: please write at least %(lowest)s.") % names
    return (
        _("“%(question)s”: please write a number from %(lowest)s to %(highest)s.")
        % names
    )


# Dates


def not_a_date(question: Question, typed: str, example: str) -> str:
    return _(
        "“%(question)s”: “%(typed)s” is not a date of the calendar. Please write "
        "year, month and day, such as %(example)s."
    ) % {"question": question.text, "typed": _cut(typed), "example": example}


def date_out_of_range(question: Question) -> str:
    names = {
        "question": question.text,
        "earliest": long_date(question.earliest_on),
        "latest": long_date(question.latest_on),
    }
    if question.earliest_on is None:
        return _("“%(question)s”: please give a date up to %(latest)s.") % names
    if question.latest_on is None:
        return _("“%(question)s”: please give a date from %(earliest)s on.") % names
    return (
        _("“%(question)s”: please give a date from %(earliest)s to %(latest)s.") % names
    )


def long_date(day: dt.date | None) -> str:
    return calendars.long_date(day, languages.current()) if day else ""


def _shown(value: int | Decimal) -> str:
    return numbers.number(value, languages.current())


def _cut(typed: str) -> str:
    """Return the beginning of what was typed, kept apart from a text in Persian."""
    cut = typed if len(typed) <= LONGEST_QUOTATION else f"{typed[:LONGEST_QUOTATION]}…"
    return f"\u2068{cut}\u2069" if languages.current().direction == "rtl" else cut
