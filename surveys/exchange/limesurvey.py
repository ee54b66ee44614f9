"""A LimeSurvey survey (.lss) read into a survey's definition.

Groups become pages. Every question becomes something or is reported with its type's
letter and its code; findings are numbered by the id that LimeSurvey gave the row.
"""

from django.utils.translation import gettext as _

from civic import languages, numbers
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.building import MOST_QUESTIONS
from surveys.exchange.definition import PageDefinition, SurveyDefinition
from surveys.exchange.findings import Findings, ImportRefused, Outcome
from surveys.exchange.limesurvey_conditions import Conditions
from surveys.exchange.limesurvey_file import Record, Tables
from surveys.exchange.limesurvey_questions import Maker
from surveys.exchange.limesurvey_texts import Words
from surveys.exchange.texts import TITLE
from surveys.exchange.xlsform_in import Imported

SHEETS = ("surveys", "surveys_languagesettings", "groups", "questions")
MAILS = "email"
PARTS_LEFT_OUT = ("quota", "assessments")


def import_limesurvey(content: bytes, *, language: str = "en") -> Imported:
    """Return what ``content``, the bytes of an .lss file, would become.

    ``language`` is that of texts which stand in no language of the portal. Raises
    ``ImportRefused``.
    """
    tables = Tables(content)
    findings = Findings()
    words = Words(tables, findings, language)
    definition = SurveyDefinition(languages=words.ours or [language])
    _describe(definition, tables, words)
    conditions = Conditions(tables, findings)
    maker = Maker(tables, words, conditions, definition.languages)
    questions = tables.by("questions", "gid")
    groups = sorted(tables["groups"], key=lambda row: _number(row, "group_order"))
    for group in groups:
        page = _page(group, words, conditions)
        rows = sorted(
            questions.pop(group.get("gid", ""), []),
            key=lambda row: _number(row, "question_order"),
        )
        for row in rows:
            page.questions += maker.questions(row)
            _refuse_too_many(definition, page)
        if page.questions:
            definition.pages.append(page)
    _report_rest(tables, questions, findings)
    name = _slug_of(tables)
    return Imported(definition, findings.in_order(*SHEETS), name)


def _number(row: Record, column: str) -> int:
    text = row.get(column, "")
    return int(text) if text.isdecimal() else 0


def _describe(definition: SurveyDefinition, tables: Tables, words: Words) -> None:
    sheet = "surveys_languagesettings"
    rows = tables[sheet]
    for row in rows:
        row["language"] = row.get("surveyls_language", "")
        parts = (row.get("surveyls_description"), row.get("surveyls_welcometext"))
        row["introduction"] = "<br><br>".join(part for part in parts if part)
        _report_settings(row, words.findings)
    place = (sheet, None)
    title = words.texts(rows, "surveyls_title", place)
    definition.title = words.fitting(sheet).cut(None, "surveyls_title", title, TITLE)
    definition.introduction = words.texts(rows, "introduction", place)
    definition.thanks = words.texts(rows, "surveyls_endtext", place)


def _report_settings(row: Record, findings: Findings) -> None:
    if not terms.our_language(row["language"]):
        return
    if any(value for name, value in row.items() if MAILS in name):
        findings.add(
            "surveys_languagesettings",
            None,
            "e-mail",
            row["language"],
            Outcome.PART_LEFT_OUT,
        )
    for name, value in row.items():
        is_policy = name.startswith("surveyls_policy") or name == "surveyls_url"
        if is_policy and value:
            findings.add(
                "surveys_languagesettings", None, name, value, Outcome.PART_LEFT_OUT
            )


def _page(group: Record, words: Words, conditions: Conditions) -> PageDefinition:
    gid = group.get("gid", "")
    rows = words.rows("group_l10ns", "gid", gid)
    place = ("groups", _number(group, "gid"))
    title = words.texts(rows, "group_name", place)
    if group.get("randomization_group"):
        words.findings.add(
            *place,
            "randomization_group",
            group["randomization_group"],
            Outcome.SETTING_LEFT_OUT,
        )
    return PageDefinition(
        title=words.fitting("groups").cut(place[1], "group_name", title, TITLE),
        introduction=words.texts(rows, "description", place),
        shown_if=conditions.of_group(group),
    )


def _refuse_too_many(definition: SurveyDefinition, page: PageDefinition) -> None:
    made = sum(len(one.questions) for one in (*definition.pages, page))
    if made > MOST_QUESTIONS:
        raise ImportRefused(
            _(
                "The file would become more than %(most)s questions, more than a "
                "survey can ask. Please divide it."
            )
            % {"most": numbers.number(MOST_QUESTIONS, languages.current())}
        )


def _report_rest(
    tables: Tables, questions: dict[str, list[Record]], findings: Findings
) -> None:
    for rows in questions.values():  # of groups that the file does not have
        for row in rows:
            kind, code = row.get("type", ""), row.get("title", "")
            findings.add(
                "questions", _number(row, "qid"), kind, code, Outcome.NOT_UNDERSTOOD
            )
    for table in PARTS_LEFT_OUT:
        for row in tables[table]:
            what = " ".join(value for value in row.values() if value)
            findings.add(table, None, table, what, Outcome.PART_LEFT_OUT)


def _slug_of(tables: Tables) -> str:
    """The survey's own short name, in whatever language has one."""
    names = (
        row.get("surveyls_alias", "") for row in tables["surveys_languagesettings"]
    )
    return next((name for name in names if name), "")
