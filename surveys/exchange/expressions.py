"""Expressions of XLSForm (XPath) and LimeSurvey, read into a tree; none is computed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST = 4000
DEEPEST = 40


class NotUnderstood(Exception):
    """The expression says something that conditions here cannot say."""


class UnknownQuestion(NotUnderstood):
    """The expression names what is no question before it."""


class Contradiction(NotUnderstood):
    """Nothing fulfills the expression."""


@dataclass(frozen=True)
class Name:
    """A question: ``${visits}``, ``QC.NAOK``, or ``.`` for the one being answered."""

    text: str


@dataclass(frozen=True)
class Literal:
    text: str


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    part: "Node"


@dataclass(frozen=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Comparison:
    left: "Node"
    operator: str
    right: "Node"


Node = Name | Literal | Call | Not | And | Or | Comparison

_COMMON = r"""
    (?P<space>\s+)
  | (?P<string>'[^']*'|"[^"]*")
  | (?P<number>\d+(?:\.\d+)?(?![\w.]))
  | (?P<operator>!=|==|<=|>=|&&|\|\||[=<>!(),-])
"""
XLSFORM = re.compile(
    rf"(?P<reference>\$\{{\s*[^{{}}]+?\s*\}})|{_COMMON}"
    r"|(?P<word>[A-Za-z_][\w-]*)|(?P<self>\.(?![\w.]))",
    re.VERBOSE,
)
LIMESURVEY = re.compile(
    rf"(?P<word>\d+X\d+X\d+\w*(?:\.\w+)*|[A-Za-z_]\w*(?:\.\w+)*)|{_COMMON}",
    re.VERBOSE,
)
_OPERATORS = {
    "=": "=",
    "==": "=",
    "eq": "=",
    "!=": "!=",
    "ne": "!=",
    "<": "<",
    "lt": "<",
    "<=": "<=",
    "le": "<=",
    ">": ">",
    "gt": ">",
    ">=": ">=",
    "ge": ">=",
}
_AND, _OR = {"and", "&&"}, {"or", "||"}


def parse(text: str, grammar: re.Pattern[str]) -> Node:
    """Return the tree of ``text``; ``NotUnderstood`` where it is beyond us."""
    if len(text) > LONGEST:
        raise NotUnderstood
    reader = _Reader(list(_tokens(text, grammar)), is_xpath=grammar is XLSFORM)
    node = reader.either()
    if reader.peek() is not None:
        raise NotUnderstood
    return node


def _tokens(text: str, grammar: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(text):
        match = grammar.match(text, position)
        if match is None or match.lastgroup is None:
            raise NotUnderstood
        if match.lastgroup != "space":
            yield match.lastgroup, match.group()
        position = match.end()


class _Reader:
    """Reads tokens by recursive descent: or, and, not, comparison, operand."""

    def __init__(self, tokens: list[tuple[str, str]], *, is_xpath: bool) -> None:
        self.tokens = tokens
        self.is_xpath = is_xpath
        self.position = 0
        self.depth = 0

    def peek(self) -> str | None:
        at_end = self.position >= len(self.tokens)
        return None if at_end else self.tokens[self.position][1]

    def take(self) -> tuple[str, str]:
        if self.position >= len(self.tokens):
            raise NotUnderstood
        self.position += 1
        return self.tokens[self.position - 1]

    def skip(self, *wanted: str) -> bool:
        token = self.peek()
        if token is None or token.lower() not in wanted:
            return False
        self.position += 1
        return True

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood
        parts = [self.both()]
        while self.skip(*_OR):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Node:
        parts = [self.negation()]
        while self.skip(*_AND):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Node:
        negative = False
        while self.skip("!"):
            negative = not negative
        node = self.comparison()
        return Not(node) if negative else node

    def comparison(self) -> Node:
        left = self.operand()
        token = (self.peek() or "").lower()
        if token not in _OPERATORS or self.is_quoted():
            return left
        self.position += 1
        return Comparison(left, _OPERATORS[token], self.operand())

    def is_quoted(self) -> bool:
        return self.tokens[self.position][0] == "string"

    def operand(self) -> Node:
        kind, text = self.take()
        simple: dict[str, Callable[[], Node]] = {
            "reference": lambda: Name(text[2:-1].strip()),
            "self": lambda: Name("."),
            "string": lambda: Literal(text[1:-1]),
            "number": lambda: Literal(text),
            "word": lambda: self._word(text),
        }
        if kind in simple:
            return simple[kind]()
        if text == "-":
            return self._negative_number()
        if text == "(":
            return self._inner()
        raise NotUnderstood

    def _negative_number(self) -> Node:
        kind, text = self.take()
        if kind != "number":
            raise NotUnderstood
        return Literal(f"-{text}")

    def _inner(self) -> Node:
        node = self.either()
        self._close()
        return node

    def _close(self) -> None:
        if not self.skip(")"):
            raise NotUnderstood

    def _word(self, text: str) -> Node:
        if not self.skip("("):
            if self.is_xpath:
                raise NotUnderstood
            return Name(text)
        arguments: list[Node] = []
        if not self.skip(")"):
            arguments.append(self.either())
            while self.skip(","):
                arguments.append(self.either())
            self._close()
        if text.lower() == "not" and len(arguments) == 1:
            return Not(arguments[0])
        return Call(text.lower(), tuple(arguments))
