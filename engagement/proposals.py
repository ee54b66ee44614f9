"""What the portal proposes for a summary, beside what is written in it already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import QuerySet

from civic import languages
from engagement.evidence import Answer, Evidence, QuestionEvidence, ThemeHeard
from engagement.models import (
    Commitment,
    Conversation,
    EvidenceSet,
    Summary,
    SummaryQuotation,
)
from engagement.number_sentences import sentences, told_by
from engagement.trends import Change, Trend, change_of, trends_of

QUOTATIONS, ANSWERS, THEMES = 6, 5, 12  # how many of each are proposed at once


def key_of(kind: str, *names: object) -> str:
    """Return how a proposal is named where it is left out, such as “theme:teens”."""
    return ":".join([kind, *map(str, names)])


@dataclass(frozen=True)
class Sentence:
    """A number sentence in the page's language, and whether the introduction has it."""

    name: str
    text: str
    is_taken: bool
    is_left_out: bool
    key: str


@dataclass(frozen=True)
class AnswerProposed:
    """An answer that many gave: exactly, with its share, and the published change."""

    answer: Answer
    share: float | None
    change: Change | None


@dataclass(frozen=True)
class QuestionProposed:
    """A guide question with its top answers; one left out is not published."""

    question: QuestionEvidence
    answers: list[AnswerProposed]
    is_left_out: bool
    key: str


@dataclass(frozen=True)
class ThemeProposed:
    """A theme as it ranks, its published number, and whether a finding rests on it."""

    theme: ThemeHeard
    shown: int | None
    is_taken: bool
    is_left_out: bool
    key: str


@dataclass(frozen=True)
class QuotationProposed:
    """Words agreed to, of an entry that is not quoted yet."""

    conversation: Conversation
    key: str


@dataclass(frozen=True)
class Proposals:
    """All that is proposed; ``evidence`` is exact, ``published`` as it may be shown."""

    summary: Summary
    evidence: Evidence
    published: Evidence

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        return trends_of(self.published, self.summary)

    def is_left_out(self, key: str) -> bool:
        return key in self.summary.left_out

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Taken where every language that has a text tells it; left out ones last."""
        told = _told_everywhere(self.summary, self.published)
        proposed = [
            Sentence(
                name=name,
                text=text,
                is_taken=name in told,
                is_left_out=self.is_left_out(key_of("sentence", name)),
                key=key_of("sentence", name),
            )
            for name, text in sentences(self.published).items()
        ]
        return sorted(proposed, key=lambda one: one.is_left_out)

    @cached_property
    def questions(self) -> list[QuestionProposed]:
        published = {(one.survey, one.code): one for one in self.published.questions}
        proposed = [
            QuestionProposed(
                question=one,
                answers=self._answers(one, published[one.survey, one.code]),
                is_left_out=self.is_left_out(question_key(one)),
                key=question_key(one),
            )
            for one in self.evidence.questions
        ]
        return [one for one in proposed if one.answers]

    def _answers(
        self, question: QuestionEvidence, published: QuestionEvidence
    ) -> list[AnswerProposed]:
        return [
            AnswerProposed(one, share, change_of(published, one.code, self.trends))
            for one, share in question.shares[:ANSWERS]
            if one.people
        ]

    @cached_property
    def themes(self) -> list[ThemeProposed]:
        """The most spoken of, each upper one with those below; left out ones last."""
        taken = set(
            EvidenceSet.objects.filter(
                finding__summary=self.summary, theme__isnull=False
            ).values_list("theme__code", flat=True)
        )
        shown = {one.code: one.people for one in self.published.themes}
        proposed = [
            ThemeProposed(
                theme=one,
                shown=shown.get(one.code),
                is_taken=one.code in taken,
                is_left_out=self.is_left_out(key_of("theme", one.code)),
                key=key_of("theme", one.code),
            )
            for one in _branches(self.evidence.themes)
        ]
        return sorted(proposed, key=lambda one: one.is_left_out)

    @property
    def themes_in_sight(self) -> list[ThemeProposed]:
        return self.themes[:THEMES]

    @property
    def themes_below(self) -> list[ThemeProposed]:
        return self.themes[THEMES:]

    @cached_property
    def quotations(self) -> list[QuotationProposed]:
        """Words agreed to that are neither quoted nor left out."""
        offered = quotable(self.summary).exclude(pk__in=self._quotations_left_out)
        return [_quotation(one) for one in offered[:QUOTATIONS]]

    @cached_property
    def quotations_left_out(self) -> list[QuotationProposed]:
        left_out = quotable(self.summary).filter(pk__in=self._quotations_left_out)
        return [_quotation(one) for one in left_out]

    @property
    def _quotations_left_out(self) -> list[str]:
        """The keys of entries."""
        kind = key_of("quotation", "")
        keys = [key.removeprefix(kind) for key in self.summary.left_out if kind in key]
        return [key for key in keys if key.isdecimal()]

    @cached_property
    def earlier_commitments(self) -> list[Commitment]:
        """What the quarter before promised, with what became of it."""
        before = (
            Summary.objects.published()
            .filter(ends_on__lt=self.summary.starts_on)
            .order_by("-starts_on")
            .first()
        )
        return list(before.commitments.with_updates()) if before else []


def _quotation(conversation: Conversation) -> QuotationProposed:
    return QuotationProposed(conversation, key_of("quotation", conversation.pk))


def _branches(themes: Iterable[ThemeHeard]) -> list[ThemeHeard]:
    """Return the upper themes that anybody spoke of, each before those below it."""
    spoken = [one for one in themes if one.everybody]
    return [
        each
        for top in spoken
        if not top.parent
        for each in (top, *(one for one in spoken if one.parent == top.code))
    ]


def proposals_for(summary: Summary, evidence: Evidence) -> Proposals:
    return Proposals(summary, evidence, evidence.published())


def question_key(question: QuestionEvidence) -> str:
    return key_of("question", question.survey, question.code)


def without_left_out(evidence: Evidence, summary: Summary) -> Evidence:
    """Return the evidence without the questions that the summary does not tell."""
    told = [
        one for one in evidence.questions if question_key(one) not in summary.left_out
    ]
    return replace(evidence, questions=tuple(told))


def quotable(summary: Summary) -> QuerySet[Conversation]:
    """Entries of the period agreed to be quoted that the summary does not quote.

    Those that may be quoted word for word come first.
    """
    quoted = SummaryQuotation.objects.filter(summary=summary).values("conversation")
    return (
        Conversation.objects.held_between(summary.starts_on, summary.ends_on)
        .counted()
        .exclude(quotation_consent=Conversation.Consent.NONE)
        .exclude(pk__in=quoted)
        .select_related("event", "response")
        # “anonymous”, word for word, before “paraphrase”
        .order_by("quotation_consent", "event__starts_at", "pk")
    )


def _told_everywhere(summary: Summary, evidence: Evidence) -> set[str]:
    """The sentences that the introduction tells in every language it is written in."""
    told = [
        told_by(summary, evidence, code)
        for code in languages.CODES
        if getattr(summary, f"introduction_{code}")
    ]
    return set.intersection(*told) if told else set()
