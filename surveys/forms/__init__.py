"""Forms of the surveys: those residents fill in, and those of the desk."""

from surveys.forms.entries import Entry
from surveys.forms.taking import (
    SurveyPageForm,
    as_initial,
    other_name,
    page_form,
    page_form_class,
)

__all__ = [
    "Entry",
    "SurveyPageForm",
    "as_initial",
    "other_name",
    "page_form",
    "page_form_class",
]
