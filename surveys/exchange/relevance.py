"""Shown-if in the words of other tools: XLSForm's ``relevant``, LimeSurvey's relevance.

Read: all or any of comparisons of earlier answers. Whatever says more than
``surveys.conditions`` can say raises ``NotUnderstood``, and is never guessed at.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from surveys import conditions
from surveys.exchange.expressions import (
    And,
    Call,
    Comparison,
    Literal,
    Name,
    Node,
    Not,
    NotUnderstood,
    Or,
    UnknownQuestion,
)
from surveys.models import Question

Kind = Question.Kind
ONE_CHOICE = {Kind.SINGLE, Kind.DROPDOWN, Kind.DISTRICT, Kind.MATRIX}
AMOUNTS = {Kind.NUMBER, Kind.RATING}


@dataclass(frozen=True)
class Target:
    """What a name in an expression stands for.

    ``choices`` maps the file's choice codes to ours; None if any is as good. With
    ``choice`` it is one box of a multiple choice, as LimeSurvey names them.
    """

    question: str
    kind: str
    row: str | None = None
    choice: str | None = None
    choices: Mapping[str, str] | None = field(default=None, hash=False)
    decimals: int = 0

    def condition(self, operator: str, value: Any = None) -> "Group":
        found: dict[str, Any] = {"question": self.question}
        if self.row is not None:
            found["row"] = self.row
        found["operator"] = operator
        if value is not None:
            found["value"] = value
        return Group(conditions.ALL, (found,))


Find = Callable[[str], Target | None]


@dataclass(frozen=True)
class Group:
    """Conditions of which all or any must hold; ``all`` of none always holds."""

    match: str
    conditions: tuple[dict[str, Any], ...]

    @property
    def is_simple(self) -> bool:
        return len(self.conditions) == 1

    def as_shown_if(self) -> dict[str, Any]:
        if not self.conditions:
            return {}
        match = conditions.ALL if self.is_simple else self.match
        return {"match": match, "conditions": list(self.conditions)}


ALWAYS = Group(conditions.ALL, ())
NEVER = Group(conditions.ANY, ())


def shown_if_of(node: Node, find: Find) -> dict[str, Any]:
    """Return ``shown_if`` that says the same as ``node``; else ``NotUnderstood``."""
    group = _group(node, find, negative=False)
    if group == NEVER:
        raise NotUnderstood
    return group.as_shown_if()


def _group(node: Node, find: Find, *, negative: bool) -> Group:
    if isinstance(node, Not):
        return _group(node.part, find, negative=not negative)
    if isinstance(node, And | Or):
        match = conditions.ANY if isinstance(node, Or) != negative else conditions.ALL
        parts = [_group(part, find, negative=negative) for part in node.parts]
        return _together(match, parts)
    if isinstance(node, Comparison):
        return _comparison(node, find, negative=negative)
    if isinstance(node, Call):
        return _call(node, find, negative=negative)
    if isinstance(node, Literal):
        return ALWAYS if (node.text not in {"0", ""}) != negative else NEVER
    raise NotUnderstood


def _together(match: str, parts: Sequence[Group]) -> Group:
    """Return one group of several; those of the other kind must be simple."""
    neutral, decisive = (ALWAYS, NEVER) if match == conditions.ALL else (NEVER, ALWAYS)
    if decisive in parts:
        return decisive
    parts = [part for part in parts if part != neutral]
    if len(parts) == 1:
        return parts[0]
    found: list[dict[str, Any]] = []
    for part in parts:
        if not part.is_simple and part.match != match:
            raise NotUnderstood
        found += [one for one in part.conditions if one not in found]
    return Group(match, tuple(found))


# Comparisons

_NEGATED = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SWAPPED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
ORDERED = {"<", "<=", ">", ">="}


def _comparison(node: Comparison, find: Find, *, negative: bool) -> Group:
    left, operator, right = node.left, node.operator, node.right
    if _is_constant(left) and not _is_constant(right):
        left, operator, right = right, _SWAPPED[operator], left
    value = _constant(right)
    if isinstance(left, Call):
        return _of_call(left, operator, value, find, negative=negative)
    if not isinstance(left, Name):
        raise NotUnderstood
    target = _found(find, left)
    if negative and operator in ORDERED:
        # An unanswered question does not compare, so its opposite holds.
        opposite = _compared(target, _NEGATED[operator], value)
        unanswered = target.condition(conditions.NOT_ANSWERED)
        return _together(conditions.ANY, [unanswered, opposite])
    return _compared(target, _NEGATED[operator] if negative else operator, value)


def _is_constant(node: Node) -> bool:
    is_date = isinstance(node, Call) and node.function == "date"
    return isinstance(node, Literal) or is_date


def _constant(node: Node) -> str:
    if isinstance(node, Call) and node.function == "date" and len(node.arguments) == 1:
        node = node.arguments[0]
    if not isinstance(node, Literal):
        raise NotUnderstood
    return node.text.strip()


def _found(find: Find, name: Node) -> Target:
    target = find(name.text) if isinstance(name, Name) else None
    if target is None or target.kind == Kind.INFORMATION:
        raise UnknownQuestion if isinstance(name, Name) else NotUnderstood
    return target


def _compared(target: Target, operator: str, value: str) -> Group:
    if target.choice is not None:
        return _box(target, operator, value)
    if value == "":
        return _presence(target, operator)
    if target.kind == Kind.CONSENT and operator in {"=", "!="} and value == "OK":
        return _presence(target, _NEGATED[operator])
    if target.kind in ONE_CHOICE:
        return _chosen(target, operator, value)
    if target.kind in AMOUNTS:
        return _amount(target, operator, value)
    if target.kind == Kind.DATE:
        return _day(target, operator, value)
    raise NotUnderstood


def _presence(target: Target, operator: str) -> Group:
    if operator == "=":
        return target.condition(conditions.NOT_ANSWERED)
    if operator == "!=":
        return target.condition(conditions.ANSWERED)
    raise NotUnderstood


def _box(target: Target, operator: str, value: str) -> Group:
    """One box of a multiple choice: ``Y`` if it is ticked, empty if not."""
    if operator not in {"=", "!="} or value not in {"Y", ""}:
        raise NotUnderstood
    is_ticked = (operator == "=") is (value == "Y")
    names = (conditions.EXCLUDES, conditions.INCLUDES)
    return target.condition(names[is_ticked], target.choice)


def _our_choice(target: Target, value: str) -> str:
    if target.choices is None:
        return value
    if value not in target.choices:
        raise NotUnderstood
    return target.choices[value]


def _chosen(target: Target, operator: str, value: str) -> Group:
    names = {"=": conditions.IS, "!=": conditions.IS_NOT}
    is_whole_matrix = target.kind == Kind.MATRIX and target.row is None
    if operator not in names or is_whole_matrix:
        raise NotUnderstood
    return target.condition(names[operator], _our_choice(target, value))


def _amount(target: Target, operator: str, value: str) -> Group:
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise NotUnderstood from error
    if operator in {"=", "!="}:
        name = conditions.IS if operator == "=" else conditions.IS_NOT
        return target.condition(name, _plain(amount))
    is_lower_bound = operator in {">", ">="}
    name = conditions.AT_LEAST if is_lower_bound else conditions.AT_MOST
    if target.decimals == 0:
        amount = _whole_bound(operator, amount)
    elif operator in {"<", ">"}:
        raise NotUnderstood
    return target.condition(name, _plain(amount))


def _whole_bound(operator: str, amount: Decimal) -> Decimal:
    """Return the whole number that bounds whole numbers as ``amount`` does."""
    if operator == ">":
        return Decimal(math.floor(amount) + 1)
    if operator == "<":
        return Decimal(math.ceil(amount) - 1)
    return Decimal(math.ceil(amount) if operator == ">=" else math.floor(amount))


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _day(target: Target, operator: str, value: str) -> Group:
    try:
        day = dt.date.fromisoformat(value)
        shifted = {">": 1, "<": -1}.get(operator, 0)
        day += dt.timedelta(days=shifted)
    except (ValueError, OverflowError) as error:
        raise NotUnderstood from error
    at_least = target.condition(conditions.AT_LEAST, day.isoformat())
    at_most = target.condition(conditions.AT_MOST, day.isoformat())
    if operator == "=":
        return _together(conditions.ALL, [at_least, at_most])
    if operator in {">", ">="}:
        return at_least
    if operator in {"<", "<="}:
        return at_most
    raise NotUnderstood


# Functions


def _call(node: Call, find: Find, *, negative: bool) -> Group:
    function, arguments = node.function, node.arguments
    if function in {"true", "false"} and not arguments:
        return ALWAYS if (function == "true") != negative else NEVER
    if function == "is_empty" and len(arguments) == 1:
        return _compared(_found(find, arguments[0]), "!=" if negative else "=", "")
    if function == "selected" and len(arguments) == 2:  # noqa: PLR2004 - as in XPath
        target = _found(find, arguments[0])
        return _selected(target, _constant(arguments[1]), negative=negative)
    raise NotUnderstood


def _selected(target: Target, value: str, *, negative: bool) -> Group:
    if target.kind == Kind.MULTIPLE and target.choice is None:
        name = conditions.EXCLUDES if negative else conditions.INCLUDES
        return target.condition(name, _our_choice(target, value))
    if target.kind in ONE_CHOICE:
        return _chosen(target, "!=" if negative else "=", value)
    raise NotUnderstood


def _of_call(
    call: Call, operator: str, value: str, find: Find, *, negative: bool
) -> Group:
    """How many or how long, where it only asks whether there is an answer."""
    if negative:
        operator = _NEGATED[operator]
    if call.function == "concat" and value == "":
        return _presence(_whole_matrix(call, find), operator)
    if call.function not in {"count-selected", "string-length", "strlen"}:
        raise NotUnderstood
    if len(call.arguments) != 1:
        raise NotUnderstood
    target = _found(find, call.arguments[0])
    if (operator, value) in {(">", "0"), (">=", "1"), ("!=", "0")}:
        return _presence(target, "!=")
    if (operator, value) in {("=", "0"), ("<", "1"), ("<=", "0")}:
        return _presence(target, "=")
    raise NotUnderstood


def _whole_matrix(call: Call, find: Find) -> Target:
    """All rows of one matrix side by side: an answer in any of them."""
    names = [one for one in call.arguments if one != Literal("")]
    targets = [_found(find, name) for name in names]
    questions = {(target.question, target.kind) for target in targets}
    if len(questions) != 1 or targets[0].kind != Kind.MATRIX:
        raise NotUnderstood
    return Target(targets[0].question, targets[0].kind)


# To XLSForm

Names = Callable[[str, str | None], Sequence[str]]
_SIGNS = {
    conditions.IS: "=",
    conditions.IS_NOT: "!=",
    conditions.AT_LEAST: ">=",
    conditions.AT_MOST: "<=",
    conditions.ANSWERED: "!=",
    conditions.NOT_ANSWERED: "=",
}


def as_xlsform(
    shown_if: Mapping[str, Any], names: Names, kinds: Mapping[str, str]
) -> str:
    """Return ``shown_if`` as an XLSForm expression; empty if always shown.

    ``names`` gives the names of a question, or of a matrix's row, in the form.
    """
    parts = [_as_xpath(one, names, kinds) for one in shown_if.get("conditions", [])]
    is_any = shown_if.get("match") == conditions.ANY
    return (" or " if is_any else " and ").join(parts)


def _as_xpath(
    condition: Mapping[str, Any], names: Names, kinds: Mapping[str, str]
) -> str:
    code, operator = condition["question"], condition["operator"]
    found = [f"${{{name}}}" for name in names(code, condition.get("row"))]
    is_matrix = kinds.get(code) == Kind.MATRIX and "row" not in condition
    subject = f"concat({', '.join([*found, repr('')])})" if is_matrix else found[0]
    if operator in {conditions.ANSWERED, conditions.NOT_ANSWERED}:
        return f"{subject} {_SIGNS[operator]} ''"
    value = _as_constant(condition.get("value"), kinds.get(code))
    if operator == conditions.INCLUDES:
        return f"selected({subject}, {value})"
    if operator == conditions.EXCLUDES:
        return f"not(selected({subject}, {value}))"
    return f"{subject} {_SIGNS[operator]} {value}"


def _as_constant(value: Any, kind: str | None) -> str:
    if kind in AMOUNTS:
        return format(Decimal(str(value)), "f")
    quoted = f'"{value}"' if "'" in str(value) else f"'{value}'"
    return f"date({quoted})" if kind == Kind.DATE else quoted
