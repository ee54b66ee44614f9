"""Translating a survey beside its original, and the history of its wording."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView

from civic import languages, numbers
from civic.access import RoleRequiredMixin, role_required
from civic.typed import only_changes_language, unchecked
from surveys.actions.wording import TextChange, WrittenTexts, change_texts
from surveys.desk import STAFF, WRITERS
from surveys.forms.translating import Direction, LanguagesForm, TranslationForm
from surveys.models import Survey, WordingChange
from surveys.wording import Text, completeness, place_name, text_at, texts_of

TEXTS_ON_A_PAGE = 100  # two fields each: within the most that a form may send


class SurveyTranslationView(RoleRequiredMixin, TemplateView):
    """All texts of a survey in one language, beside another."""

    roles = WRITERS
    template_name = "surveys/desk_survey_translation.html"

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.visible_to(self.request.user).with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    @cached_property
    def languages_form(self) -> LanguagesForm:
        return LanguagesForm(self.request.GET)

    @cached_property
    def direction(self) -> Direction:
        return self.languages_form.settled(self.survey, self.request.user.language)

    @cached_property
    def texts(self) -> list[Text]:
        return texts_of(self.survey)

    @cached_property
    def page(self) -> Page:
        """The texts shown: the page that was asked for, or the one with a text."""
        chosen = self.direction.chosen(self.texts)
        pages = Paginator(chosen, TEXTS_ON_A_PAGE)
        keys = [text.key for text in chosen]
        asked = self.request.GET.get("text")
        if asked in keys and "page" not in self.request.GET:
            return pages.get_page(keys.index(asked) // TEXTS_ON_A_PAGE + 1)
        return pages.get_page(self.request.GET.get("page"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or TranslationForm(
            survey=self.survey,
            texts=self.page.object_list,
            direction=self.direction,
        )
        languages_form = LanguagesForm(
            initial={
                "source": self.direction.source.code,
                "target": self.direction.target.code,
                "missing": self.direction.only_missing,
            }
        )
        return super().get_context_data(
            survey=self.survey,
            form=form,
            languages_form=languages_form,
            direction=self.direction,
            progress=self._progress(),
            page_obj=self.page,
            is_paginated=self.page.has_other_pages(),
            **kwargs,
        )

    def _progress(self) -> Any:
        code = self.direction.target.code
        return next(
            one for one in completeness(self.survey) if one.language.code == code
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = [text for text in self.texts if text.key in request.POST]
        form = TranslationForm(
            request.POST, survey=self.survey, texts=sent, direction=self.direction
        )
        if only_changes_language(request):
            return self._shown(unchecked(form), HTTPStatus.OK)
        if not form.is_valid():
            return self._shown(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        result = change_texts(self.survey, form.changes(), actor=request.user)
        if result.written or not result.overtaken:
            messages.success(request, saved_words(result, self.direction.target))
        if result.overtaken:
            form.show_overtaken(result.overtaken)
            return self._shown(form, HTTPStatus.CONFLICT)
        return redirect(self._next_address())

    def _shown(self, form: TranslationForm, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _next_address(self) -> str:
        """The same texts again; of the missing ones, those that still are."""
        address = reverse("surveys:desk-survey-translation", args=[self.survey.pk])
        query = self.direction.query
        if self.page.number > 1 and not self.direction.only_missing:
            query += f"&page={self.page.number}"
        return f"{address}?{query}"


def saved_words(result: WrittenTexts, language: languages.Language) -> str:
    """Say how many texts were saved."""
    number = len(result.written)
    if not number:
        return _("Nothing was changed, so nothing was saved.")
    shown = numbers.number(number, languages.current())
    return ngettext(
        "%(shown)s text saved in %(language)s.",
        "%(shown)s texts saved in %(language)s.",
        number,
    ) % {"shown": shown, "language": language.endonym}


class SurveyHistoryView(RoleRequiredMixin, ListView):
    """Each change of wording since the survey was published, newest first."""

    roles = STAFF
    template_name = "surveys/desk_survey_history.html"
    context_object_name = "changes"
    paginate_by = 50

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.visible_to(self.request.user).with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    def get_queryset(self) -> Any:
        return self.survey.wording_changes.select_related("actor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(survey=self.survey, **kwargs)
        texts = {text.key: text for text in texts_of(self.survey)}
        return context | {
            "entries": [Entry(one, texts) for one in context["changes"]],
            "may_write": self.request.user.has_role(*WRITERS),
        }


class Entry:
    """A change of wording as the history shows it."""

    def __init__(self, change: WordingChange, texts: dict[str, Text]) -> None:
        self.change = change
        self.language = languages.BY_CODE[change.language]
        self.place_name = place_name(change.place)
        text = texts.get(f"{change.place}.{change.field}")
        self.field_name = text.field_name if text else change.field
        self.can_be_restored = (
            text is not None and text.wording(change.language) != change.before
        )


@require_POST
@role_required(*WRITERS)
def wording_restore(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """Write the older wording of a change again; that is a change of its own."""
    surveys = Survey.objects.visible_to(request.user).with_questions()
    survey = get_object_or_404(surveys, pk=pk)
    older = get_object_or_404(survey.wording_changes, pk=change)
    text = text_at(survey, f"{older.place}.{older.field}")
    if text is None:
        messages.error(request, _("This text is no longer part of the survey."))
    else:
        restored = TextChange(text.part, text.field, older.language, older.before)
        result = change_texts(survey, [restored], actor=request.user)
        if result.written:
            messages.success(request, _("The older wording is back in its place."))
        else:
            messages.info(request, _("The text reads so already."))
    return redirect("surveys:desk-survey-history", pk=survey.pk)
