"""The page's language changed in the middle of a form: what is typed stays.

On pages with a form the languages are buttons that send it to the same address in
another language, where it is shown as it is, neither checked nor saved. It needs no
script, and keeps nothing on a shared device.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse

BUTTON = "in_language"
AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def only_changes_language(request: HttpRequest) -> bool:
    return request.method == "POST" and BUTTON in request.POST


def unchecked(form: AnyForm) -> AnyForm:
    """Return a bound form that shows what was typed, and is never valid."""
    setattr(form, "_errors", ErrorDict())  # noqa: B010 - as full_clean() does
    form.cleaned_data = {}
    setattr(form, "is_valid", lambda: False)  # noqa: B010 - for this one form
    return form


class TypedRows:
    """For form sets: shows again what was typed in each row, unchecked."""

    forms: list[forms.BaseForm]
    error_class: Callable[[], Any]

    def unchecked(self) -> None:
        self._errors: list[dict] = [{} for _form in self.forms]
        self._non_form_errors = self.error_class()
        for form in self.forms:
            setattr(form, "_errors", ErrorDict())  # noqa: B010 - as full_clean() does
            form.cleaned_data = {}


class KeepsTypedMixin:
    """For Django's form views: show what is typed when only the language changes."""

    request: HttpRequest

    def get_form(self, form_class: Any = None) -> forms.BaseForm:
        view: Any = super()
        form = view.get_form(form_class)
        return unchecked(form) if only_changes_language(self.request) else form

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        if not only_changes_language(self.request):
            above: Any = super()
            return above.form_invalid(form)
        view: Any = self
        return view.render_to_response(view.get_context_data(form=form))
