"""The pages of a survey as residents will see them, drafts too; nothing is stored."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from civic import posts
from civic.access import RoleRequiredMixin
from civic.typed import only_changes_language, unchecked
from surveys.desk import STAFF
from surveys.forms import SurveyPageForm
from surveys.models import Survey
from surveys.preview import Rule, preview, preview_address, rules
from surveys.sittings import Sitting
from surveys.views.pages import page_context, private, unreadable_page


class SurveyPreviewView(RoleRequiredMixin):
    """One page of a survey to try out: checked when sent, and then forgotten.

    It is the residents' own form, which has no CSRF token; nothing that is sent here
    changes anything.
    """

    roles = STAFF

    @classmethod
    def as_view(cls, **initkwargs) -> Callable[..., HttpResponse]:
        return csrf_exempt(super().as_view(**initkwargs))

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.visible_to(self.request.user).with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    @cached_property
    def pages(self) -> int:
        return len(self.survey.pages.all())

    @cached_property
    def number(self) -> int:
        number = self.kwargs.get("number", 1)
        if not 1 <= number <= max(1, self.pages):
            raise Http404
        return number

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.pages and self.number:
            messages.info(request, _("There is no page to preview yet: add one."))
            return redirect("surveys:desk-survey-detail", pk=self.survey.pk)
        shown = self._rules()
        sitting = preview(self.survey, self.number)
        return self._page(sitting, sitting.form(), shown)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.pages:
            return self.get(request, **kwargs)
        shown = self._rules()
        sitting = preview(self.survey, self.number)
        try:
            data = posts.read_post(request)
        except posts.Unreadable as error:
            return unreadable_page(request, sitting, error.status)
        if data.get("direction") == "back":
            return redirect(preview_address(self.survey, max(1, self.number - 1)))
        form = sitting.form(data)
        if only_changes_language(request):
            return self._page(sitting, unchecked(form), shown)
        return self._tried(sitting, form, shown)

    def _tried(
        self, sitting: Sitting, form: SurveyPageForm, shown: list[Rule]
    ) -> HttpResponse:
        """Say what is wrong, or go on as residents would."""
        if not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self._page(sitting, form, shown, status=status)
        if self.number < self.pages:
            address = preview_address(self.survey, self.number + 1)
            return redirect(address)
        return self._page(sitting, form, shown, is_finished=True)

    def _rules(self) -> list[Rule]:
        """What is shown when; asked before the preview takes conditions off."""
        page = list(self.survey.pages.all())[self.number - 1]
        return rules(self.survey, page)

    def _page(
        self,
        sitting: Sitting,
        form: SurveyPageForm,
        shown: list[Rule],
        *,
        status: int = HTTPStatus.OK,
        is_finished: bool = False,
    ) -> HttpResponse:
        context = page_context(sitting, form) | {
            "offers_later": False,
            "numbers": range(1, self.pages + 1),
            "rules": shown,
            "is_finished": is_finished,
        }
        template = "surveys/desk_survey_preview.html"
        return private(render(self.request, template, context, status=status))
