"""Writing and correcting the texts of a survey, in any state, with their history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.activity import record
from civic.models import User
from surveys.models import Survey, WordingChange
from surveys.wording import Part, place_of


@dataclass(frozen=True)
class TextChange:
    """A text of a survey's part, to be written in one language.

    ``before`` is the text that the writer saw; None writes over whatever is there.
    """

    part: Part
    field: str
    language: str
    after: str
    before: str | None = None

    @property
    def column(self) -> str:
        return build_localized_fieldname(self.field, self.language)


@dataclass(frozen=True)
class WrittenTexts:
    """What was written, and what was not because somebody else wrote it meanwhile.

    In ``overtaken`` the other person's text is ``before``.
    """

    written: list[TextChange]
    overtaken: list[TextChange]


@transaction.atomic
def change_texts(
    survey: Survey, changes: Iterable[TextChange], *, actor: User | None
) -> WrittenTexts:
    """Write texts of ``survey``, each only if it is still as the writer saw it.

    Texts that are not changed at all are left alone. Once the survey is no draft, each
    change is kept as a WordingChange.
    """
    state = Survey.objects.select_for_update(no_key=True).only("status")
    is_draft = state.get(pk=survey.pk).status == Survey.Status.DRAFT
    result = WrittenTexts([], [])
    for change in changes:
        _write(change, result)
    if not is_draft:
        _keep_history(survey, result.written, actor)
    if result.written:
        record(
            "changed_texts",
            survey,
            actor=actor,
            texts=len(result.written),
            languages=sorted({change.language for change in result.written}),
        )
    return result


def _write(change: TextChange, result: WrittenTexts) -> None:
    rows = type(change.part)._default_manager.filter(pk=change.part.pk)
    now = rows.values_list(change.column, flat=True).get() or ""
    if _same(now, change.after):
        return
    found = replace(change, before=now)
    if change.before is not None and not _same(now, change.before):
        result.overtaken.append(found)
        return
    rows.update(**{change.column: change.after})
    result.written.append(found)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same; browsers send line breaks of their own."""
    return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")


def _keep_history(
    survey: Survey, changes: list[TextChange], actor: User | None
) -> None:
    WordingChange.objects.bulk_create(
        WordingChange(
            survey=survey,
            place=place_of(change.part),
            field=change.field,
            language=change.language,
            before=change.before or "",
            after=change.after,
            actor=actor,
        )
        for change in changes
    )


def changes_in(form: ModelForm) -> list[TextChange]:
    """Return the texts that a valid form on a part of a survey changes.

    Write them by ``change_texts`` before the form is saved.
    """
    fields = translated_fields(type(form.instance))
    return [
        TextChange(form.instance, field, code, form.cleaned_data[column] or "")
        for field in fields
        for code in languages.CODES
        if (column := build_localized_fieldname(field, code)) in form.changed_data
    ]


def translated_fields(model: type[Model]) -> tuple[str, ...]:
    """The names of the fields that a model has in five languages."""
    options: Any = translator.get_options_for_model(model)
    return tuple(options.fields)
