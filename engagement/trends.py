"""How the answers to a guide question changed since earlier published quarters.

Questions of two quarters are the same if they have the same code, and either stand in
versions of one survey or are put in the same words in some language. Earlier figures
are those frozen and published with their summaries; a change is told only where both
numbers are shown. They describe those heard and are no sample, so there is no margin of
error.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from engagement.evidence import Evidence, QuestionEvidence
from engagement.models import Summary


@dataclass(frozen=True)
class Earlier:
    """One answer's share of the people who answered, in an earlier quarter."""

    year: int
    season: str
    people: int
    answered: int

    @property
    def share(self) -> float:
        return self.people / self.answered


@dataclass(frozen=True)
class Trend:
    """An answer to a question with its earlier shares, the latest quarter first."""

    survey: str
    question: str
    choice: str
    earlier: tuple[Earlier, ...]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        earlier = tuple(Earlier(**one) for one in stored["earlier"])
        return cls(**{**stored, "earlier": earlier})


@dataclass(frozen=True)
class Change:
    """The share of now beside that of the latest quarter that asked the same."""

    share: float
    before: Earlier

    @property
    def points(self) -> float:
        """The difference in percentage points."""
        return (self.share - self.before.share) * 100


def trends_of(evidence: Evidence, summary: Summary) -> tuple[Trend, ...]:
    """Return the trends of ``evidence``, as published, of a summary's period."""
    earlier = Summary.objects.published().filter(ends_on__lt=summary.starts_on)
    frozen = [
        (one, Evidence.from_json(one.evidence or {}).published())
        for one in earlier.order_by("-starts_on")
    ]
    return tuple(
        trend for question in evidence.questions for trend in _trends(question, frozen)
    )


def change_of(
    question: QuestionEvidence, choice: str, trends: Iterable[Trend]
) -> Change | None:
    """Return how a choice that is shown changed since it was asked last."""
    share = {one.code: part for one, part in question.shares}.get(choice)
    key = (question.survey, question.code, choice)
    for trend in trends:
        if share is not None and key == (trend.survey, trend.question, trend.choice):
            return Change(share, trend.earlier[0])
    return None


def _trends(
    question: QuestionEvidence, frozen: Sequence[tuple[Summary, Evidence]]
) -> list[Trend]:
    asked = [
        (summary, then)
        for summary, evidence in frozen
        for then in evidence.questions
        if is_same_question(question, then)
    ]
    trends = [
        Trend(question.survey, question.code, answer.code, _earlier(answer.code, asked))
        for answer, _share in question.shares
    ]
    return [trend for trend in trends if trend.earlier]


def _earlier(
    choice: str, asked: Iterable[tuple[Summary, QuestionEvidence]]
) -> tuple[Earlier, ...]:
    return tuple(
        Earlier(summary.year, summary.season, answer.people, then.people)
        for summary, then in asked
        for answer, _share in then.shares
        if answer.code == choice and answer.people and then.people
    )


def is_same_question(now: QuestionEvidence, then: QuestionEvidence) -> bool:
    """Whether both ask the same, so that their answers can stand side by side."""
    if (now.code, now.is_exclusive) != (then.code, then.is_exclusive):
        return False
    is_of_one_survey = now.survey == then.survey or (
        bool(now.family) and now.family == then.family
    )
    return is_of_one_survey or any(
        _said(text) == _said(then.labels.get(language, ""))
        for language, text in now.labels.items()
    )


def _said(text: str) -> str:
    return " ".join(text.casefold().split())
