"""The desk's list of responses: what was flagged is looked at, excluded, restored."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import View

from civic import languages, numbers
from civic.access import RoleRequiredMixin
from surveys import flags, naming
from surveys.actions.review import review_responses
from surveys.desk import REVIEWERS
from surveys.forms.review import ResponseFilterForm, ReviewForm
from surveys.models import Response, Survey
from surveys.telling import ToldAnswer, district_names, told_answers

SHOWN = 50


@dataclass(frozen=True)
class ReadResponse:
    """A response as staff read it."""

    response: Response
    answers: list[ToldAnswer]
    reasons: list[str]


@method_decorator(never_cache, name="dispatch")
class ResponseListView(RoleRequiredMixin, View):
    """Read a survey's responses, and decide on those that were flagged."""

    roles = REVIEWERS

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.visible_to(self.request.user).with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self._page(ReviewForm())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = ReviewForm(request.POST)
        form.fields["responses"].queryset = self.survey.responses.all()
        if not form.is_valid():
            return self._page(form, status=422)
        state = form.cleaned_data["state"]
        changed = review_responses(
            self.survey,
            responses=[one.pk for one in form.cleaned_data["responses"]],
            state=state,
            actor=request.user,
            note=form.cleaned_data["note"],
        )
        messages.success(request, _said(state, changed))
        return HttpResponse(status=303, headers={"Location": request.get_full_path()})

    def _page(self, form: ReviewForm, status: int = 200) -> HttpResponse:
        asked = ResponseFilterForm(self.request.GET or {"state": "flagged"})
        asked.is_valid()
        found = self._found(asked.cleaned_data)
        read = _read(self.survey, found[:SHOWN])
        context = {
            "survey": self.survey,
            "form": form,
            "state": asked.cleaned_data.get("state", ""),
            "chosen": set(self.request.POST.getlist("responses")),
            "states": ResponseFilterForm.STATES,
            "read": read,
            "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
            "is_first_page": not asked.cleaned_data.get("before"),
            "waiting": self.survey.responses.filter(review_state="flagged").count(),
        }
        return render(
            self.request, "surveys/response_list.html", context, status=status
        )

    def _found(self, asked: dict) -> list[Response]:
        """One more than are shown, to know whether there are older ones."""
        responses = self.survey.responses.as_read_by_staff()
        if asked.get("state"):
            responses = responses.filter(review_state=asked["state"])
        if asked.get("before"):
            responses = responses.filter(pk__lt=asked["before"])
        return list(responses.prefetch_related("reviews__reviewer")[: SHOWN + 1])


def _read(survey: Survey, responses: list[Response]) -> list[ReadResponse]:
    districts = district_names() if survey.asks_district else {}
    naming.name_all([one.collector for one in responses])
    return [
        ReadResponse(
            response,
            told_answers(survey, response.answers, districts),
            flags.reasons(response.review_reason),
        )
        for response in responses
    ]


def _said(state: str, changed: int) -> str:
    if state == Response.ReviewState.EXCLUDED:
        text = ngettext(
            "%(shown)s response is excluded and no longer counts.",
            "%(shown)s responses are excluded and no longer count.",
            changed,
        )
    else:
        text = ngettext(
            "%(shown)s response is accepted and counts.",
            "%(shown)s responses are accepted and count.",
            changed,
        )
    return text % {"shown": numbers.number(changed, languages.current())}
