"""What can stand on a question board, and which answers it makes."""

from collections.abc import Mapping
from typing import NamedTuple

from civic import languages, numbers
from surveys.fields import OTHER
from surveys.models import Question

KINDS = (
    *Question.KINDS_IN_WORDS,
    Question.Kind.SINGLE,
    Question.Kind.MULTIPLE,
    Question.Kind.DROPDOWN,
    Question.Kind.RATING,
)


def fits_on_board(question: Question) -> bool:
    """Whether one note or one sticker can answer ``question``."""
    return question.kind in KINDS


class BoardLine(NamedTuple):
    """What stands under a board's question: a note, or the stickers at one choice.

    ``people`` wrote the note or put a sticker there. ``choice`` is the code of the
    choice; a note under a question with choices is one of its other answers.
    """

    text: str
    people: int
    choice: str = ""

    @property
    def is_left_out(self) -> bool:
        return not self.people or not (self.text or self.choice)

    def answers(self, question: Question) -> dict[str, object]:
        """Return the line as the answers of one response."""
        code, chosen = question.code, self.choice or OTHER
        if not question.is_closed:
            return {code: self.text}
        if question.kind == Question.Kind.RATING:
            return {code: int(chosen)}
        is_multiple = question.kind == Question.Kind.MULTIPLE
        answers: dict[str, object] = {code: [chosen] if is_multiple else chosen}
        return answers if self.choice else {**answers, f"{code}-{OTHER}": self.text}


def line_of(
    answers: Mapping[str, object], question: Question, people: int
) -> BoardLine:
    """Return the line that made these answers."""
    code = question.code
    if not question.is_closed:
        return BoardLine(str(answers[code]), people)
    answer = answers[code]
    chosen = str(answer[0] if isinstance(answer, list) else answer)
    if chosen == OTHER:
        return BoardLine(str(answers.get(f"{code}-{OTHER}", "")), people)
    return BoardLine("", people, chosen)


def board_choices(question: Question) -> dict[str, str]:
    """Return what a line under ``question`` may stand for: labels by code.

    ``other`` is a note in free words. A question that does not fit on a board offers
    nothing.
    """
    if not fits_on_board(question):
        return {}
    if not question.is_closed:
        return {OTHER: ""}
    if question.kind == Question.Kind.RATING:
        return _steps(question)
    offered = {choice.code: choice.label for choice in question.choices.all()}
    return offered | {OTHER: ""} if question.has_other else offered


def _steps(question: Question) -> dict[str, str]:
    """The steps of a rating scale; its ends with their meaning."""
    first, last = question.minimum or 0, question.maximum or 0
    ends = {first: question.minimum_label, last: question.maximum_label}
    language = languages.current()
    steps = {step: numbers.number(step, language) for step in range(first, last + 1)}
    return {
        str(step): f"{shown} – {ends[step]}" if ends.get(step) else shown
        for step, shown in steps.items()
    }
