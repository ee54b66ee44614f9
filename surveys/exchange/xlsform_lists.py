"""The lists of choices of an XLSForm."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from civic import languages, numbers
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.codes import Codes
from surveys.exchange.definition import ChoiceDefinition
from surveys.exchange.findings import Findings, ImportRefused, Outcome
from surveys.exchange.texts import LABEL, Fitting
from surveys.exchange.xlsform_columns import MEDIA, Line

OTHER = "other"
MOST_CHOICES = 500
READ = {"list_name", "name", terms.EXCLUSIVE}
SHOWN_NAMES = 10


@dataclass
class ChoiceList:
    """One list; ``codes`` maps the file's names to ours."""

    name: str
    row: int
    choices: list[ChoiceDefinition] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    other: str | None = None  # the file's name of the choice “other”
    lines: list[Line] = field(default_factory=list)
    fitting: Fitting | None = None
    is_own: bool = False
    is_used: bool = False

    def use(self) -> None:
        """Read the choices when the first question needs them."""
        if not self.is_used and self.fitting is not None:
            _fill(self, self.fitting, is_own=self.is_own)
        self.is_used = True

    def without_other(self) -> list[ChoiceDefinition]:
        """The choices where “other” is offered by the question itself."""
        return [_copy(one) for one in self.choices if one.code != OTHER]

    def with_other(self, taken_as: str) -> list[ChoiceDefinition]:
        """All choices, “other” as one like the rest under another code."""
        return [
            _copy(one, taken_as) if one.code == OTHER else _copy(one)
            for one in self.choices
        ]


def _copy(choice: ChoiceDefinition, code: str = "") -> ChoiceDefinition:
    return ChoiceDefinition(
        code or choice.code, dict(choice.label), choice.is_exclusive
    )


def choice_lists(
    lines: list[Line], fitting: Fitting, *, is_own: bool = False
) -> dict[str, ChoiceList]:
    """Return the lists by name; refuse one that is too long for a question."""
    lists: dict[str, ChoiceList] = {}
    for line in lines:
        name = line.take("list_name")
        if not name:
            fitting.findings.add(
                fitting.sheet,
                line.number,
                line.get("name"),
                " ".join(line.cells.values()),
                Outcome.NOT_UNDERSTOOD,
            )
            continue
        found = lists.setdefault(name, ChoiceList(name, line.number))
        found.lines.append(line)
        if len(found.lines) > MOST_CHOICES:
            _refuse(name, line.number)
    for found in lists.values():
        found.fitting, found.is_own = fitting, is_own
    return lists


def report_unused(lists: dict[str, ChoiceList], findings: Findings) -> None:
    for found in lists.values():
        if not found.is_used and found.fitting:
            sheet = found.fitting.sheet
            findings.add(sheet, found.row, "list_name", found.name, Outcome.UNUSED)


def _refuse(name: str, row: int) -> None:
    language = languages.current()
    raise ImportRefused(
        _(
            "Sheet “choices”, row %(row)s: the list “%(name)s” is longer than "
            "%(most)s choices, more than a question can offer. Please shorten it."
        )
        % {
            "row": numbers.number(row, language),
            "name": name,
            "most": numbers.number(MOST_CHOICES, language),
        }
    )


def _fill(found: ChoiceList, fitting: Fitting, *, is_own: bool) -> None:
    codes = Codes()
    renamed: list[str] = []
    first_renamed = 0
    for line in found.lines:
        name = line.take("name")
        code = codes.make(OTHER if name.lower() == OTHER else name, "c")
        if code == OTHER:
            found.other = name
        elif not name:
            what = f"{found.name}: {code}"
            fitting.findings.add(
                fitting.sheet, line.number, "name", what, Outcome.CODE_MADE
            )
        elif code != name:
            first_renamed = first_renamed or line.number
            renamed.append(f"{name} → {code}")
        found.codes.setdefault(name, code)
        found.choices.append(_choice(line, code, fitting, is_own=is_own))
        _report_rest(line, found.name, fitting)
    if renamed:
        shown = ", ".join(renamed[:SHOWN_NAMES])
        more = ", …" if len(renamed) > SHOWN_NAMES else ""
        what = f"{found.name}: {shown}{more}"
        fitting.findings.add(
            fitting.sheet, first_renamed, "name", what, Outcome.RENAMED
        )


def _choice(
    line: Line, code: str, fitting: Fitting, *, is_own: bool
) -> ChoiceDefinition:
    is_exclusive = line.take(terms.EXCLUSIVE) == "yes"
    label = fitting.or_foreign(
        line.number, "label", line.texts.get("label", {}), line.foreign.get("label")
    )
    if not is_own:
        label = fitting.or_code(line.number, label, code)
    label = fitting.cut(line.number, "label", label, LABEL)
    return ChoiceDefinition(code, label, is_exclusive)


def _report_rest(line: Line, list_name: str, fitting: Fitting) -> None:
    for base, text in line.cells.items():
        header = line.headers[base]
        what = f"{list_name}: {text}"
        fitting.findings.add(fitting.sheet, line.number, header, what, _outcome(base))


def _outcome(base: str) -> str:
    return Outcome.MEDIA_LEFT_OUT if base in MEDIA else Outcome.SETTING_LEFT_OUT
