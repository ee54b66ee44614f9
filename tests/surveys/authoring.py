"""What the tests of authoring send: whole forms, as a browser would."""

from surveys.models import Question


def listed(prefix: str, *rows: dict[str, object]) -> dict[str, object]:
    """The fields of a list of choices, rows or conditions."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def question_form(**fields: object) -> dict[str, object]:
    """A form for a long text, with ``fields`` over it; lists come as they are named."""
    plain = {"kind": "long_text", "code": "Q1", "text_en": "What else?"}
    lists = {
        **listed("choices"),
        **listed("rows"),
        **listed("shown"),
    }
    return {**plain, "speaks_of": "none", **lists, **fields}


def stored_form(page) -> dict[str, object]:
    """What a browser would send of the question's form as it was opened."""
    form = page.context["form"]
    sent: dict[str, object] = {}
    for part in [form, *form.choices, *form.rows_of_matrix, *form.shown]:
        for bound in part:
            value = bound.value()
            if value not in (None, "", False):
                sent[bound.html_name] = "on" if value is True else value
    for formset in (form.choices, form.rows_of_matrix, form.shown):
        sent |= {
            f"{formset.prefix}-TOTAL_FORMS": len(formset.forms),
            f"{formset.prefix}-INITIAL_FORMS": 0,
        }
    return sent


def codes(survey) -> list[list[str]]:
    """The codes of the survey's questions, page by page, from the database."""
    return [
        list(page.questions.values_list("code", flat=True))
        for page in survey.pages.all()
    ]


def choice_codes(question: Question) -> list[str]:
    return list(question.choices.values_list("code", flat=True))
