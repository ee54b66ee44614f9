"""Texts of other tools fitted to ours: plain, and no longer than fits."""

from surveys.exchange.definition import Texts
from surveys.exchange.findings import Findings, Outcome

TITLE, QUESTION, HELP, LABEL, SCALE_LABEL = 200, 500, 2000, 200, 120


class Fitting:
    """Cuts texts that are too long, and says so."""

    def __init__(self, findings: Findings, sheet: str, language: str) -> None:
        self.findings = findings
        self.sheet = sheet
        self.language = language

    def cut(self, row: int | None, kind: str, texts: Texts, longest: int) -> Texts:
        fitting = {}
        for language, text in texts.items():
            if len(text) > longest:
                self.findings.add(self.sheet, row, kind, text, Outcome.CUT)
            fitting[language] = _shortened(text, longest)
        return fitting

    def question(
        self, row: int | None, kind: str, text: Texts, help_text: Texts
    ) -> tuple[Texts, Texts]:
        """Return text and help; what does not fit the text goes on in the help."""
        text, help_text = dict(text), dict(help_text)
        for language, whole in list(text.items()):
            if len(whole) <= QUESTION:
                continue
            text[language] = _shortened(whole, QUESTION)
            rest = "…" + whole[len(text[language]) - 1 :].lstrip()
            more = help_text.get(language, "")
            help_text[language] = f"{rest}\n\n{more}".strip()
            self.findings.add(self.sheet, row, kind, whole, Outcome.CONTINUED)
        return text, self.cut(row, kind, help_text, HELP)

    def or_foreign(
        self, row: int | None, kind: str, texts: Texts, foreign: str | None
    ) -> Texts:
        """Return ``texts``, or what another language says if there are none."""
        if texts or not foreign:
            return texts
        self.findings.add(self.sheet, row, kind, foreign, Outcome.LANGUAGE_BORROWED)
        return {self.language: foreign}

    def or_code(self, row: int | None, texts: Texts, code: str) -> Texts:
        """Return ``texts``, or the code of what has no text at all."""
        if texts:
            return texts
        self.findings.add(self.sheet, row, "label", code, Outcome.LABEL_MADE)
        return {self.language: code}


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    at_word, _space, rest = start.rpartition(" ")
    return f"{at_word if at_word and len(rest) < longest // 4 else start.rstrip()}…"
