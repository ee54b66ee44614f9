"""What of a summary's figures will be hidden and why, beside the exact counts.

For staff: they see before publication what readers will not, and can explain it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, pgettext

from civic import disclosure, languages, numbers
from engagement.coverage import coverage_of
from engagement.evidence import Evidence, Labels, QuestionEvidence
from engagement.finding_disclosure import told_together
from engagement.finding_evidence import FindingEvidence, Part, evidence_of_all
from engagement.models import Finding, Summary

FEW, WITH_ANOTHER, DIFFERENCE, LEFT_OUT = (
    "few",
    "with_another",
    "difference",
    "left_out",
)


@dataclass(frozen=True)
class Row:
    """One figure, exact and as readers get it; ``why`` is empty if it is shown.

    Of so few as to be hidden, ``least`` is the number from which it would be shown.
    """

    name: str | Labels
    exact: int
    shown: int | None
    why: str = ""
    least: int = disclosure.THRESHOLD

    @property
    def is_hidden(self) -> bool:
        return self.shown is None


@dataclass(frozen=True)
class Table:
    name: str | Labels
    rows: list[Row]

    @property
    def hidden(self) -> int:
        return sum(row.is_hidden for row in self.rows)


def disclosure_preview(summary: Summary, counted: Evidence) -> list[Table]:
    """Return every table of figures that would be published of what is counted now."""
    shown = counted.published()
    tables = [_headline(counted, shown), _languages(counted, shown)]
    tables += [
        _question(exact, public)
        for exact, public in zip(counted.questions, shown.questions, strict=True)
        if exact.choices
    ]
    tables += _findings(summary, shown)
    return [table for table in map(_without_nobody, tables) if table.rows]


def _without_nobody(table: Table) -> Table:
    """Nobody can be singled out where nobody is: that is no figure to explain."""
    return replace(table, rows=[row for row in table.rows if row.exact])


def _row(
    name: str | Labels, exact: int | None, shown: int | None, why: str, least: int
) -> Row:
    """Nobody and a few are hidden alike; more are hidden for the reason given."""
    number = exact or 0
    if shown is not None:
        return Row(name, number, shown)
    return Row(name, number, None, FEW if number < least else why, least)


def _headline(counted: Evidence, shown: Evidence) -> Table:
    names = {
        "people_heard": gettext("People heard"),
        "conversations": gettext("Conversations"),
        "notes": pgettext("question board", "Notes"),
        "answers": gettext("Answers"),
    }
    rows = [
        _row(
            words,
            getattr(counted, name),
            getattr(shown, name),
            DIFFERENCE,
            disclosure.THRESHOLD,
        )
        for name, words in names.items()
    ]
    return Table(gettext("The whole period"), rows)


def _languages(counted: Evidence, shown: Evidence) -> Table:
    names = {code: languages.name_of(code) for code in languages.CODES}
    rows = _rows(counted.languages, shown.languages, names)
    return Table(gettext("Languages"), rows)


def _question(exact: QuestionEvidence, shown: QuestionEvidence) -> Table:
    names = {one.code: one.labels or _unlabeled(one.code) for one in exact.choices}
    return Table(exact.labels, _rows(exact.choices, shown.choices, names))


def _unlabeled(code: str) -> str:
    """A step of a rating scale, or what was answered besides the choices."""
    if code.isdecimal():
        return numbers.number(int(code), languages.current())
    return pgettext("answer", "Something else") if code == "other" else code


def _rows(
    exact: Iterable[Any], shown: Iterable[Any], names: dict[str, Any]
) -> list[Row]:
    public = {one.code: one.people for one in shown}
    return [
        _row(
            names.get(one.code, one.code),
            one.people,
            public.get(one.code),
            WITH_ANOTHER,
            disclosure.THRESHOLD,
        )
        for one in exact
    ]


def _findings(summary: Summary, evidence: Evidence) -> list[Table]:
    coverage = coverage_of(summary.starts_on, summary.ends_on)
    exact = evidence_of_all(summary)
    shown = told_together(
        exact, evidence.languages, coverage.published() if coverage else None
    )
    return [
        _finding(one, exact[one.pk], shown[one.pk]) for one in summary.findings.all()
    ]


def _finding(finding: Finding, exact: FindingEvidence, shown: FindingEvidence) -> Table:
    few, least = disclosure.THRESHOLD, disclosure.DEMOGRAPHIC_THRESHOLD
    rows = [_row(gettext("People"), exact.people, shown.people, FEW, few)]
    rows += _breakdown(exact.languages, shown.languages, least)
    rows += _breakdown(exact.districts, shown.districts, least)
    return Table(finding.title, rows)


def _breakdown(
    exact: tuple[Part, ...], shown: tuple[Part, ...], least: int
) -> list[Row]:
    """Some parts of a breakdown are put together, or it is left out whole."""
    public = {part.code: part.people for part in shown}
    names = {code: languages.name_of(code) for code in languages.CODES}
    rows = [
        _row(
            part.labels or names.get(part.code) or gettext("Not known"),
            part.people,
            public.get(part.code),
            LEFT_OUT,
            least,
        )
        for part in exact
    ]
    return rows + [
        Row(pgettext("groups", "All others together"), part.people or 0, part.people)
        for part in shown
        if part.is_joined
    ]
