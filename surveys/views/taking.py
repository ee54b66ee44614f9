"""Taking a survey: no account, no cookie, no script; nothing typed is ever lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import ListView, View

from civic import languages
from civic.public_pages import UUID_IN_PATH
from surveys import definitions, posts, tokens
from surveys.actions import SubmissionMismatch
from surveys.forms import SurveyPageForm
from surveys.models import Response, Survey
from surveys.sittings import Sitting
from surveys.views.pages import (
    closed_page,
    form_page,
    is_answerable,
    keep_page,
    unavailable_page,
    unreadable_page,
    unsaved_page,
)
from surveys.views.thanks import thanks

FORBIDDEN, UNPROCESSABLE = HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
DATABASE_AWAY = (InterfaceError, OperationalError)


@method_decorator(login_not_required, name="dispatch")
class SurveyListView(ListView):
    """Surveys that take answers, and closed ones with what came of them."""

    template_name = "surveys/survey_list.html"
    queryset = Survey.objects.public()

    def get_context_data(self, **kwargs) -> dict[str, object]:
        surveys = list(self.object_list)
        return super().get_context_data(
            open_surveys=[one for one in surveys if one.is_open],
            closed_surveys=[one for one in surveys if not one.is_open],
            **kwargs,
        )


class TakingView(View):
    """One page of a survey: shown, checked, kept, and at last stored.

    A signed token stands in place of the CSRF cookie, so that a reader leaves
    without one and the page is the same for everyone.
    """

    @classmethod
    def as_view(cls, **initkwargs) -> Callable[..., HttpResponse]:
        return csrf_exempt(login_not_required(super().as_view(**initkwargs)))

    def sitting(self, request: HttpRequest, **kwargs) -> Sitting:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            sitting = self.sitting(request, **kwargs)
            if not is_answerable(sitting):
                return closed_page(request, sitting, HTTPStatus.OK)
            return self.opened(request, sitting)
        except DATABASE_AWAY:
            return unavailable_page(request)

    def opened(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        return form_page(request, sitting, sitting.form())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            sitting = self.sitting(request, **kwargs)
        except DATABASE_AWAY:
            return unavailable_page(request)
        try:
            data = posts.read_post(request)
        except posts.Unreadable as error:
            return unreadable_page(request, sitting, error.status)
        form = sitting.form(data)
        if not is_answerable(sitting):
            return closed_page(request, sitting, HTTPStatus.CONFLICT, form)
        try:
            return receive(request, sitting, form, data)
        except DATABASE_AWAY:
            return unsaved_page(request, proven(sitting, data) or sitting, form)


class SurveyDetailView(TakingView):
    """The first page, at the survey's own address."""

    def sitting(self, request: HttpRequest, **kwargs) -> Sitting:
        definition = definitions.current(kwargs["slug"])
        if definition is None or not definition.pages:
            raise Http404
        return Sitting(definition, entrance=request.path)

    def opened(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        response = super().opened(request, sitting)
        return keep_page(request, sitting, response, lambda _request: sitting.afresh())


class CollectorDetailView(SurveyDetailView):
    """The first page, at a collector's short address."""

    def sitting(self, request: HttpRequest, **kwargs) -> Sitting:
        found = definitions.of_collector(kwargs["slug"])
        if found is None or not found[0].pages:
            raise Http404
        definition, collector = found
        return Sitting(definition, collector=collector, entrance=request.path)


class SurveyPageView(TakingView):
    """Any page of a survey that was begun, under its submission."""

    def sitting(self, request: HttpRequest, **kwargs) -> Sitting:
        definition = definitions.current(kwargs["slug"])
        if definition is None or not 1 <= kwargs["number"] <= len(definition.pages):
            raise Http404
        return Sitting(
            definition, submission=kwargs["submission"], number=kwargs["number"]
        )

    def opened(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        remembered = sitting.remembered()
        if remembered is not sitting:
            return self.begun(request, remembered)
        slug = sitting.survey.slug
        stored = Response.objects.filter(submission=sitting.submission)
        name = "survey-thanks" if stored.exists() else "survey-detail"
        return HttpResponseRedirect(reverse(f"surveys:{name}", args=[slug]))

    def begun(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        response = super().opened(request, sitting)
        if not sitting.is_blank:
            return response
        return keep_page(request, sitting, response, partial(blank_draft, sitting))


def blank_draft(sitting: Sitting, request: HttpRequest) -> Sitting | None:
    """The draft that ``request`` asks for, if it has no answers to the same page."""
    found = UUID_IN_PATH.search(request.path_info)
    if found is None:
        return None
    asked = Sitting(
        sitting.definition, submission=UUID(found[0]), number=sitting.number
    )
    try:
        remembered = asked.remembered()
    except DATABASE_AWAY:
        return None
    return remembered if remembered is not asked and remembered.is_blank else None


# Receiving a page


def receive(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, data: QueryDict
) -> HttpResponse:
    """Refuse what did not come from a form of ours; else go where it asks to."""
    sitting, refusal = identify(sitting, data)
    if posts.comes_from_elsewhere(request):
        sitting, refusal = sitting.afresh(), "elsewhere"
    if refusal == "expired":
        if is_stored(sitting):
            return thanks(sitting, is_repeated=True)
        return form_page(request, sitting, form, status=UNPROCESSABLE, notice=refusal)
    if refusal:
        return form_page(request, sitting, form, status=FORBIDDEN, notice=refusal)
    if data.get("language") in languages.BY_CODE or data.get("direction") == "back":
        return turn_aside(request, sitting, form, data)
    return go_on(request, sitting, form, data)


def identify(sitting: Sitting, data: QueryDict) -> tuple[Sitting, str | None]:
    """Return the sitting that the token proves, or a new one and why it does not."""
    named = proven(sitting, data)
    if named is None:
        return known_by_address(sitting), "forged"
    if timezone.now() - named.started_at > tokens.FORM_LIFETIME:
        return named, "expired"
    return named, None


def proven(sitting: Sitting, data: QueryDict) -> Sitting | None:
    """The sitting of the posted submission, if its token is one of ours."""
    submission = posts.posted_submission(data)
    if submission is None:
        return None
    token = data.get("token", "")
    started_at = tokens.opened_at(token, submission, sitting.survey.slug)
    if started_at is None:
        return None
    return replace(sitting, submission=submission, started_at=started_at)


def known_by_address(sitting: Sitting) -> Sitting:
    """A draft's address is its key; without one, begin a new submission."""
    if not sitting.entrance:
        remembered = sitting.remembered()
        if remembered is not sitting:
            return remembered
    return sitting.afresh()


def turn_aside(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, data: QueryDict
) -> HttpResponse:
    """Go back, or to another language; the page is kept as it is, right or wrong."""
    if not form.fits_draft():
        return form_page(request, sitting, form, status=UNPROCESSABLE)
    saved = sitting.saved(form, data.get(posts.TRAP, ""))
    if saved is None:
        return no_longer_a_draft(request, sitting, form)
    if data.get("direction") == "back":
        return see_other(saved.address_of(max(1, sitting.number - 1)))
    with translation.override(data["language"]):
        return see_other(saved.address_of(sitting.number))


def go_on(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, data: QueryDict
) -> HttpResponse:
    if not form.is_valid():
        if is_stored(sitting):
            return thanks(sitting, is_repeated=True)
        return form_page(request, sitting, form, status=UNPROCESSABLE)
    if sitting.is_last:
        return finish(request, sitting, form, data.get(posts.TRAP, ""))
    saved = sitting.saved(form, data.get(posts.TRAP, ""))
    if saved is None:
        return no_longer_a_draft(request, sitting, form)
    return see_other(saved.address_of(sitting.number + 1))


def finish(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, trap: str
) -> HttpResponse:
    """Check all pages together and store them, or show the first that is wrong."""
    if sitting.number > 1:
        sitting = sitting.remembered()
    earlier = [sitting.form_of(number) for number in range(1, sitting.number)]
    answers: dict[str, object] = {}
    for number, each in enumerate([*earlier, form], start=1):
        if not each.is_valid():
            if is_stored(sitting):
                return thanks(sitting, is_repeated=True)
            saved = sitting.saved(form, trap) or sitting
            return form_page(request, saved.at(number), each, status=UNPROCESSABLE)
        answers |= each.answers()
    try:
        is_new = sitting.submitted(answers, trap)
    except SubmissionMismatch:  # the same form, sent by two addresses of the survey
        is_new = False
    return thanks(sitting, is_repeated=not is_new)


def no_longer_a_draft(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm
) -> HttpResponse:
    """Another tab has sent this submission already."""
    if is_stored(sitting):
        return thanks(sitting, is_repeated=True)
    sitting = sitting.afresh()
    return form_page(request, sitting, form, status=FORBIDDEN, notice="forged")


def is_stored(sitting: Sitting) -> bool:
    return Response.objects.filter(
        submission=sitting.submission, survey=sitting.survey
    ).exists()


def see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
