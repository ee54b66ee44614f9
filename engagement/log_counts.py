"""Running sums over the entries of the log, for the evidence of a period."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from engagement.models import Conversation
from surveys.models import Question, Response

QuestionKey = tuple[int, str]


@dataclass
class LogCounts:
    """Running sums over the entries of a period."""

    conversations: int = 0
    notes: int = 0
    answers: int = 0
    people_in_talks: Counter[str] = field(default_factory=Counter)
    people_at_boards: dict[int, dict[QuestionKey, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    people: Counter[QuestionKey] = field(default_factory=Counter)
    question_conversations: Counter[QuestionKey] = field(default_factory=Counter)
    question_notes: Counter[QuestionKey] = field(default_factory=Counter)
    choices: dict[QuestionKey, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def people_by_language(self) -> Counter[str]:
        """Talks, and of each event's boards the fullest question."""
        heard = Counter(self.people_in_talks)
        for questions in self.people_at_boards.values():
            fullest: Counter[str] = max(questions.values(), key=Counter.total)
            heard.update(fullest)
        return heard


def _is_answered(answer: object) -> bool:
    return answer not in (None, "", [], {})


def count_entry(
    counts: LogCounts,
    method: str,
    event: int,
    response: Response,
    kinds: dict[Any, str],
) -> None:
    """Add one entry of ``event``; ``kinds`` tells each guide question's kind."""
    keys = [
        (response.survey_id, code)
        for code, answer in response.answers.items()
        if (response.survey_id, code) in kinds and _is_answered(answer)
    ]
    counts.answers += len(keys)
    is_board = method in Conversation.BOARDS
    if is_board:
        counts.notes += response.people
    else:
        counts.conversations += 1
        counts.people_in_talks[response.language] += response.people
    for key in keys:
        counts.people[key] += response.people
        if is_board:
            board = counts.people_at_boards[event][key]
            board[response.language] += response.people
            counts.question_notes[key] += response.people
        else:
            counts.question_conversations[key] += 1
        if kinds[key] in COUNTED_BY_ANSWER:
            _count_choices(counts.choices[key], response.answers[key[1]], response)


# One person gives one of the answers offered, or of a multiple choice several. Of the
# other kinds it is only counted who answered: typed numbers and days would single
# people out, and a matrix or a ranking is more than one table.
COUNTED_BY_ANSWER = {
    Question.Kind.SINGLE,
    Question.Kind.DROPDOWN,
    Question.Kind.MULTIPLE,
    Question.Kind.RATING,
    Question.Kind.DISTRICT,
}


def _count_choices(choices: Counter[str], answer: Any, response: Response) -> None:
    codes = answer if isinstance(answer, list) else [answer]
    for code in {str(code) for code in codes}:
        choices[code] += response.people
