"""The choices and the matrix rows of a question, as lists that are edited in place."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from civic import languages, numbers
from civic.texts import tidy
from civic.typed import TypedRows
from surveys.forms.page_language import columns, keep_page_language
from surveys.models import Choice, Question, QuestionRow
from surveys.models.definition import CODE_VALIDATOR

MOST_ITEMS = 500
LONGEST_LABEL = 200
LONGEST_CODE = 40
BLANK_ROWS = 3
ARRANGEMENT = re.compile(
    r"(choices|rows|shown):(add|paste|(\d{1,4}):(up|down|remove|to:(\d{1,4})))"
)


def shown_number(value: int) -> str:
    return numbers.number(value, languages.current())


class ItemForm(forms.Form):
    """One row of such a list: its code, set once, and its label."""

    item = forms.IntegerField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(label=pgettext_lazy("of a choice", "Code"), required=False)

    def __init__(self, *args: Any, stored: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in columns("label"):
            self.fields[name] = forms.CharField(
                label=pgettext_lazy("of a choice", "Label")
            )
        keep_page_language(self, "label")
        self.stored = stored.get(self._item_id())
        self.fields["code"].widget.attrs |= {"dir": "ltr", "size": 8}
        if self.stored:
            del self.fields["code"]

    def _item_id(self) -> int | None:
        value = self["item"].value()
        return int(value) if str(value).isdigit() else None

    @property
    def label_field(self) -> forms.BoundField:
        return self[build_localized_fieldname("label", languages.current().code)]

    @property
    def begins_with(self) -> forms.BoundField:
        return self.label_field

    @property
    def original(self) -> tuple[languages.Language, str] | None:
        """Its label in the first language that has one, if the page's has none."""
        if not self.stored:
            return None
        written = [
            (one, getattr(self.stored, f"label_{one.code}"))
            for one in languages.LANGUAGES
        ]
        if dict(written)[languages.current()]:
            return None
        return next(((one, text) for one, text in written if text), None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in columns("label"):
            if name in cleaned:
                cleaned[name] = self._clean_label(name, cleaned[name])
        return cleaned

    def _clean_label(self, name: str, text: str) -> str:
        text = tidy(text).strip()
        if len(text) > LONGEST_LABEL:
            message = _(
                "Row %(row)s: the label has %(length)s characters, and %(longest)s fit."
            ) % {
                "row": self.shown_row,
                "length": shown_number(len(text)),
                "longest": shown_number(LONGEST_LABEL),
            }
            self.add_error(name, message)
        return text

    @property
    def shown_row(self) -> str:
        return shown_number(int(self.prefix.rpartition("-")[2]) + 1)

    @property
    def up_name(self) -> str:
        return f"{self.prefix}-up"

    @property
    def down_name(self) -> str:
        return f"{self.prefix}-down"

    @property
    def remove_name(self) -> str:
        return f"{self.prefix}-remove"

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written here, so that it is left out."""
        typed = [self[name].value() for name in self.fields if name != "is_exclusive"]
        return not any(str(value or "").strip() for value in typed)

    @property
    def has_label(self) -> bool:
        return any(
            self.cleaned_data.get(name, getattr(self.stored, name, None))
            for name in columns("label")
        )

    def apply_to(self, item: Choice | QuestionRow) -> Choice | QuestionRow:
        """Write what a valid row says into ``item``."""
        for name in [*columns("label"), "is_exclusive"]:
            if name in self.cleaned_data:
                setattr(item, name, self.cleaned_data[name])
        return item


class ChoiceForm(ItemForm):
    """One choice; an exclusive one excludes all others of a multiple choice."""

    is_exclusive = forms.BooleanField(
        label=pgettext_lazy("choice", "Excludes all others"), required=False
    )


class ItemFormSet(TypedRows, forms.BaseFormSet):
    """A list of choices or rows in their order; blank rows are left out."""

    model: type[Choice] | type[QuestionRow] = Choice
    letter = "A"

    def __init__(self, data: Any = None, *, question: Question, **kwargs: Any) -> None:
        self.question = question
        relation = question.choices if self.model is Choice else question.rows
        self.stored = list(relation.all()) if question.pk else []
        most = ngettext(
            "At most %(shown)s row fits into one list.",
            "At most %(shown)s rows fit into one list.",
            MOST_ITEMS,
        ) % {"shown": shown_number(MOST_ITEMS)}
        super().__init__(
            data,
            initial=[self._initial(one) for one in self.stored],
            error_messages={"too_many_forms": most.replace("%", "%%")},
            form_kwargs={"stored": {one.pk: one for one in self.stored}},
            **kwargs,
        )
        self.extra = BLANK_ROWS if not self.stored else 0

    def _initial(self, item: Choice | QuestionRow) -> dict[str, Any]:
        column = build_localized_fieldname("label", languages.current().code)
        found = {"item": item.pk, "code": item.code, column: getattr(item, column)}
        return found | {"is_exclusive": getattr(item, "is_exclusive", False)}

    def initial_form_count(self) -> int:
        """None when it is sent: each row says itself which item it is."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def pasted(self) -> str:
        """What is in the box for many lines at once, not made rows of yet."""
        return self.data.get(f"{self.prefix}-pasted", "") if self.is_bound else ""

    def written(self) -> list[ItemForm]:
        return [form for form in self.forms if not form.is_blank]

    def clean(self) -> None:
        taken: dict[str, str] = {}
        seen: set[int] = set()
        for form in self.written():
            if form.stored and form.stored.pk in seen:  # sent twice: forged
                form.add_error(
                    None, _("Row %(row)s is there twice.") % {"row": form.shown_row}
                )
            if form.stored:
                seen.add(form.stored.pk)
            self._check_code(form, taken)
            if not form.has_label and not form.errors:
                message = _("Row %(row)s: write its label, or remove the row.")
                form.add_error(form.label_field.name, message % {"row": form.shown_row})

    def _check_code(self, form: ItemForm, taken: dict[str, str]) -> None:
        code = form.stored.code if form.stored else form.cleaned_data.get("code", "")
        if not code:
            return
        names = {
            "row": form.shown_row,
            "code": code,
            "other": taken.get(code.lower(), ""),
        }
        if not form.stored and (
            not CODE_VALIDATOR.regex.match(code) or len(code) > LONGEST_CODE
        ):
            message = _(
                "Row %(row)s: the code “%(code)s” does not fit. Begin with a Latin "
                "letter; then Latin letters, digits and underscores, 40 at most."
            )
            form.add_error("code", message % names)
        elif code.lower() == "other":
            message = _(
                "Row %(row)s: the code “%(code)s” is kept for “other, please say”. "
                "Give another one."
            )
            form.add_error("code", message % names)
        elif code.lower() in taken:
            message = _(
                "Row %(row)s: the code “%(code)s” is in row %(other)s already. Give "
                "another one."
            )
            form.add_error("code" if not form.stored else None, message % names)
        taken.setdefault(code.lower(), form.shown_row)

    def items(self) -> list[Any]:
        """The choices or rows of a valid list, new ones with the next free codes."""
        written = self.written()
        given = {
            (form.stored.code if form.stored else form.cleaned_data["code"]).lower()
            for form in written
        }
        found = []
        for form in written:
            item = form.stored or self.model(question=self.question)
            if not form.stored:
                item.code = form.cleaned_data["code"] or self._free_code(given)
                given.add(item.code.lower())
            found.append(form.apply_to(item))
        return found

    def _free_code(self, given: set[str]) -> str:
        number = 1
        while f"{self.letter}{number}".lower() in given:
            number += 1
        return f"{self.letter}{number}"

    def problems(self) -> list[tuple[str, str]]:
        found = [(f"id_{self.prefix}", error) for error in self.non_form_errors()]
        for form in self.forms:
            for name, errors in form.errors.items():
                field = form.label_field if name == "__all__" else form[name]
                found += [(field.auto_id, error) for error in errors]
        return found


class RowFormSet(ItemFormSet):
    model, letter = QuestionRow, "R"


def _factory(form: type[ItemForm], formset: type[ItemFormSet]) -> type[ItemFormSet]:
    return forms.formset_factory(
        form,
        formset=formset,
        extra=0,
        max_num=MOST_ITEMS,
        absolute_max=MOST_ITEMS + 100,
        validate_max=True,
    )


ChoiceFormSet = _factory(ChoiceForm, ItemFormSet)
QuestionRowFormSet = _factory(ItemForm, RowFormSet)


# Arranging what was sent, before anything is saved


class TooManyItems(Exception):
    """More lines than a question may have choices."""

    def __init__(self, found: int) -> None:
        super().__init__()
        self.found = found

    def __str__(self) -> str:
        return _(
            "%(most)s rows fit into one list; with what was pasted it would have "
            "%(shown)s."
        ) % {"most": shown_number(MOST_ITEMS), "shown": shown_number(self.found)}


def pasted_lines(text: str) -> list[str]:
    lines = (tidy(line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def arrange(data: QueryDict, wish: str) -> tuple[QueryDict, str]:
    """Return what was sent with a list changed as wished, and the name of a field.

    The field is where the editor goes on. Raises ``TooManyItems`` for too many lines.
    """
    match = ARRANGEMENT.fullmatch(wish)
    if not match:
        return data, ""
    prefix, what, place, move, target = match.groups()
    rows = _sent_rows(data, prefix)
    at = int(place) if place else len(rows)
    if what == "add":
        rows.append({})
    elif what == "paste":
        rows = _with_lines(rows, data.get(f"{prefix}-pasted", ""))
        at = len(rows) - 1
    elif at < len(rows):
        row = rows.pop(at)
        if move != "remove":
            at = {"up": at - 1, "down": at + 1}.get(move, int(target or 0))
            at = min(max(at, 0), len(rows))
            rows.insert(at, row)
    changed = _with_rows(data, prefix, rows)
    if what == "paste":
        changed[f"{prefix}-pasted"] = ""
    return changed, f"{prefix}-{min(at, max(len(rows) - 1, 0))}-{move or 'new'}"


def _with_lines(rows: list[dict[str, list[str]]], text: str) -> list[dict]:
    column = build_localized_fieldname("label", languages.current().code)
    kept = [
        row for row in rows if any("".join(value).strip() for value in row.values())
    ]
    found = [*kept, *({column: [line]} for line in pasted_lines(text))]
    if len(found) > MOST_ITEMS:
        raise TooManyItems(len(found))
    return found


def _sent_rows(data: QueryDict, prefix: str) -> list[dict[str, list[str]]]:
    """The fields of each row that was sent, by their names within the row."""
    name = re.compile(rf"{prefix}-(\d{{1,4}})-(.+)")
    sent = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = int(sent) if re.fullmatch(r"[0-9]{1,4}", sent) else 0
    count = min(count, MOST_ITEMS + 100)
    rows: list[dict[str, list[str]]] = [{} for _row in range(count)]
    for key in data:
        match = name.fullmatch(key)
        if match and int(match[1]) < count:
            rows[int(match[1])][match[2]] = data.getlist(key)
    return rows


def _with_rows(
    data: QueryDict, prefix: str, rows: list[dict[str, list[str]]]
) -> QueryDict:
    row_field = re.compile(rf"{prefix}-\d+-.+")
    changed = QueryDict(mutable=True)
    for key in data:
        if not row_field.fullmatch(key):
            changed.setlist(key, data.getlist(key))
    for number, row in enumerate(rows):
        for name, values in row.items():
            changed.setlist(f"{prefix}-{number}-{name}", values)
    changed[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    changed[f"{prefix}-INITIAL_FORMS"] = "0"
    return changed


PASTE_LABEL = gettext_lazy("Several at once, one a line")
