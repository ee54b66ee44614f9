"""What an imported survey would look like, in outline, before anything is stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from civic import languages
from surveys.exchange.definition import (
    PageDefinition,
    QuestionDefinition,
    SurveyDefinition,
    Texts,
)
from surveys.exchange.findings import Finding
from surveys.models import Question


@dataclass(frozen=True)
class Words:
    """A text in the reader's language, or in the first that has it."""

    text: str
    language: languages.Language

    @classmethod
    def of(cls, texts: Texts) -> "Words":
        own = languages.current()
        code = own.code if own.code in texts else next(iter(texts), own.code)
        return cls(texts.get(code, "–"), languages.BY_CODE[code])


@dataclass(frozen=True)
class OutlineQuestion:
    text: Words
    kind: str
    code: str
    choices: int
    rows: int
    is_conditional: bool

    @classmethod
    def of(cls, question: QuestionDefinition) -> "OutlineQuestion":
        return cls(
            Words.of(question.text),
            str(Question.Kind(question.kind).label),
            question.code,
            len(question.choices),
            len(question.rows),
            bool(question.shown_if),
        )


@dataclass(frozen=True)
class OutlinePage:
    title: Words | None
    is_conditional: bool
    questions: list[OutlineQuestion]

    @classmethod
    def of(cls, page: PageDefinition) -> "OutlinePage":
        return cls(
            Words.of(page.title) if page.title else None,
            bool(page.shown_if),
            [OutlineQuestion.of(question) for question in page.questions],
        )


@dataclass(frozen=True)
class Outline:
    title: Words
    languages: list[languages.Language]
    pages: list[OutlinePage]
    findings: list[Finding]

    @classmethod
    def of(cls, definition: SurveyDefinition, findings: Iterable[Finding]) -> "Outline":
        return cls(
            Words.of(definition.title),
            [languages.BY_CODE[code] for code in definition.languages],
            [OutlinePage.of(page) for page in definition.pages],
            list(findings),
        )

    @property
    def question_count(self) -> int:
        return sum(len(page.questions) for page in self.pages)
