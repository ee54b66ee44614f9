"""A survey's publication at the desk: checks, dates, states, versions and copies."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from civic.access import RoleRequiredMixin, role_required
from civic.typed import KeepsTypedMixin, only_changes_language
from surveys.actions.copying import draft_version, duplicate_survey, make_new_version
from surveys.actions.publishing import (
    Refused,
    answers_under_way,
    change_dates,
    close_survey,
    publish_survey,
    reopen_survey,
    withdraw_survey,
)
from surveys.checks import findings
from surveys.desk import AUTHORS
from surveys.forms.publishing import ClosingForm, OpeningForm
from surveys.models import Survey


class SurveyPublicationView(KeepsTypedMixin, RoleRequiredMixin, FormView):
    """What stands against publication, when the survey opens and closes, its versions.

    The button that was pressed says what is asked for: ``publish``, ``change`` or
    ``reopen``.
    """

    roles = AUTHORS
    template_name = "surveys/desk_survey_publication.html"

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.editable_by(self.request.user).with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    @property
    def do(self) -> str:
        """What this page does with the survey as it stands."""
        if self.survey.status == Survey.Status.DRAFT:
            return "publish"
        return "change" if self.survey.is_open or self.survey.opens_later else "reopen"

    def get_form_class(self) -> type[ClosingForm]:
        asked = self.request.POST.get("do") or self.do
        is_before = asked == "publish" or self.survey.opens_later
        return OpeningForm if is_before else ClosingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return kwargs | {"survey": self.survey}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey = self.survey
        family = Survey.objects.filter(family=survey.family).order_by("-version")
        return super().get_context_data(
            survey=survey,
            do=self.do,
            findings=findings(survey),
            versions=list(family),
            draft=draft_version(survey),
            has_answers=survey.has_answers,
            under_way=answers_under_way(survey),
            new_family=uuid4(),
            **kwargs,
        )

    def form_valid(self, form: ClosingForm) -> HttpResponse:
        try:
            message = self._done(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, message)
        return redirect("surveys:desk-survey-publication", pk=self.survey.pk)

    def _done(self, form: ClosingForm) -> str:
        """Do what was asked for, and say so."""
        actor, asked = self.request.user, self.request.POST.get("do")
        if asked == "reopen":
            reopen_survey(self.survey, actor=actor, closes_at=form.closing)
            return _("The survey is open again.")
        opens_at = form.opening if isinstance(form, OpeningForm) else None
        dates = {"opens_at": opens_at, "closes_at": form.closing}
        if asked == "change":
            change_dates(self.survey, actor=actor, **dates)
            return _("The dates are saved.")
        published = publish_survey(self.survey, actor=actor, **dates)
        if published.opens_later:
            return _("The survey is ready and opens at the time you chose.")
        return _("The survey is published.")

    def form_invalid(self, form: ClosingForm) -> HttpResponse:
        is_wrong = not only_changes_language(self.request)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=status)


def _act(
    request: HttpRequest, pk: int, action: Callable[..., Survey], done: str
) -> HttpResponse:
    """Do ``action`` with a survey, and lead to the survey that it returns."""
    survey = get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)
    try:
        survey = action(survey, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    address = reverse("surveys:desk-survey-publication", args=[survey.pk])
    return redirect(address)


@require_POST
@role_required(*AUTHORS)
def survey_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, close_survey, _("The survey is closed."))


@require_POST
@role_required(*AUTHORS)
def survey_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, withdraw_survey, _("The survey is a draft again."))


@require_POST
@role_required(*AUTHORS)
def survey_new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version; where there is a draft already, lead to it and say so."""
    survey = get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)
    try:
        survey = make_new_version(survey, actor=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        survey = draft_version(survey) or survey
    else:
        messages.success(
            request,
            _("This is the new version, a draft. The older ones stay as they are."),
        )
    return redirect("surveys:desk-survey-detail", pk=survey.pk)


@require_POST
@role_required(*AUTHORS)
def survey_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a survey; the page's own ``family`` makes a second press harmless."""
    survey = get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)
    family = _posted_family(request)
    copy = duplicate_survey(survey, actor=request.user, family=family)
    messages.success(request, _("This is the copy, a draft of its own."))
    return redirect("surveys:desk-survey-detail", pk=copy.pk)


def _posted_family(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("family", ""))
    except ValueError:
        return None
