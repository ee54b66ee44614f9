"""Themes given at the bench: to one answer, or one theme to several."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic import languages, numbers
from engagement.actions.coding import CodingRefused, add_theme, code_answer, uncode
from engagement.coding_rows import as_coded, coded_of
from engagement.coding_table import as_shown
from engagement.forms.coding import CodingForm, SeenForm, SeveralForm
from engagement.views.log import see_other
from engagement.views.themes import ThemeBenchView
from surveys.models import OpenAnswer


class AnswerPostView(ThemeBenchView):
    """A post about answers: told in JSON to the script, to all others as the page.

    The query is that of the page that sent it.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead on to the table, for who comes back to it or changes the language."""
        return redirect(self.table(str(kwargs.get("pk", ""))))

    @cached_property
    def is_for_script(self) -> bool:
        types = ["text/html", "application/json"]
        return self.request.get_preferred_type(types) == types[1]

    def table(self, note: str = "") -> str:
        """The address of the table at ``note``, with the filters as they are."""
        query = self.request.GET.copy()
        query.pop("note", None)
        if note.isdecimal():
            query["note"] = note
        return f"{reverse('engagement:theme-bench', query=query)}#coding"


class AnswerCodeView(AnswerPostView):
    """Give one answer its themes."""

    form_class: type[SeenForm] = CodingForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = get_object_or_404(as_shown(self.answers), pk=kwargs["pk"])
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._refused(answer, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            self.store(answer, form)
        except CodingRefused as refusal:
            form.add_error(None, str(refusal))
            return self._refused(answer, form, HTTPStatus.CONFLICT)
        if self.is_for_script:
            return JsonResponse(self._state(answer))
        messages.success(request, _("Saved."))
        return see_other(self.table(request.POST.get("next", "")))

    def store(self, answer: OpenAnswer, form: Any) -> None:
        code_answer(answer, actor=self.request.user, **form.given())

    def _refused(self, answer: OpenAnswer, form: SeenForm, status: int) -> HttpResponse:
        if not self.is_for_script:
            return self.page(status=status, at=self._fresh(answer), form=form)
        errors = [text for texts in form.errors.values() for text in texts]
        state = {**self._state(answer), "error": " ".join(map(str, errors))}
        return JsonResponse(state, status=status)

    def _fresh(self, answer: OpenAnswer) -> OpenAnswer:
        return as_shown(self.answers).get(pk=answer.pk)

    def _state(self, answer: OpenAnswer) -> dict[str, Any]:
        coded = coded_of(self._fresh(answer))
        return {"answer": answer.pk, **as_coded(coded)}


class AnswerUncodeView(AnswerCodeView):
    """Take the coding of one answer back."""

    form_class = SeenForm

    def store(self, answer: OpenAnswer, form: Any) -> None:
        seen_at = form.cleaned_data["seen_at"]
        uncode(answer, actor=self.request.user, seen_at=seen_at)


class SeveralAnswersView(AnswerPostView):
    """Give all answers that were chosen one more theme."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.several(request.POST)
        try:
            if form.is_valid():
                return self._done(form)
        except CodingRefused as refusal:
            form.add_error("theme", str(refusal))
        if self.is_for_script:
            errors = [text for texts in form.errors.values() for text in texts]
            told = {"error": " ".join(map(str, errors))}
            return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, several=form)

    def _done(self, form: SeveralForm) -> HttpResponse:
        answers = list(form.cleaned_data["answers"])
        add_theme(answers, theme=form.cleaned_data["theme"], actor=self.request.user)
        text = ngettext(
            "%(shown)s answer has the theme now.",
            "%(shown)s answers have the theme now.",
            len(answers),
        )
        told = text % {"shown": numbers.number(len(answers), languages.current())}
        if self.is_for_script:
            fresh = as_shown(self.answers.filter(pk__in=[one.pk for one in answers]))
            states = [{"answer": one.pk, **as_coded(coded_of(one))} for one in fresh]
            return JsonResponse({"answers": states, "told": told})
        messages.success(self.request, told)
        return see_other(self.table())
