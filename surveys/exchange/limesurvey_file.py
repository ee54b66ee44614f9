"""The tables of a LimeSurvey file (.lss), of today's versions and of older ones."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from surveys.exchange.findings import ImportRefused
from surveys.exchange.workbooks import refuse_if_too_large

MOST_ROWS = 100_000
Record = dict[str, str]

# Until 2018 texts stood in the tables themselves, one row for each language.
_TEXTS = {
    "question_l10ns": (("questions", "subquestions"), "qid", ("question", "help")),
    "group_l10ns": (("groups",), "gid", ("group_name", "description")),
    "answer_l10ns": (("answers",), "aid", ("answer",)),
}


class Tables:
    """The rows of each table; a missing table has none."""

    def __init__(self, content: bytes) -> None:
        root = _parse(content)
        self._rows: dict[str, list[Record]] = {}
        count = 0
        for table in root:
            rows = [
                {cell.tag: (cell.text or "").strip() for cell in row}
                for row in table.iterfind("rows/row")
            ]
            count += len(rows)
            if count > MOST_ROWS:
                raise ImportRefused(
                    _("This file is far too large for a questionnaire.")
                )
            self._rows[str(table.tag)] = rows
        self.version = (root.findtext("DBVersion") or "").strip()
        self._split_old_texts()

    def __getitem__(self, table: str) -> list[Record]:
        return self._rows.get(table, [])

    def by(self, table: str, column: str) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for row in self[table]:
            found[row.get(column, "")].append(row)
        return found

    def _split_old_texts(self) -> None:
        for texts, (tables, key, columns) in _TEXTS.items():
            if texts in self._rows:
                continue
            self._rows[texts] = []
            for table in tables:
                self._split(table, texts, key, columns)

    def _split(self, table: str, texts: str, key: str, columns: Iterable[str]) -> None:
        kept: dict[str, Record] = {}
        for row in self[table]:
            parts = (row.get(name, "") for name in ("qid", "scale_id", "code"))
            row.setdefault(key, "/".join(parts))
            words = {column: row.get(column, "") for column in columns}
            language = row.get("language", "")
            self._rows[texts].append({key: row[key], "language": language} | words)
            kept.setdefault(row[key], row)
        self._rows[table] = list(kept.values())


def _parse(content: bytes) -> Any:
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - seldom needed
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - seldom needed

    refuse_if_too_large(len(content))
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportRefused(
            _(
                "This file declares entities or a document type; no LimeSurvey "
                "file does. It was not read."
            )
        ) from error
    except (SyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise ImportRefused(
            _(
                "This is no LimeSurvey survey (.lss): as XML it cannot be read beyond "
                "line %(line)s. Please export it from LimeSurvey again."
            )
            % {"line": line}
        ) from error
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or kind != "Survey":
        raise ImportRefused(
            _(
                "This is XML, but no LimeSurvey survey (.lss). Please export the "
                "survey's structure from LimeSurvey."
            )
        )
    return root
