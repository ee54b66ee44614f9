"""The desk of the surveys: which there are, what each asks, and in which order."""

import re
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from civic import languages, numbers
from civic.access import RoleRequiredMixin, role_required
from civic.activity import record
from civic.constraints import ConstraintMixin
from civic.typed import KeepsTypedMixin
from surveys.actions.authoring import (
    AuthoringRefused,
    begin_survey,
    move_page,
    move_question,
    place_question,
)
from surveys.actions.wording import change_texts, changes_in
from surveys.desk import AUTHORS, STAFF
from surveys.forms.settings import SurveyForm
from surveys.forms.survey_list import SurveyFilterForm, by_family, with_answers_given
from surveys.models import Page, Question, Survey

PLACE = re.compile(r"[0-9]{1,4}")


class DeskSurveyListView(RoleRequiredMixin, ListView):
    """All surveys and guides, whatever their state; the versions of one together."""

    roles = STAFF
    template_name = "surveys/desk_survey_list.html"

    def get_queryset(self) -> QuerySet[Survey]:
        self.filter = SurveyFilterForm(self.request.GET)
        surveys = Survey.objects.visible_to(self.request.user)
        return with_answers_given(self.filter.chosen(surveys))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            families=by_family(self.object_list),
            filter=self.filter,
            is_filtered=any(self.filter.cleaned_data.values()),
            is_author=self.request.user.has_role(*AUTHORS),
            **kwargs,
        )


class DeskSurveyDetailView(RoleRequiredMixin, DetailView):
    """One survey in outline: its pages and questions in their order."""

    roles = STAFF
    template_name = "surveys/desk_survey_detail.html"
    context_object_name = "survey"

    def get_queryset(self) -> QuerySet[Survey]:
        return Survey.objects.visible_to(self.request.user).with_questions()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_author = self.request.user.has_role(*AUTHORS)
        has_answers = self.object.has_answers
        return super().get_context_data(
            has_answers=has_answers,
            is_author=is_author,
            is_open_to_change=is_author and not has_answers,
            **kwargs,
        )


class SurveyFormMixin(KeepsTypedMixin, ConstraintMixin, RoleRequiredMixin):
    roles = AUTHORS
    form_class = SurveyForm
    template_name = "surveys/desk_survey_settings.html"
    context_object_name = "survey"

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Survey]:
        surveys = Survey.objects.editable_by(self.request.user)
        return surveys.select_for_update() if self.request.POST else surveys

    def store(self, form: SurveyForm) -> None:
        raise NotImplementedError

    def form_valid(self, form: SurveyForm) -> HttpResponse:
        try:
            with transaction.atomic():
                self.store(form)
        except IntegrityError:  # of two at once, the second
            form.add_error("slug", _("Another survey has this address by now."))
            return self.form_invalid(form)
        return redirect("surveys:desk-survey-detail", pk=form.instance.pk)


class SurveyCreateView(SurveyFormMixin, CreateView):
    """A new survey or guide; its questions come next."""

    template_name = "surveys/desk_survey_create.html"

    def get_initial(self) -> dict[str, Any]:
        purpose = self.request.GET.get("purpose")
        is_known = purpose in Survey.Purpose.values
        return {"purpose": purpose if is_known else Survey.Purpose.SURVEY}

    def store(self, form: SurveyForm) -> None:
        begin_survey(form.save(commit=False), actor=self.request.user)
        messages.success(
            self.request, _("The survey is created. Now add its questions.")
        )


class SurveySettingsView(SurveyFormMixin, UpdateView):
    """What a survey is called, its languages, and what becomes of its results."""

    def store(self, form: SurveyForm) -> None:
        change_texts(form.instance, changes_in(form), actor=self.request.user)
        form.save()
        record("changed_settings", form.instance, actor=self.request.user)
        messages.success(self.request, _("Saved."))


# Order


def _back(survey: Survey, anchor: str) -> HttpResponse:
    address = reverse("surveys:desk-survey-detail", args=[survey.pk])
    return redirect(f"{address}#{anchor}")


def _shown(value: int) -> str:
    return numbers.number(value, languages.current())


@require_POST
@role_required(*AUTHORS)
def page_move(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Move a page one place up or down."""
    survey = get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)
    page = get_object_or_404(survey.pages, pk=part)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    try:
        move_page(page, direction=direction, actor=request.user)
    except AuthoringRefused as refusal:
        messages.error(request, str(refusal))
    else:
        page.refresh_from_db()
        messages.info(
            request, _("It is page %(number)s now.") % {"number": _shown(page.position)}
        )
    return _back(survey, f"page-{page.position}")


@require_POST
@role_required(*AUTHORS)
def question_move(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Move a question up or down, or to the place it was dragged to."""
    survey = get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)
    question = get_object_or_404(survey.all_questions.select_related("page"), pk=part)
    try:
        _move(request, survey, question)
    except AuthoringRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _place_of(question))
    return _back(survey, f"question-{question.code}")


def _move(request: HttpRequest, survey: Survey, question: Question) -> None:
    place = request.POST.get("place", "")
    if not PLACE.fullmatch(place):
        direction = "up" if request.POST.get("direction") == "up" else "down"
        move_question(question, direction=direction, actor=request.user)
        return
    number = request.POST.get("page", "")
    pages = survey.pages.filter(pk=int(number) if PLACE.fullmatch(number) else 0)
    page = get_object_or_404(pages)
    place_question(question, page=page, place=int(place), actor=request.user)


def _place_of(question: Question) -> str:
    page = Page.objects.get(questions=question.pk)
    codes = list(page.questions.values_list("code", flat=True))
    return _(
        "%(code)s is question %(place)s of %(questions)s on page %(page)s now."
    ) % {
        "code": question.code,
        "place": _shown(codes.index(question.code) + 1),
        "questions": _shown(len(codes)),
        "page": _shown(page.position),
    }
