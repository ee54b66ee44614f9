"""When LimeSurvey shows its groups and questions: relevance, or older conditions."""

from collections import defaultdict
from typing import Any

from surveys.exchange.expressions import (
    LIMESURVEY,
    And,
    Comparison,
    Literal,
    Name,
    Node,
    NotUnderstood,
    Or,
    parse,
)
from surveys.exchange.findings import Findings, Outcome
from surveys.exchange.limesurvey_file import Record, Tables
from surveys.exchange.relevance import Target, shown_if_of

ALWAYS = {"", "1"}
VALUES = ("NAOK", "value", "valueNAOK", "code")  # what may follow a name's dot


class Conditions:
    """Knows the questions made so far, under the names that expressions use."""

    def __init__(self, tables: Tables, findings: Findings) -> None:
        self.findings = findings
        self.targets: dict[str, Target] = {}
        self._old = tables.by("conditions", "qid")

    def know(self, row: Record, target: Target, ending: str = "") -> None:
        """Remember ``target`` as ``QC_SQ001`` and as ``282267X46X1436SQ001``."""
        title = row.get("title", "")
        place = "X".join(row.get(name, "") for name in ("sid", "gid", "qid"))
        self.targets.setdefault(f"{title}_{ending}" if ending else title, target)
        self.targets.setdefault(place + ending, target)

    def find(self, name: str) -> Target | None:
        question, _dot, value = name.partition(".")
        return self.targets.get(question) if not value or value in VALUES else None

    def of_group(self, group: Record) -> dict[str, Any]:
        return self._shown_if(
            "groups", group.get("gid", ""), group.get("grelevance", "")
        )

    def of_question(self, question: Record) -> dict[str, Any]:
        qid, relevance = question.get("qid", ""), question.get("relevance", "")
        if relevance in ALWAYS and self._old.get(qid):
            return self._of_table(qid)
        return self._shown_if("questions", qid, relevance)

    def report(self, sheet: str, number: str, relevance: str) -> None:
        row = int(number) if number.isdecimal() else None
        self.findings.add(sheet, row, "relevance", relevance, Outcome.ALWAYS_SHOWN)

    def _shown_if(self, sheet: str, number: str, relevance: str) -> dict[str, Any]:
        if relevance in ALWAYS:
            return {}
        try:
            return shown_if_of(parse(relevance, LIMESURVEY), self.find)
        except NotUnderstood:
            self.report(sheet, number, relevance)
            return {}

    def _of_table(self, qid: str) -> dict[str, Any]:
        """Scenarios are joined by “or”, in them questions by “and”, values by “or”."""
        rows = self._old[qid]
        scenarios: dict[str, dict[str, list[Record]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in rows:
            scenarios[row.get("scenario", "1")][row.get("cqid", "")].append(row)
        try:
            found = Or(
                tuple(
                    And(tuple(_of_one_question(group) for group in groups.values()))
                    for groups in scenarios.values()
                )
            )
            return shown_if_of(found, self.find)
        except NotUnderstood:
            what = ", ".join(" ".join(_words(row)) for row in rows)
            self.report("questions", qid, what)
            return {}


def _words(row: Record) -> list[str]:
    return [row.get(name, "") for name in ("cfieldname", "method", "value")]


def _of_one_question(rows: list[Record]) -> Node:
    parts = tuple(_comparison(row) for row in rows)
    is_choice = all(row.get("method") == "==" for row in rows)
    return Or(parts) if is_choice else And(parts)


def _comparison(row: Record) -> Node:
    name, method, value = _words(row)
    operator = "=" if method == "==" else method
    if operator not in {"=", "!=", "<", ">", "<=", ">="}:
        raise NotUnderstood
    return Comparison(Name(name.lstrip("+")), operator, Literal(value.strip()))
