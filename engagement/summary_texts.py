"""The parts of a summary whose texts have a history, by name.

Texts of the summary itself are named by their first field, such as ``introduction``;
a section is ``section-12``, and one that is not saved yet ``section-new``.
"""

from typing import Any

from django.db.models import Model
from modeltranslation.translator import translator

from civic import languages
from engagement.models import (
    Commitment,
    Finding,
    Summary,
    SummaryQuotation,
    SummarySection,
)

Texts = dict[str, str]

KINDS: dict[str, type[Model]] = {
    "section": SummarySection,
    "finding": Finding,
    "quotation": SummaryQuotation,
    "commitment": Commitment,
}
WHOLE = {"introduction": ("introduction",), "decided": ("decided", "reasons")}
NEW = "new"


class NoSuchPart(Exception):
    """The summary has no part of this name, or no longer."""


def name_of(instance: Any, first_field: str) -> str:
    """Return the name of a part; "" for what has no history."""
    if isinstance(instance, Summary):
        return first_field if first_field in WHOLE else ""
    for kind, model in KINDS.items():
        if isinstance(instance, model):
            return f"{kind}-{instance.pk or _new(instance)}"
    return ""


def _new(instance: Any) -> str:
    """Of quotations somebody may have begun several."""
    return (
        f"{NEW}-{instance.conversation_id}"
        if hasattr(instance, "conversation_id")
        else NEW
    )


def part_named(summary: Summary, name: str) -> Any:
    """Return the part of a summary; raise ``NoSuchPart`` if it is not there."""
    if name in WHOLE:
        return summary
    kind, _dash, key = name.partition("-")
    if kind not in KINDS:
        raise NoSuchPart
    if key.startswith(NEW):
        return KINDS[kind](summary=summary)
    found = _stored(summary, KINDS[kind], key)
    if found is None:
        raise NoSuchPart
    return found


def _stored(summary: Summary, model: type[Model], key: str) -> Model | None:
    if not (key.isascii() and key.isdecimal() and len(key) < len(str(2**63))):
        return None
    return model._default_manager.filter(summary=summary, pk=int(key)).first()


def columns_of(name: str) -> dict[str, tuple[str, str]]:
    """Return the columns of a part's texts: each with its field and language."""
    fields = WHOLE.get(name) or fields_of(KINDS[name.partition("-")[0]])
    return {
        f"{field}_{code}": (field, code) for field in fields for code in languages.CODES
    }


def fields_of(model: type[Model]) -> tuple[str, ...]:
    """Return the names of a model's translated fields."""
    options: Any = translator.get_options_for_model(model)
    return tuple(options.fields)


def texts_of(instance: Any, name: str) -> Texts:
    """Return the texts of a part as they are stored, by column."""
    return {column: getattr(instance, column) or "" for column in columns_of(name)}
