"""The log of a period, counted by the database: cells of entries, and their sums.

However many entries there are, only groups of them come out of the database. What is
counted stands in ``docs/decisions/0004-counting-people.md``.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from civic.city_time import city_moment
from engagement.models import Conversation
from surveys.models import Question

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


class Cell(NamedTuple):
    """Entries of an event in one language, or answers to one question among them.

    With a ``question`` it holds those who answered it, with a ``choice`` those who
    gave that answer, wherever and in whatever language.
    """

    survey: int | None
    question: int | None
    choice: str | None
    is_board: bool | None
    event: int | None
    district: int | None
    language: str | None
    people: int
    entries: int


# Equal answers are counted before they are taken apart: they are many, and few differ.
CELLS = """
WITH entries AS MATERIALIZED (
    SELECT r.survey_id, c.method = ANY(%(boards)s) AS is_board, c.event_id,
           e.district_id, r.language, r.people, r.answers
    FROM engagement_conversation c
    JOIN engagement_outreachevent e ON e.id = c.event_id
    JOIN surveys_response r ON r.id = c.response_id
    WHERE e.starts_at >= %(since)s AND e.starts_at < %(until)s
        AND r.review_state <> 'excluded'
), answered AS MATERIALIZED (
    SELECT survey_id, q.id AS question_id, is_board, event_id, district_id, language,
           CASE WHEN q.kind = ANY(%(by_answer)s) THEN answer.value END AS value,
           sum(people) AS people, count(*) AS entries
    FROM entries CROSS JOIN LATERAL jsonb_each(answers) AS answer
    JOIN surveys_question q USING (survey_id)
    WHERE q.code = answer.key AND q.kind <> 'information'
        AND answer.value NOT IN ('null', '""', '[]', '{}')
    GROUP BY survey_id, q.id, is_board, event_id, district_id, language, 7
)
SELECT survey_id, NULL::bigint, NULL, is_board, event_id, district_id, language,
       sum(people)::bigint, count(*)
FROM entries GROUP BY survey_id, is_board, event_id, district_id, language
UNION ALL
SELECT survey_id, question_id, NULL, is_board, event_id, district_id, language,
       sum(people)::bigint, sum(entries)::bigint
FROM answered
GROUP BY survey_id, question_id, is_board, event_id, district_id, language
UNION ALL
SELECT survey_id, question_id, choice, NULL, NULL, NULL, NULL,
       sum(people)::bigint, sum(entries)::bigint
FROM answered CROSS JOIN LATERAL (
    SELECT DISTINCT code #>> '{}' FROM jsonb_path_query(value, '$[*]') AS code
) AS given(choice)
GROUP BY survey_id, question_id, choice
"""


def moments_of(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return when the first day of the city begins and the last one is over.

    Compared with these, and not day by day, a column's statistics tell the database
    how many rows to expect.
    """
    midnight = dt.time()
    return (
        city_moment(first, midnight),
        city_moment(last + dt.timedelta(days=1), midnight),
    )


def cells_between(first: dt.date, last: dt.date) -> list[Cell]:
    """Return the cells of the log of events that began on these days of the city."""
    since, until = moments_of(first, last)
    parameters: dict[str, Any] = {
        "boards": list(Conversation.BOARDS),
        "by_answer": list(COUNTED_BY_ANSWER),
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(CELLS, parameters)
        return [Cell(*row) for row in cursor.fetchall()]


def _boards() -> dict[int | None, dict[int | None, Counter[str | None]]]:
    return defaultdict(lambda: defaultdict(Counter))


@dataclass
class LogCounts:
    """Sums over cells; questions by their keys."""

    conversations: int = 0
    notes: int = 0
    answers: int = 0
    people_in_talks: Counter[str | None] = field(default_factory=Counter)
    people_at_boards: dict[int | None, dict[int | None, Counter[str | None]]] = field(
        default_factory=_boards
    )
    people: Counter[int | None] = field(default_factory=Counter)
    question_conversations: Counter[int | None] = field(default_factory=Counter)
    question_notes: Counter[int | None] = field(default_factory=Counter)
    choices: dict[int | None, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    surveys: set[int | None] = field(default_factory=set)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "LogCounts":
        counts = cls()
        for cell in cells:
            counts.add(cell)
        return counts

    def add(self, cell: Cell) -> None:
        if cell.choice is not None:
            self.choices[cell.question][cell.choice] += cell.people
        elif cell.question is not None:
            self._add_answered(cell)
        else:
            self._add_entries(cell)

    def _add_entries(self, cell: Cell) -> None:
        self.surveys.add(cell.survey)
        if cell.is_board:
            self.notes += cell.people
        else:
            self.conversations += cell.entries
            self.people_in_talks[cell.language] += cell.people

    def _add_answered(self, cell: Cell) -> None:
        self.answers += cell.entries
        self.people[cell.question] += cell.people
        if cell.is_board:
            board = self.people_at_boards[cell.event][cell.question]
            board[cell.language] += cell.people
            self.question_notes[cell.question] += cell.people
        else:
            self.question_conversations[cell.question] += cell.entries

    def people_by_language(self) -> Counter[str]:
        """Talks, and of each event's boards the fullest question."""
        heard = Counter(self.people_in_talks)
        for questions in self.people_at_boards.values():
            heard.update(fullest(questions))
        return Counter({str(code): n for code, n in heard.items()})


def fullest(questions: Mapping[Any, Counter[Any]]) -> Counter[Any]:
    """Return the people under the fullest question, of equal ones the first by key."""
    by_key = (questions[key] for key in sorted(questions))
    return max(by_key, key=Counter.total)
