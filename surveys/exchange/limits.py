"""XLSForm's constraints as the limits that questions here have."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from surveys.exchange.definition import KINDS_WITH_LIMITS
from surveys.exchange.expressions import (
    XLSFORM,
    And,
    Call,
    Comparison,
    Contradiction,
    Literal,
    Name,
    Node,
    Not,
    NotUnderstood,
    Or,
    parse,
)
from surveys.models import Question

Kind = Question.Kind
ITSELF = Name(".")
SUBJECTS: dict[str, Node] = {
    Kind.NUMBER: ITSELF,
    Kind.RATING: ITSELF,
    Kind.DATE: ITSELF,
    Kind.MULTIPLE: Call("count-selected", (ITSELF,)),
    Kind.RANKING: Call("count-selected", (ITSELF,)),
    Kind.SHORT_TEXT: Call("string-length", (ITSELF,)),
    Kind.LONG_TEXT: Call("string-length", (ITSELF,)),
}
ALONE = Comparison(Call("count-selected", (ITSELF,)), "=", Literal("1"))
LARGEST = 2**31 - 1


@dataclass
class Limits:
    minimum: int | None = None
    maximum: int | None = None
    earliest_on: dt.date | None = None
    latest_on: dt.date | None = None
    exclusive: set[str] = field(default_factory=set)


def limits_of(constraint: str, kind: str, decimals: int = 0) -> Limits:
    """Return the limits that ``constraint`` sets; ``NotUnderstood`` if it says more.

    ``Contradiction`` is one that no answer can fulfill.
    """
    limits = Limits()
    for part in _parts(parse(constraint, XLSFORM)):
        if isinstance(part, Or):
            limits.exclusive.add(_exclusive(part, kind))
        elif isinstance(part, Comparison) and part.left == SUBJECTS.get(kind):
            _limit(limits, part, kind, decimals)
        else:
            raise NotUnderstood
    _refuse_impossible(limits)
    return limits


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node, And):
        for part in node.parts:
            yield from _parts(part)
    else:
        yield node


def _exclusive(part: Or, kind: str) -> str:
    """The choice of ``not(selected(., 'none')) or count-selected(.) = 1``."""
    if kind != Kind.MULTIPLE or len(part.parts) != 2 or part.parts[1] != ALONE:  # noqa: PLR2004 - this or that
        raise NotUnderstood
    denied = part.parts[0]
    if not (isinstance(denied, Not) and isinstance(denied.part, Call)):
        raise NotUnderstood
    call = denied.part
    is_selected = call.function == "selected" and call.arguments[:1] == (ITSELF,)
    choice = call.arguments[-1] if call.arguments else None
    if not is_selected or not isinstance(choice, Literal):
        raise NotUnderstood
    return choice.text


def _limit(limits: Limits, part: Comparison, kind: str, decimals: int) -> None:
    if kind == Kind.DATE:
        _limit_day(limits, part)
    elif kind in KINDS_WITH_LIMITS:
        _limit_number(limits, part, is_whole=decimals == 0)
    else:
        raise NotUnderstood


def _limit_number(limits: Limits, part: Comparison, *, is_whole: bool) -> None:
    amount = _whole_number(part.right)
    low, high = limits.minimum, limits.maximum
    if part.operator in {"<", ">"} and not is_whole:
        raise NotUnderstood
    if part.operator in {">", ">="}:
        least = amount + (part.operator == ">")
        limits.minimum = max(least, least if low is None else low)
    elif part.operator in {"<", "<="}:
        most = amount - (part.operator == "<")
        limits.maximum = min(most, most if high is None else high)
    elif part.operator == "=":
        limits.minimum = limits.maximum = amount
    else:
        raise NotUnderstood


def _whole_number(node: Node) -> int:
    try:
        amount = Decimal(node.text) if isinstance(node, Literal) else Decimal("0.5")
    except InvalidOperation as error:
        raise NotUnderstood from error
    if amount != amount.to_integral_value() or abs(amount) > LARGEST - 1:
        raise NotUnderstood
    return int(amount)


def _limit_day(limits: Limits, part: Comparison) -> None:
    node = part.right
    if isinstance(node, Call) and node.function == "date" and len(node.arguments) == 1:
        node = node.arguments[0]
    if not isinstance(node, Literal):
        raise NotUnderstood
    try:
        day = dt.date.fromisoformat(node.text.strip())
        day += dt.timedelta(days={">": 1, "<": -1}.get(part.operator, 0))
    except (ValueError, OverflowError) as error:
        raise NotUnderstood from error
    if part.operator in {">", ">="}:
        limits.earliest_on = day
    elif part.operator in {"<", "<="}:
        limits.latest_on = day
    else:
        raise NotUnderstood


def _refuse_impossible(limits: Limits) -> None:
    lowest, highest = limits.minimum, limits.maximum
    first, last = limits.earliest_on, limits.latest_on
    if lowest is not None and highest is not None and lowest > highest:
        raise Contradiction
    if first is not None and last is not None and first > last:
        raise Contradiction
