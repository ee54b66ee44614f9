"""The rows of an XLSForm's survey sheet, made into pages and questions."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from surveys import conditions
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.building import QuestionMaker
from surveys.exchange.definition import (
    PageDefinition,
    QuestionDefinition,
    RowDefinition,
    SurveyDefinition,
)
from surveys.exchange.expressions import (
    XLSFORM,
    And,
    Node,
    NotUnderstood,
    UnknownQuestion,
    parse,
)
from surveys.exchange.findings import Findings, Outcome
from surveys.exchange.relevance import Target, shown_if_of
from surveys.exchange.texts import TITLE
from surveys.exchange.xlsform_columns import Line
from surveys.exchange.xlsform_lists import OTHER, ChoiceList
from surveys.exchange.xlsform_types import SELECT_ONE, Type, type_of
from surveys.models import Question

if TYPE_CHECKING:
    from surveys.exchange.xlsform_in import Group

Kind = Question.Kind
SHEET = "survey"
Context = Sequence[Node]  # conditions of the groups around


class Builder:
    """Walks through the form from top to bottom, so that conditions look back only."""

    def __init__(
        self, findings: Findings, lists: dict[str, ChoiceList], language: str
    ) -> None:
        self.findings = findings
        self.definition = SurveyDefinition()
        self.maker = QuestionMaker(findings, lists, language)
        self.fitting = self.maker.fitting
        self.targets: dict[str, Target] = {}
        self.joined: set[str] = set()
        self.page: PageDefinition | None = None

    def build(self, form: "Group") -> None:
        self._parts(form.parts, ())

    # Pages and groups

    def _parts(self, parts: "Sequence[Line | Group]", context: Context) -> None:
        rest = list(parts)
        while rest:
            part = rest.pop(0)
            if not isinstance(part, Line):
                self._group(part, context)
            elif rows := _listed_below(part, rest):
                del rest[: len(rows)]
                self._matrix(part, rows, context, part.take("name"))
            else:
                self._line(part, context)

    def _group(self, group: "Group", context: Context) -> None:
        line = group.line
        if line is None or self._is_disabled(line):
            return
        if group.is_repeated:
            self._report(line, line.get("type"), line.get("name"), Outcome.ASKED_ONCE)
        appearance = line.take("appearance").lower()
        if "table-list" in appearance.split():
            self._table(group, line, context)
            return
        if appearance and appearance != "field-list":
            line.cells["appearance"] = appearance
        self._page_or_section(group, line, context)

    def _page_or_section(self, group: "Group", line: Line, context: Context) -> None:
        is_page = not self._is_inside
        if is_page:
            self._begin_page(line)
            inner: Context = ()
        else:
            inner = [*context, *self._condition(line)]
            self._heading(line, inner)
        self._finish(line)
        self._depth += 1
        self._parts(group.parts, inner)
        self._depth -= 1
        if is_page:
            self._end_page(line)

    _depth = 0

    @property
    def _is_inside(self) -> bool:
        return self._depth > 0

    def _begin_page(self, line: Line) -> None:
        title = self.fitting.or_foreign(
            line.number, "label", line.texts.get("label", {}), line.foreign.get("label")
        )
        title = self.fitting.cut(line.number, "label", title, TITLE)
        self.page = PageDefinition(title, shown_if=self._shown_if(line, ()))
        self.definition.pages.append(self.page)
        if hint := line.texts.get("hint"):
            self.page.introduction = hint

    def _end_page(self, line: Line) -> None:
        page, self.page = self.page, None
        if page and not page.questions and line.get(terms.KIND) != terms.PAGE:
            self.definition.pages.remove(page)

    def _heading(self, line: Line, context: Context) -> None:
        if line.has_texts("label"):
            self._report(
                line, line.get("type"), line.get("name"), Outcome.MADE_INFORMATION
            )
            heading = self.maker.make(line, Kind.INFORMATION)
            heading.shown_if = self._together(line, context)
            self._add(heading)
        line.take("name")

    def _is_disabled(self, line: Line) -> bool:
        if line.take("disabled").lower() not in {"yes", "true", "true()"}:
            return False
        self._report(line, line.get("type"), line.get("name"), Outcome.DISABLED)
        return True

    # Conditions

    def _condition(self, line: Line) -> list[Node]:
        """The condition of a group within a page, if it can be said here."""
        relevant = line.take("relevant")
        if not relevant:
            return []
        try:
            node = parse(relevant, XLSFORM)
            shown_if_of(node, self.targets.get)
        except UnknownQuestion:
            self._report(line, "relevant", relevant, Outcome.NO_SUCH_QUESTION)
            return []
        except NotUnderstood:
            self._report(line, "relevant", relevant, Outcome.ALWAYS_SHOWN)
            return []
        return [node]

    def _shown_if(self, line: Line, context: Context) -> dict:
        return self._together(line, [*context, *self._condition(line)])

    def _together(self, line: Line, nodes: Context) -> dict:
        if not nodes:
            return {}
        try:
            return shown_if_of(And(tuple(nodes)), self.targets.get)
        except NotUnderstood:
            what = f"{line.get('name')}: relevant"
            self._report(line, "relevant", what, Outcome.ALWAYS_SHOWN)
            return {}

    # Questions

    def _line(self, line: Line, context: Context) -> None:
        if self._is_disabled(line) or self._is_own_text(line):
            return
        text = line.take("type")
        if not text:
            if line.cells or line.texts or line.foreign:
                what = " ".join(line.cells.values())
                self._report(line, "type", what, Outcome.NOT_UNDERSTOOD)
            return
        found = type_of(text)
        if not found.is_asked:
            what = f"{line.get('name')} {_first_text(line)}"
            self._report(line, text, what, found.outcome)
        elif not self._joins_the_one_before(line, found):
            self._ask(line, text, found, context)

    def _is_own_text(self, line: Line) -> bool:
        """Whether it is one of our own notes that are introductions or thanks."""
        texts = line.texts.get("label", {})
        kind = line.get(terms.KIND)
        if kind == terms.SURVEY_INTRODUCTION:
            self.definition.introduction = texts
        elif kind == terms.SURVEY_THANKS:
            self.definition.thanks = texts
        elif kind == terms.PAGE_INTRODUCTION and self.page:
            self.page.introduction = texts
        else:
            return False
        return True

    def _joins_the_one_before(self, line: Line, found: Type) -> bool:
        """Whether it is the text of the “other, please say” of an earlier question."""
        relevant = line.get("relevant")
        if found.base not in {"text", "string"} or not relevant:
            return False
        try:
            shown_if = shown_if_of(parse(relevant, XLSFORM), self.targets.get)
        except NotUnderstood:
            return False
        found_conditions = shown_if["conditions"]
        wanted = {conditions.IS, conditions.INCLUDES}
        code = found_conditions[0]["question"]
        is_of_other = len(found_conditions) == 1 and (
            found_conditions[0].get("value") == OTHER
            and found_conditions[0]["operator"] in wanted
        )
        if not is_of_other or code in self.joined:
            return False
        self.joined.add(code)
        if line.get(terms.KIND) != terms.OTHER_TEXT:
            self._report(line, found.base, line.get("name"), Outcome.JOINED)
        return True

    def _ask(self, line: Line, text: str, found: Type, context: Context) -> None:
        shown_if = self._shown_if(line, context)
        name = line.get("name")
        if found.outcome:
            self._report(line, text, name, found.outcome)
        question = self.maker.question(line, text, found)
        if question is None:
            return
        question.shown_if = shown_if
        self._add(question)
        self._know(name, question, self.maker.codes_of(question))
        self._finish(line)

    def _know(
        self,
        name: str,
        question: QuestionDefinition,
        choices: dict[str, str] | None,
        row: str | None = None,
    ) -> None:
        target = Target(
            question.code,
            question.kind,
            row=row,
            choices=choices,
            decimals=question.decimals,
        )
        self.targets.setdefault(name, target)

    def _add(self, question: QuestionDefinition) -> None:
        if self.page is None:
            self.page = PageDefinition()
            self.definition.pages.append(self.page)
        self.page.questions.append(question)

    def _finish(self, line: Line) -> None:
        self.maker.report_rest(line)

    def _report(self, line: Line, kind: str, what: str, outcome: str) -> None:
        self.findings.add(SHEET, line.number, kind, what, outcome)

    # Matrices

    def _table(self, group: "Group", line: Line, context: Context) -> None:
        """A group whose questions stand in a table: one matrix for each list."""
        is_own = line.get(terms.KIND) == Kind.MATRIX
        condition = self._condition(line)
        inner = [*context, *condition]
        runs = [
            (is_matrix, list(parts))
            for is_matrix, parts in groupby(group.parts, key=_list_of)
        ]
        if is_own and not runs:
            runs = [("", [])]
        first = True
        for list_name, parts in runs:
            rows = [one for one in parts if isinstance(one, Line)]
            if is_own or list_name:
                name = line.take("name")
                self._matrix(line, rows, inner, name, is_first=first)
            else:
                self._heading_of_table(line, inner, is_first=first)
                self._depth += 1
                self._parts(parts, inner)
                self._depth -= 1
            first = False
        self._finish(line)

    def _heading_of_table(
        self, line: Line, context: Context, *, is_first: bool
    ) -> None:
        if is_first:
            self._report(line, "table-list", line.get("name"), Outcome.APPEARANCE)
            self._heading(line, context)

    def _matrix(
        self,
        line: Line,
        rows: list[Line],
        context: Context,
        name: str,
        *,
        is_first: bool = True,
    ) -> None:
        """``line`` holds the text above; each of ``rows`` becomes a row."""
        is_own = line.get(terms.KIND) == Kind.MATRIX
        if not is_own and is_first:
            self._report(line, "table-list", name, Outcome.MADE_MATRIX)
        shown_if = self._shown_if(line, context)
        line.take("type"), line.take("appearance")
        rows = [row for row in rows if not self._is_disabled(row)]
        question = self.maker.matrix(line, name, rows)
        if question is None:
            return
        question.shown_if = shown_if
        self._add(question)
        self._know(name, question, self.maker.codes_of(question))
        for row in rows:
            self._row(row, question)
        self.findings_of_rows(line, rows)

    def _row(self, line: Line, question: QuestionDefinition) -> None:
        name = line.get("name")
        row = self.maker.row(line, question)
        question.rows.append(RowDefinition(row.code, row.label))
        self._know(name, question, self.maker.codes_of(question), row=row.code)
        if relevant := line.take("relevant"):
            self._report(line, "relevant", relevant, Outcome.ALWAYS_SHOWN)
        self._finish(line)

    def findings_of_rows(self, line: Line, rows: Iterable[Line]) -> None:
        for row in rows:
            if hint := row.texts.get("hint"):
                what = next(iter(hint.values()))
                self._report(row, "hint", what, Outcome.SETTING_LEFT_OUT)
        self._finish(line)


def _first_text(line: Line) -> str:
    texts = line.texts.get("label") or {}
    return next(iter(texts.values()), line.foreign.get("label", ""))


def _list_of(part: "Line | Group") -> str:
    """The list of a question that can be a row of a matrix; empty for others."""
    if not isinstance(part, Line):
        return ""
    found = type_of(part.get("type"))
    is_row = found.base == SELECT_ONE and not found.has_other
    return found.list_name if is_row else ""


def _listed_below(line: Line, rest: "Sequence[Line | Group]") -> list[Line]:
    """The rows of a table whose head is ``line``, in XLSForm's older way."""
    if line.get("appearance").lower() != "label" or not _list_of(line):
        return []
    rows: list[Line] = []
    for part in rest:
        if not isinstance(part, Line) or _list_of(part) != _list_of(line):
            break
        if part.get("appearance").lower() != "list-nolabel":
            break
        part.take("appearance")
        rows.append(part)
    return rows
