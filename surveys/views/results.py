"""The results of a survey, as a page and as a file."""

import csv
import time
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from civic import languages, numbers, public_pages
from civic.roles import Role
from surveys import definitions
from surveys.models import Survey
from surveys.tabulation import QuestionResults, SurveyResults, survey_results

READERS_BEFORE_PUBLICATION = (
    Role.LIBRARIAN,
    Role.EDITOR,
    Role.TRANSLATOR,
    Role.MODERATOR,
)
FRESH_FOR = 10.0  # seconds; figures change seldom, as few newcomers change nothing
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@login_not_required
def survey_results_page(request: HttpRequest, slug: str) -> HttpResponse:
    results = _results(request, slug)
    context = {"results": results, "survey": results.survey}
    return _kept(render(request, "surveys/survey_results.html", context), slug)


@login_not_required
def survey_results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures behind the same masks, in the language of the address.

    It begins with a byte order mark, without which Excel garbles every language but
    English. Numbers have Latin digits, shares are fractions of one.
    """
    results = _results(request, slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{slug}-{languages.current().code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    csv.writer(response).writerows(_lines(results))
    return _kept(response, slug)


def _results(request: HttpRequest, slug: str) -> SurveyResults:
    """Return the results; to strangers there are none before they are public."""
    survey = Survey.objects.with_questions().filter(slug=slug).first()
    if survey is None:
        raise Http404
    # Asking who it is would make the page differ by cookie, so this comes second.
    if not survey.has_public_results and not _may_read_early(request):
        raise Http404
    return survey_results(survey, is_public=survey.has_public_results)


def _may_read_early(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.has_role(
        *READERS_BEFORE_PUBLICATION
    )


def _kept(response: HttpResponse, slug: str) -> HttpResponse:
    """Let public results be served from memory for a while."""
    response["Cache-Control"] = "private, no-cache"
    definition = definitions.current(slug)
    if definition is None or not definition.survey.has_public_results:
        return response
    made_at = time.monotonic()

    def is_current() -> bool:
        return (
            time.monotonic() - made_at < FRESH_FOR
            and definitions.current(slug) is definition
            and definition.survey.has_public_results
        )

    def renewed(request: HttpRequest) -> tuple[str, ...] | None:
        return None if request.META.get("QUERY_STRING") else ()

    return public_pages.keep(response, public_pages.Keeping(is_current, renewed))


def _lines(results: SurveyResults) -> Iterator[list[object]]:
    yield [
        _("question code"),
        _("question"),
        _("answer code"),
        _("answer"),
        _("people"),
        _("share of those who answered"),
        _("note"),
    ]
    for question in results.questions:
        for line in _question_lines(question):
            yield [_safe(cell) for cell in (*_name(question), *line)]


def _name(results: QuestionResults) -> tuple[str, str]:
    return results.question.code, results.question.text


def _question_lines(results: QuestionResults) -> Iterator[tuple[object, ...]]:
    """Yield answer code, answer, people, share and note of each line."""
    hidden = _("not shown")
    note = hidden if results.answered is None else ""
    if results.mean is not None:
        mean = numbers.number(results.mean, languages.current())
        note = _("mean: %(mean)s") % {"mean": mean}
    yield "", _("all who answered this question"), results.answered, None, note
    for row in results.rows:
        share = None if row.share is None else round(row.share, 2)
        note = hidden if row.people is None else ""
        yield row.cell.code, row.cell.label, row.people, share, note


def _safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(STARTS_FORMULA):
        return f"'{value}"
    return value
