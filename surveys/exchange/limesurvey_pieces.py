"""What LimeSurvey's questions are made of: their codes, texts, choices and rows."""

from collections.abc import Callable
from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from surveys.exchange.codes import Codes
from surveys.exchange.definition import ChoiceDefinition, QuestionDefinition, Texts
from surveys.exchange.findings import Outcome
from surveys.exchange.limesurvey_conditions import ALWAYS, Conditions
from surveys.exchange.limesurvey_file import Record, Tables
from surveys.exchange.limesurvey_settings import Settings
from surveys.exchange.limesurvey_texts import Words
from surveys.exchange.relevance import Target
from surveys.exchange.texts import LABEL
from surveys.exchange.xlsform_lists import MOST_CHOICES, OTHER

SHEET = "questions"


class Asked:
    """One question of the file with all that belongs to it."""

    def __init__(self, row: Record, settings: Settings) -> None:
        self.row = row
        self.settings = settings
        self.type = row.get("type", "")
        self.title = row.get("title", "")
        self.qid = row.get("qid", "")
        self.number = int(self.qid) if self.qid.isdecimal() else None
        self.shown_if: dict = {}


class Pieces:
    """What questions of every kind are put together of, from one file."""

    def __init__(
        self,
        tables: Tables,
        words: Words,
        conditions_: Conditions,
        languages: list[str],
    ) -> None:
        self.words = words
        self.findings = words.findings
        self.fitting = words.fitting()
        self.conditions = conditions_
        self.languages = languages
        self.codes = Codes()
        self._answers = tables.by("answers", "qid")
        self._subquestions = tables.by("subquestions", "parent_qid")
        self._attributes = tables.by("question_attributes", "qid")
        self._defaults = tables.by("defaultvalues", "qid")

    def _left_out(self, asked: Asked, outcome: str) -> list[QuestionDefinition]:
        self._report(asked, asked.type, asked.title, outcome)
        return []

    def _report(self, asked: Asked, kind: str, what: str, outcome: str) -> None:
        self.findings.add(SHEET, asked.number, kind, what, outcome)

    def _begin(
        self, asked: Asked, kind: str, ending: str = "", text: Texts | None = None
    ) -> QuestionDefinition:
        """Return a question; ``ending`` and ``text`` are those of a part of it."""
        wished = f"{asked.title}_{ending}" if ending else asked.title
        code = self.codes.make(wished, "q")
        if code != wished:
            self._report(asked, "title", f"{wished} → {code}", Outcome.RENAMED)
        help_text: Texts = {}
        if text is None:
            text, help_text = self._own_texts(asked)
        text = self.fitting.or_code(asked.number, text, code)
        text, help_text = self.fitting.question(
            asked.number, "question", text, help_text
        )
        return QuestionDefinition(code, str(kind), text, help_text)

    def _own_texts(self, asked: Asked) -> tuple[Texts, Texts]:
        rows = self.words.rows("question_l10ns", "qid", asked.qid)
        place = (SHEET, asked.number)
        for row in rows:
            if row.get("script"):
                self._report(asked, "script", row["script"], Outcome.PART_LEFT_OUT)
        return (
            self.words.texts(rows, "question", place),
            self.words.texts(rows, "help", place),
        )

    def _subs(self, asked: Asked, scale: str = "0") -> list[Record]:
        rows = [
            row
            for row in self._subquestions.get(asked.qid, [])
            if row.get("scale_id", "0") == scale
        ]
        for row in rows:
            if row.get("relevance", "") not in ALWAYS:
                what = f"{row.get('title')}: {row['relevance']}"
                self._report(asked, "relevance", what, Outcome.ALWAYS_SHOWN)
        return sorted(rows, key=lambda row: int(row.get("question_order") or 0))

    def _sub_label(self, asked: Asked, row: Record, code: str) -> Texts:
        rows = self.words.rows("question_l10ns", "qid", row.get("qid", ""))
        label = self.words.texts(rows, "question", (SHEET, asked.number))
        label = self.fitting.or_code(asked.number, label, code)
        return self.fitting.cut(asked.number, "question", label, LABEL)

    def _sub_choices(
        self, asked: Asked, scale: str = "0"
    ) -> tuple[list[ChoiceDefinition], dict[str, str]]:
        return self._choices(
            asked,
            [
                (
                    row.get("title", ""),
                    partial(self._sub_label, asked, row),
                )
                for row in self._subs(asked, scale)
            ],
        )

    def _answer_choices(
        self, asked: Asked, scale: str = "0"
    ) -> tuple[list[ChoiceDefinition], dict[str, str]]:
        rows = [
            row
            for row in self._answers.get(asked.qid, [])
            if row.get("scale_id", "0") == scale
        ]
        rows.sort(key=lambda row: int(row.get("sortorder") or 0))
        return self._choices(
            asked,
            [
                (
                    row.get("code", ""),
                    partial(self._answer_label, asked, row),
                )
                for row in rows
            ],
        )

    def _answer_label(self, asked: Asked, row: Record, code: str) -> Texts:
        rows = self.words.rows("answer_l10ns", "aid", row.get("aid", ""))
        label = self.words.texts(rows, "answer", ("answers", asked.number))
        label = self.fitting.or_code(asked.number, label, code)
        return self.fitting.cut(asked.number, "answer", label, LABEL)

    def _choices(
        self, asked: Asked, given: list[tuple[str, Callable[[str], Texts]]]
    ) -> tuple[list[ChoiceDefinition], dict[str, str]]:
        if len(given) > MOST_CHOICES:
            self._report(asked, "choices", str(len(given)), Outcome.TOO_MANY)
            given = []
        codes, names, made = Codes(OTHER), {}, []
        for name, label in given:
            code = names[name] = codes.make(name, "c")
            if code != name:
                self._report(asked, "code", f"{name} → {code}", Outcome.RENAMED)
            made.append(ChoiceDefinition(code, label(code)))
        return made, names

    def _worded(self, words: dict[str, str]) -> list[ChoiceDefinition]:
        return [
            ChoiceDefinition(code, self._in_our_languages(text))
            for code, text in words.items()
        ]

    def _in_our_languages(self, words: str) -> Texts:
        texts = {}
        for language in self.languages:
            with translation.override(language):
                texts[language] = _(words)
        return texts

    def _know(
        self,
        asked: Asked,
        question: QuestionDefinition,
        choices: dict[str, str] | None = None,
        ending: str = "",
        **part: str,
    ) -> None:
        target = Target(
            question.code,
            question.kind,
            choices=choices,
            decimals=question.decimals,
            **part,
        )
        self.conditions.know(asked.row, target, ending)
