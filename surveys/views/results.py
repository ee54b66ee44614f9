"""The results of a survey, as a page and as a file."""

import csv
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from civic import languages, public_pages
from civic.roles import Role
from surveys import definitions
from surveys.breakdowns import breakdowns
from surveys.exchange.results import lines_by, lines_of, safe
from surveys.forms.results import ResultsForm
from surveys.looking import PartView, View, view_by
from surveys.models import Survey
from surveys.tabulation import QuestionResults, SurveyResults, results_of, tabulated

READERS_BEFORE_PUBLICATION = (
    Role.LIBRARIAN,
    Role.EDITOR,
    Role.TRANSLATOR,
    Role.MODERATOR,
)
FRESH_FOR = 10.0  # seconds; figures change seldom, as few newcomers change nothing


@dataclass(frozen=True)
class Page:
    """The results as they were asked for; ``view`` is None for all together."""

    results: SurveyResults
    form: ResultsForm
    view: View | None

    @property
    def questions(self) -> list[tuple[QuestionResults, list[PartView]]]:
        """Each question with what the view shows of it."""
        parts = self.view.parts if self.view else {}
        return [
            (result, parts.get(result.question.pk, []))
            for result in self.results.questions
        ]

    @property
    def is_refused(self) -> bool:
        """Whether a dimension was asked for by which too little can be shown."""
        return bool(self.form.is_bound and self.form.data.get("by") and not self.view)


@login_not_required
def survey_results_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = _page(request, slug)
    context = {
        "results": page.results,
        "survey": page.results.survey,
        "form": page.form,
        "view": page.view,
        "questions": page.questions,
        "is_refused": page.is_refused,
    }
    response = render(request, "surveys/survey_results.html", context)
    return _kept(request, response, slug)


@login_not_required
def survey_results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures behind the same masks, in the language of the address.

    It begins with a byte order mark, without which Excel garbles every language but
    English. Numbers have Latin digits, shares are fractions of one. Looked at by
    something, each line is of one group.
    """
    page = _page(request, slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    by = f"-{page.view.by}" if page.view else ""
    name = f"{slug}{by}-{languages.current().code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    lines = lines_by(page.view, page.results) if page.view else lines_of(page.results)
    writer = csv.writer(response)
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return _kept(request, response, slug)


def _page(request: HttpRequest, slug: str) -> Page:
    """Return the results; to strangers there are none before they are public."""
    survey = Survey.objects.with_questions().filter(slug=slug).first()
    if survey is None:
        raise Http404
    # Asking who it is would make the page differ by cookie, so this comes second.
    if not survey.has_public_results and not _may_read_early(request):
        raise Http404
    form = ResultsForm(request.GET or None)
    table = tabulated(survey, is_public=survey.has_public_results)
    made = breakdowns(table, is_public=survey.has_public_results)
    form.offer(made.available())
    view = None
    if form.is_valid() and form.cleaned_data["by"]:
        view = view_by(table, made, **form.cleaned_data)
    return Page(results_of(table), form, view)


def _may_read_early(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.has_role(
        *READERS_BEFORE_PUBLICATION
    )


def _kept(request: HttpRequest, response: HttpResponse, slug: str) -> HttpResponse:
    """Let public results be served from memory for a while."""
    definition = definitions.current(slug)
    if definition is None or not definition.survey.has_public_results:
        response["Cache-Control"] = "private, no-cache"
        return response

    def is_current() -> bool:
        return (
            definitions.current(slug) is definition
            and definition.survey.has_public_results
        )

    return public_pages.keep_for(FRESH_FOR, request, response, is_current)
