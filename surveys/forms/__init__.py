"""Forms of the surveys: those residents fill in, and those of the desk."""

from surveys.forms.taking import (
    Entry,
    SurveyPageForm,
    other_name,
    page_form,
    page_form_class,
)

__all__ = ["Entry", "SurveyPageForm", "other_name", "page_form", "page_form_class"]
