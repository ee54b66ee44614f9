"""What a finding rests on, named for readers and frozen with the summary."""

from dataclasses import dataclass
from typing import Any, Self

from engagement.evidence import Answer, Labels, labels_of
from engagement.models import EvidenceSet, OutreachEvent
from surveys.models import Question


@dataclass(frozen=True)
class SetNamed:
    """The conditions of one evidence set: whatever fits all of them is in it.

    ``choice`` is the code of an answer to the question, ``choice_labels`` its words.
    """

    theme: Labels
    mark: str
    question: Labels
    choice: str
    choice_labels: Labels
    event: Labels
    language: str
    setting: str
    district: Labels

    @classmethod
    def of(cls, one: EvidenceSet) -> Self:
        return cls(
            theme=_named(one.theme, "name"),
            mark=one.mark,
            question=_named(one.question, "text"),
            choice=one.choice,
            choice_labels=_of_choice(one.question, one.choice),
            event=_named(one.event, "title"),
            language=one.language,
            setting=one.setting,
            district=_named(one.district, "name"),
        )

    @property
    def answer(self) -> Answer:
        return Answer(self.choice, self.choice_labels, None)

    @property
    def mark_name(self) -> str:
        return str(EvidenceSet.Mark(self.mark).label)

    @property
    def setting_name(self) -> str:
        return str(OutreachEvent.Setting(self.setting).label)


def _named(one: Any, field: str) -> Labels:
    return labels_of(one, field) if one else {}


def _of_choice(question: Question | None, code: str) -> Labels:
    choices = question.choices.all() if question and code else ()
    return next((labels_of(one, "label") for one in choices if one.code == code), {})
