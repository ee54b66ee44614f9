"""One row of an XLSForm made into one question."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from civic import languages, numbers
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.codes import Codes
from surveys.exchange.definition import QuestionDefinition, RowDefinition
from surveys.exchange.expressions import Contradiction, NotUnderstood
from surveys.exchange.findings import Findings, ImportRefused, Outcome
from surveys.exchange.limits import limits_of
from surveys.exchange.texts import LABEL, SCALE_LABEL, Fitting
from surveys.exchange.xlsform_columns import MEDIA, MESSAGES, Line
from surveys.exchange.xlsform_lists import OTHER, ChoiceList
from surveys.exchange.xlsform_types import DECIMALS, PLAIN, RANGE, Type, type_of
from surveys.models import Question

Kind = Question.Kind
SHEET = "survey"
MOST_QUESTIONS = 500
LONGEST_SCALE = 11
YES = {"yes", "true", "true()"}
NO = {"no", "false", "false()"}
SELECT_KINDS = {
    "select_one": Kind.SINGLE,
    "select_multiple": Kind.MULTIPLE,
    "rank": Kind.RANKING,
}
# What our own column may say about a type that stands for several kinds
OWN_KINDS = {
    Kind.SINGLE: {Kind.DROPDOWN, Kind.DISTRICT, Kind.SINGLE},
    Kind.DROPDOWN: {Kind.DROPDOWN, Kind.DISTRICT},
    Kind.SHORT_TEXT: {Kind.LONG_TEXT, Kind.DISTRICT},
    Kind.LONG_TEXT: {Kind.LONG_TEXT},
    Kind.RATING: {Kind.RATING},
}
DROPDOWNS = {"minimal", "autocomplete", "search"}
OWN_COLUMNS = {terms.KIND, terms.CODE, terms.SPEAKS_OF, terms.DECIMALS}


class QuestionMaker:
    """Makes questions with codes of their own; reports what they cannot hold."""

    def __init__(
        self, findings: Findings, lists: dict[str, ChoiceList], language: str
    ) -> None:
        self.findings = findings
        self.lists = lists
        self.fitting = Fitting(findings, SHEET, language)
        self.codes = Codes()
        self.made = 0
        self._names: dict[str, dict[str, str]] = {}

    def codes_of(self, question: QuestionDefinition) -> dict[str, str] | None:
        """The file's choice codes of a question and ours; None for districts."""
        return self._names.get(question.code)

    def make(
        self, line: Line, kind: str, name: str | None = None
    ) -> QuestionDefinition:
        """Return a question with the texts that every kind has."""
        self._refuse_too_many(line)
        is_own = terms.KIND in line.cells
        code = self._code(line, line.get("name") if name is None else name)
        text = line.texts.get("label", {})
        text = self.fitting.or_foreign(
            line.number, "label", text, line.foreign.get("label")
        )
        if not is_own:
            text = self.fitting.or_code(line.number, text, code)
            self._report_piped(line)
        text, help_text = self.fitting.question(
            line.number, "label", text, line.texts.get("hint", {})
        )
        question = QuestionDefinition(code, str(kind), text, help_text)
        speaks_of = line.take(terms.SPEAKS_OF)
        if speaks_of in Question.SpeaksOf.values:
            question.speaks_of = speaks_of
        return question

    def _refuse_too_many(self, line: Line) -> None:
        self.made += 1
        if self.made > MOST_QUESTIONS:
            raise ImportRefused(
                _(
                    "Sheet “survey”, row %(row)s: there are more than %(most)s "
                    "questions, more than a survey can ask. Please divide the file."
                )
                % {
                    "row": line.number,
                    "most": numbers.number(MOST_QUESTIONS, languages.current()),
                }
            )

    def _code(self, line: Line, name: str) -> str:
        line.take("name")
        wished = line.take(terms.CODE) or name
        code = self.codes.make(wished, "q")
        if not wished:
            self._report(line, "name", code, Outcome.CODE_MADE)
        elif code != wished:
            self._report(line, "name", f"{wished} → {code}", Outcome.RENAMED)
        return code

    def _report_piped(self, line: Line) -> None:
        for base in ("label", "hint"):
            for text in line.texts.get(base, {}).values():
                if re.search(r"\$\{[^}]*\}", text):
                    self._report(line, base, text, Outcome.PIPED)

    def question(self, line: Line, text: str, found: Type) -> QuestionDefinition | None:
        """Return the question of a row; None if it has nothing to choose from."""
        line.take("type")
        kind = self._kind(line, found)
        is_own = terms.KIND in line.cells
        is_choice = kind in Question.KINDS_WITH_CHOICES
        if is_choice and not is_own and found.list_name not in self.lists:
            what = f"{line.get('name')} {found.list_name}"
            self._report(line, text, what, Outcome.NOTHING_TO_CHOOSE)
            return None
        question = self.make(line, kind)
        self._require(line, question)
        if kind == Kind.DISTRICT and found.list_name in self.lists:
            self.lists[found.list_name].is_used = True  # the portal has its own
        if is_choice:
            self._choose(line, question, found)
        self._measure(line, question, found)
        self._limit(line, question, found)
        return question

    def _kind(self, line: Line, found: Type) -> str:
        kind = SELECT_KINDS.get(found.base) or PLAIN[found.base]
        words = line.get("appearance").lower().split()
        if kind == Kind.SINGLE and DROPDOWNS & set(words):
            line.take("appearance")
            kind = Kind.DROPDOWN
        if kind == Kind.SHORT_TEXT and words == ["multiline"]:
            line.take("appearance")
            kind = Kind.LONG_TEXT
        own = line.get(terms.KIND)
        if own in OWN_KINDS.get(kind, ()):
            return own
        if kind in Question.KINDS_IN_WORDS and line.get("readonly").lower() in YES:
            line.take("readonly")
            name = line.get("name")
            self._report(line, "readonly", name, Outcome.MADE_INFORMATION)
            return Kind.INFORMATION
        return self._scale_or_number(line) if kind == Kind.RATING else kind

    def _scale_or_number(self, line: Line) -> str:
        start, end, step = _range(line.get("parameters"))
        is_whole = all(one == one.to_integral_value() for one in (start, end, step))
        if is_whole and step == 1 and 0 < end - start < LONGEST_SCALE:
            return Kind.RATING
        self._report(line, RANGE, line.get("parameters"), Outcome.MADE_NUMBER)
        return Kind.NUMBER

    def _require(self, line: Line, question: QuestionDefinition) -> None:
        required = line.take("required")
        is_asked = question.kind != Kind.INFORMATION
        question.is_required = required.lower() in YES and is_asked
        if required and required.lower() not in YES | NO:
            self._report(line, "required", required, Outcome.NOT_REQUIRED)

    # Choices

    def _choose(self, line: Line, question: QuestionDefinition, found: Type) -> None:
        given = self.lists.get(found.list_name) or ChoiceList(found.list_name, 0)
        given.use()
        codes = dict(given.codes)
        takes_other = question.kind in Question.KINDS_WITH_OTHER
        if takes_other:
            question.choices = given.without_other()
            question.has_other = found.has_other or given.other is not None
        else:
            other = Codes(*codes.values()).make("c_other", "c")
            question.choices = given.with_other(other)
            if given.other is not None:
                codes[given.other] = other
                what = f"{given.name}: {given.other} → {other}"
                self._report(line, given.name, what, Outcome.RENAMED)
        if question.has_other:
            codes[given.other or OTHER] = OTHER
            if terms.KIND not in line.cells:
                what = f"{given.name}: {given.other or found.base}"
                self._report(line, "or_other", what, Outcome.OTHER_WORDS)
        if question.kind != Kind.MULTIPLE:
            for choice in question.choices:
                choice.is_exclusive = False
        question.is_randomized = self._is_random(line)
        self._names[question.code] = codes

    def _is_random(self, line: Line) -> bool:
        parameters = re.split(r"[;,\s]+", line.take("parameters"))
        rest = [one for one in parameters if one and one.lower() != "randomize=true"]
        if rest:
            line.cells["parameters"] = " ".join(rest)
        return len(rest) < len([one for one in parameters if one])

    # Numbers and limits

    def _measure(self, line: Line, question: QuestionDefinition, found: Type) -> None:
        decimals = line.take(terms.DECIMALS)
        if question.kind == Kind.NUMBER and found.base == "decimal":
            is_given = decimals.isdecimal() and 0 < int(decimals) <= DECIMALS
            question.decimals = int(decimals) if is_given else DECIMALS
        if found.base != RANGE:
            return
        start, end, step = _range(line.take("parameters"))
        if question.kind == Kind.RATING:
            for name in ("minimum_label", "maximum_label"):
                texts = line.texts.get(terms.OWN + name, {})
                fitting = self.fitting.cut(line.number, name, texts, SCALE_LABEL)
                setattr(question, name, fitting)
        elif any(one != one.to_integral_value() for one in (start, step)):
            question.decimals = DECIMALS
        question.minimum, question.maximum = _whole(start), _whole(end)

    def _limit(self, line: Line, question: QuestionDefinition, found: Type) -> None:
        constraint = line.get("constraint")
        if not constraint or found.base == RANGE:
            return
        try:
            limits = limits_of(constraint, question.kind, question.decimals)
            codes = self._names.get(question.code, {})
            exclusive = {codes[one] for one in limits.exclusive}
        except Contradiction:
            line.take("constraint")
            self._report(line, "constraint", constraint, Outcome.CONTRADICTORY)
            return
        except (NotUnderstood, KeyError):
            return
        line.take("constraint")
        question.minimum, question.maximum = limits.minimum, limits.maximum
        question.earliest_on = limits.earliest_on
        question.latest_on = limits.latest_on
        for choice in question.choices:
            choice.is_exclusive = choice.is_exclusive or choice.code in exclusive

    # Matrices

    def matrix(
        self, line: Line, name: str, rows: list[Line]
    ) -> QuestionDefinition | None:
        """Return a matrix under the text of ``line``; its rows are still to come."""
        found = type_of(rows[0].get("type")) if rows else Type("select_one")
        is_own = line.get(terms.KIND) == Kind.MATRIX
        if found.list_name not in self.lists and not is_own:
            what = f"{name} {found.list_name}"
            self._report(line, "table-list", what, Outcome.NOTHING_TO_CHOOSE)
            return None
        question = self.make(line, Kind.MATRIX, name or "matrix")
        required = [row.take("required").lower() in YES for row in rows]
        question.is_required = bool(required) and all(required)
        if any(required) and not question.is_required:
            self._report(line, "required", question.code, Outcome.NOT_REQUIRED)
        if rows:
            parameters = [row.take("parameters") for row in rows]
            line.cells["parameters"] = max(parameters, key=len)
            self._choose(line, question, found)
        self._row_codes = Codes(OTHER)
        return question

    def row(self, line: Line, question: QuestionDefinition) -> RowDefinition:
        """Return one row of the matrix that was made last."""
        line.take("type")
        name = line.take("name")
        wished = line.take(terms.CODE) or name
        code = self._row_codes.make(wished, "r")
        if code != wished:
            self._report(line, "name", f"{wished} → {code}", Outcome.RENAMED)
        label = self.fitting.or_foreign(
            line.number, "label", line.texts.get("label", {}), line.foreign.get("label")
        )
        if terms.KIND not in line.cells:
            label = self.fitting.or_code(line.number, label, code)
        label = self.fitting.cut(line.number, "label", label, LABEL)
        return RowDefinition(code, label)

    # What is left

    def report_rest(self, line: Line) -> None:
        """Report every cell of a row that nothing has read."""
        cells, line.cells = line.cells, {}
        for base, text in cells.items():
            if base in OWN_COLUMNS or (base in {"type", "name"}):
                continue
            self._report(line, line.headers.get(base, base), text, _outcome(base))

    def _report(self, line: Line, kind: str, what: str, outcome: str) -> None:
        self.findings.add(SHEET, line.number, kind, what, outcome)


def _outcome(base: str) -> str:
    if base in MESSAGES:
        return Outcome.OWN_MESSAGES
    if base in MEDIA:
        return Outcome.MEDIA_LEFT_OUT
    return {
        "constraint": Outcome.UNLIMITED,
        "relevant": Outcome.ALWAYS_SHOWN,
        "default": Outcome.NO_DEFAULT,
        "appearance": Outcome.APPEARANCE,
    }.get(base, Outcome.SETTING_LEFT_OUT)


def _range(parameters: str) -> tuple[Decimal, Decimal, Decimal]:
    """Return start, end and step of a range; XLSForm's own if none are given."""
    given = dict(re.findall(r"(start|end|step)\s*=\s*(-?[\d.]+)", parameters))
    try:
        start, end, step = (
            Decimal(given.get(name, default))
            for name, default in (("start", "0"), ("end", "10"), ("step", "1"))
        )
    except InvalidOperation:
        return Decimal(0), Decimal(10), Decimal(1)
    return (start, end, step) if start <= end else (end, start, step)


def _whole(amount: Decimal) -> int | None:
    is_storable = amount == amount.to_integral_value() and abs(amount) < 2**31
    return int(amount) if is_storable else None
