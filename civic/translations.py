"""Content in the reader's language, or else in the first language that has it."""

from django.db.models import Model
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.languages import Language


def translation_of(instance: Model, field: str) -> tuple[str, Language]:
    """Return the field's text and the language that it is in: the page's if it can be.

    Without any text it is "" in the page's language.
    """
    page = languages.current()
    for language in (page, *languages.LANGUAGES):
        text = getattr(instance, build_localized_fieldname(field, language.code))
        if text:
            return text, language
    return "", page
