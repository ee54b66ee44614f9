"""The texts of a LimeSurvey file, in the portal's languages and without markup."""

import re
from collections.abc import Iterable

from civic import languages
from surveys.exchange import xlsform_terms as terms
from surveys.exchange.definition import Texts
from surveys.exchange.findings import Findings, Outcome
from surveys.exchange.limesurvey_file import Record, Tables
from surveys.exchange.plain_text import plain_text
from surveys.exchange.texts import Fitting

Place = tuple[str, int | None]
PIPED = re.compile(r"\{[A-Za-z_][^{}\n]*\}")


class Words:
    """Looks texts up; languages that the portal does not speak are reported once."""

    def __init__(self, tables: Tables, findings: Findings, language: str) -> None:
        self.findings = findings
        self.language = language
        self._keys = {
            table: tables.by(table, column)
            for table, column in (
                ("question_l10ns", "qid"),
                ("group_l10ns", "gid"),
                ("answer_l10ns", "aid"),
            )
        }
        self.base = next((row.get("language", "") for row in tables["surveys"]), "")
        self.names: dict[str, str] = {}
        for row in tables["surveys_languagesettings"]:
            self._learn(row.get("surveyls_language", ""))
        self.ours = [code for code in languages.CODES if code in self.names.values()]

    def _learn(self, name: str) -> None:
        code = terms.our_language(name)
        if code and code not in self.names.values():
            self.names[name] = code
        elif name:
            self.findings.add(
                "surveys_languagesettings",
                None,
                "surveyls_language",
                name,
                Outcome.LANGUAGE_LEFT_OUT,
            )

    def rows(self, table: str, _column: str, key: str) -> list[Record]:
        return self._keys[table].get(key, [])

    def fitting(self, sheet: str = "questions") -> Fitting:
        return Fitting(self.findings, sheet, self.language)

    def texts(self, rows: Iterable[Record], column: str, place: Place) -> Texts:
        """Return a text by our languages, plain; borrowed from others if need be."""
        found: Texts = {}
        foreign: dict[str, str] = {}
        lost: dict[str, None] = {}
        for row in rows:
            text, markup = plain_text(row.get(column, ""))
            code = self.names.get(row.get("language", ""))
            if code:
                lost |= dict.fromkeys(markup)
            if text and code:
                found[code] = text
                self._report_piped(text, column, place)
            elif text:
                foreign[row.get("language", "")] = text
        if lost:
            self.findings.add(*place, "HTML", ", ".join(lost), Outcome.MARKUP)
        borrowed = foreign.get(self.base) or next(iter(foreign.values()), None)
        return self.fitting(place[0]).or_foreign(place[1], column, found, borrowed)

    def _report_piped(self, text: str, column: str, place: Place) -> None:
        for piped in PIPED.findall(text):
            self.findings.add(*place, column, piped, Outcome.PIPED)
