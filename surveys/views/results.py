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
from surveys.models import Question, Survey
from surveys.tabulation import (
    PartResults,
    QuestionResults,
    SurveyResults,
    survey_results,
)

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
        _("row code"),
        _("row"),
        _("answer code"),
        _("answer"),
        _("people"),
        _("share of those who answered"),
        _("note"),
    ]
    for question in results.questions:
        for line in _question_lines(question):
            yield [_safe(cell) for cell in line]


def _question_lines(results: QuestionResults) -> Iterator[tuple[object, ...]]:
    """Yield code and text of question and row, then what ``_table_lines`` says."""
    question = results.question
    for part in results.parts:
        row = (part.row.code, part.row.label) if part.row else ("", "")
        for line in _table_lines(results, part):
            yield question.code, question.text, *row, *line
    for ranked in results.ranks:
        for rank, people in enumerate(ranked.people, start=1):
            share = round(people / sum(ranked.people), 2)
            place = _("place %(place)s") % {"place": rank}
            yield (
                *(question.code, question.text, "", ""),
                *(ranked.cell.code, ranked.cell.label, people, share, place),
            )


def _table_lines(
    results: QuestionResults, part: PartResults
) -> Iterator[tuple[object, ...]]:
    """Yield answer code, answer, people, share and note of each line."""
    hidden = _("not shown")
    answered = part.answered if part.row else results.answered
    note = hidden if answered is None else _mean_note(results)
    yield "", _("all who answered this question"), answered, None, note
    for row in part.rows:
        share = None if row.share is None else round(row.share, 2)
        note = hidden if row.people is None else ""
        if results.question.kind == Question.Kind.RANKING and not note:
            note = _("put first")
        yield row.cell.code, row.cell.label, row.people, share, note


def _mean_note(results: QuestionResults) -> str:
    if results.mean is None:
        return ""
    here = languages.current()
    mean = _("mean: %(mean)s") % {"mean": numbers.number(results.mean.value, here)}
    if results.mean.low is None or results.mean.high is None:
        return mean
    return _("%(mean)s (95%% interval: %(low)s to %(high)s)") % {
        "mean": mean,
        "low": numbers.number(results.mean.low, here),
        "high": numbers.number(results.mean.high, here),
    }


def _safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(STARTS_FORMULA):
        return f"'{value}"
    return value
