"""An XLSForm made here or by others, read into a survey's definition.

Every row becomes something or is reported: nothing is dropped silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from civic import languages
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.definition import SurveyDefinition
from surveys.exchange.findings import Finding, Findings, ImportRefused, Outcome
from surveys.exchange.texts import TITLE, Fitting
from surveys.exchange.workbooks import Sheet, read
from surveys.exchange.xlsform_columns import Line, Reader
from surveys.exchange.xlsform_lists import (
    ChoiceList,
    choice_lists,
    report_unused,
)
from surveys.exchange.xlsform_questions import Builder
from surveys.models import Survey

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
CHOICE_SHEETS = (CHOICES, "choices and columns")
FORM_SETTINGS = {"form_title", "set_form_title", "title"}
IDENTIFIERS = {"form_id", "set_form_id", "id_string", "version"}
OWN_SETTINGS = {
    terms.PURPOSE: Survey.Purpose.values,
    terms.RESULTS_POLICY: Survey.ResultsPolicy.values,
    terms.SAMPLE_DESIGN: Survey.SampleDesign.values,
}


@dataclass
class Imported:
    """What a file would become: a definition, and what the portal cannot hold."""

    definition: SurveyDefinition
    findings: list[Finding]
    name: str = ""


@dataclass
class Group:
    """A group of rows; the whole form is one without a line of its own."""

    line: Line | None = None
    parts: list["Line | Group"] = field(default_factory=list)
    is_repeated: bool = False


def import_xlsform(content: bytes, *, language: str = "en") -> Imported:
    """Return what ``content``, the bytes of an .xlsx or .xls file, would become.

    ``language`` is that of texts whose column names none. Raises ``ImportRefused``.
    """
    findings = Findings()
    sheets = read(content, findings, wanted={SURVEY, SETTINGS, *CHOICE_SHEETS})
    if SURVEY not in sheets:
        raise ImportRefused(
            _(
                "The file has no sheet named “survey”, so it is no XLSForm. Please "
                "check the names of its sheets."
            )
        )
    settings = _settings_lines(sheets)
    default = settings.get("default_language") if settings else ""
    reader = Reader(findings, language=language, default=default)
    lines = reader.lines(sheets[SURVEY], "type")
    lists = _lists(sheets, reader, language)
    builder = Builder(findings, lists, language)
    builder.definition.languages = []
    builder.build(_tree(lines))
    report_unused(lists, findings)
    _apply_settings(builder.definition, sheets, reader, language)
    _report_other_sheets(sheets, findings)
    _choose_languages(builder.definition, reader, language)
    name = settings.get("form_id") or settings.get("id_string") if settings else ""
    found = findings.in_order(SURVEY, *CHOICE_SHEETS, SETTINGS)
    return Imported(builder.definition, found, name)


def _settings_lines(sheets: dict[str, Sheet]) -> Line | None:
    sheet = sheets.get(SETTINGS)
    if sheet is None or not sheet.rows:
        return None
    return Reader(Findings(), language="en").lines(sheet)[0]


def _lists(
    sheets: dict[str, Sheet], reader: Reader, language: str
) -> dict[str, ChoiceList]:
    for name in CHOICE_SHEETS:
        if name in sheets:
            lines = reader.lines(sheets[name], "list_name", "name")
            fitting = Fitting(reader.findings, name, language)
            is_own = terms.KIND in sheets[SURVEY].header
            return choice_lists(lines, fitting, is_own=is_own)
    return {}


def _tree(lines: list[Line]) -> Group:
    """Put the rows into their groups; refuse groups that do not begin or end."""
    root = Group()
    open_groups = [root]
    for line in lines:
        words = line.get("type").replace("_", " ").lower().split()
        if words[:1] == ["begin"]:
            group = Group(line, is_repeated="repeat" in words or "loop" in words)
            open_groups[-1].parts.append(group)
            open_groups.append(group)
            _refuse_depth(open_groups, line)
        elif words[:1] == ["end"] and words[1:]:
            if len(open_groups) == 1:
                raise ImportRefused(
                    _("Sheet “survey”, row %(row)s ends a group that never began.")
                    % {"row": line.number}
                )
            open_groups.pop()
        else:
            open_groups[-1].parts.append(line)
    unended = open_groups[-1].line
    if len(open_groups) > 1 and unended is not None:
        raise ImportRefused(
            _("Sheet “survey”: the group that begins in row %(row)s never ends.")
            % {"row": unended.number}
        )
    return root


MOST_DEPTH = 20


def _refuse_depth(open_groups: list[Group], line: Line) -> None:
    if len(open_groups) > MOST_DEPTH:
        raise ImportRefused(
            _("Sheet “survey”, row %(row)s: too many groups within groups.")
            % {"row": line.number}
        )


def _apply_settings(
    definition: SurveyDefinition,
    sheets: dict[str, Sheet],
    reader: Reader,
    language: str,
) -> None:
    sheet = sheets.get(SETTINGS)
    if sheet is None or not sheet.rows:
        return
    line = reader.lines(sheet)[0]
    fitting = Fitting(reader.findings, SETTINGS, language)
    definition.title = line.texts.get(terms.TITLE, {})
    title = next((line.take(name) for name in FORM_SETTINGS if line.get(name)), "")
    if title and not definition.title:
        spoken = terms.our_language(line.get("default_language")) or language
        definition.title = {spoken: title}
    definition.title = fitting.cut(line.number, "form_title", definition.title, TITLE)
    for name, values in OWN_SETTINGS.items():
        value = line.take(name)
        if value in values:
            setattr(definition, name.removeprefix(terms.OWN), value)
    named = line.take(terms.LANGUAGES).split()
    definition.languages = [code for code in languages.CODES if code in named]
    for name in ("default_language", *FORM_SETTINGS, *IDENTIFIERS):
        line.take(name)
    for name, value in line.cells.items():
        header = line.headers[name]
        what = f"{header}={value}"
        reader.findings.add(
            SETTINGS, line.number, header, what, Outcome.SETTING_LEFT_OUT
        )


def _choose_languages(
    definition: SurveyDefinition, reader: Reader, language: str
) -> None:
    if not definition.languages:
        found = [code for code in languages.CODES if code in reader.languages]
        definition.languages = found or [language]


def _report_other_sheets(sheets: dict[str, Sheet], findings: Findings) -> None:
    for name, sheet in _other_sheets(sheets):
        if sheet.rows:
            findings.add(name, 1, name, "", Outcome.PART_LEFT_OUT)


def _other_sheets(sheets: dict[str, Sheet]) -> Iterator[tuple[str, Sheet]]:
    known = {SURVEY, SETTINGS}
    choices = next((name for name in CHOICE_SHEETS if name in sheets), None)
    return (
        (name, sheet)
        for name, sheet in sheets.items()
        if name not in known and name != choices
    )
