"""LimeSurvey files for the tests: tables of rows, as LimeSurvey writes them."""

from xml.sax.saxutils import escape

Rows = list[dict[str, object]]


def lss(*languages: str, **tables: Rows) -> bytes:
    """An .lss file in these languages with one group and the given tables."""
    settings = [
        {"surveyls_language": one, "surveyls_title": f"Title {one}"}
        for one in languages
    ]
    given = {
        "groups": [{"gid": 1, "sid": 9, "group_order": 1}],
        "group_l10ns": [],
        "question_l10ns": [],
        "answer_l10ns": [],
        "surveys": [{"sid": 9, "language": languages[0] if languages else ""}],
        "surveys_languagesettings": settings,
    } | tables
    body = "".join(
        f"<{name}><rows>{''.join(map(_row, rows))}</rows></{name}>"
        for name, rows in given.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>'
        "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>495</DBVersion>"
        f"{body}</document>"
    ).encode()


def _row(row: dict[str, object]) -> str:
    cells = "".join(
        f"<{name}>{escape(str(value))}</{name}>" for name, value in row.items()
    )
    return f"<row>{cells}</row>"


def question(qid: int, kind: str, code: str, **fields: object) -> dict[str, object]:
    row = {"qid": qid, "gid": 1, "sid": 9, "type": kind, "title": code}
    return row | {"question_order": qid, "mandatory": "N", "other": "N"} | fields


def sub(qid: int, parent: int, code: str, **fields: object) -> dict[str, object]:
    row = {"qid": qid, "parent_qid": parent, "gid": 1, "sid": 9, "title": code}
    return row | {"question_order": qid, "scale_id": 0} | fields


def words(qid: int, text: str, language: str = "en", help_text: str = "") -> dict:
    return {"qid": qid, "language": language, "question": text, "help": help_text}


def answer(aid: int, qid: int, code: str, **fields: object) -> dict[str, object]:
    row = {"aid": aid, "qid": qid, "code": code, "sortorder": aid, "scale_id": 0}
    return row | fields


def attribute(qid: int, name: str, value: str, language: str = "") -> dict:
    return {"qid": qid, "attribute": name, "value": value, "language": language}
