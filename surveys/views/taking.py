"""Taking a survey: no account, no cookie, no script; nothing typed is ever lost."""

from collections.abc import Callable
from dataclasses import dataclass
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
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import ListView, View

from civic import posts
from civic.public_pages import UUID_IN_PATH
from surveys import definitions
from surveys.models import Survey
from surveys.sittings import Sitting
from surveys.views.pages import (
    closed_page,
    form_page,
    gone_page,
    is_answerable,
    keep_page,
    shape,
    taken_over_by,
    unavailable_page,
    unreadable_page,
    unsaved_fields,
    unsaved_page,
)
from surveys.views.receiving import is_stored, proven, receive

DATABASE_AWAY = (InterfaceError, OperationalError)


@dataclass(frozen=True)
class Listed:
    """A survey with the closed versions before it that residents read results of."""

    survey: Survey
    older: list[Survey]


def listed(surveys: list[Survey]) -> list[Listed]:
    """The newest version of each survey, and others only while they are open."""
    newest: dict[UUID, int] = {}
    for one in surveys:
        newest[one.family] = max(one.version, newest.get(one.family, 0))
    older: dict[UUID, list[Survey]] = {}
    for one in surveys:
        if not one.is_open and one.version < newest[one.family]:
            older.setdefault(one.family, []).append(one)
    return [
        Listed(one, [old for old in before if old.has_public_results])
        for one in surveys
        if one not in (before := older.get(one.family, []))
    ]


@method_decorator(login_not_required, name="dispatch")
class SurveyListView(ListView):
    """Surveys that take answers, and closed ones with what came of them."""

    template_name = "surveys/survey_list.html"
    queryset = Survey.objects.public()

    def get_context_data(self, **kwargs) -> dict[str, object]:
        found = listed(list(self.object_list))
        return super().get_context_data(
            open_surveys=[one for one in found if one.survey.is_open],
            closed_surveys=[one for one in found if not one.survey.is_open],
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
            successor = taken_over_by(sitting)
            if successor:
                return HttpResponseRedirect(successor.get_absolute_url())
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
        return self.sent(request, sitting, data)

    def sent(
        self, request: HttpRequest, sitting: Sitting, data: QueryDict
    ) -> HttpResponse:
        """Receive what was read, or give it back if it cannot be kept."""
        if sitting.definition.is_branching and not sitting.entrance:
            try:  # what is asked on this page depends on the pages before
                sitting = sitting.remembered()
            except DATABASE_AWAY:
                return unsaved_fields(request, data)
        form = sitting.form(data)
        try:
            if not is_answerable(sitting):
                return closed_page(request, sitting, HTTPStatus.CONFLICT, form)
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
        if remembered is sitting:
            return gone_page(request, sitting, is_stored=is_stored(sitting))
        if not is_answerable(remembered):
            return closed_page(request, remembered, HTTPStatus.OK)
        route, number = remembered.route, remembered.number
        if not route.is_shown(number):
            other = route.after(number) or route.before(number)
            return HttpResponseRedirect(remembered.address_of(other))
        return self.begun(request, remembered)

    def begun(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        response = super().opened(request, sitting)
        if not sitting.is_blank:
            return response
        return keep_page(
            request, sitting, response, partial(blank_draft, sitting, shape(sitting))
        )


def blank_draft(
    sitting: Sitting, kept_shape: tuple[object, ...], request: HttpRequest
) -> Sitting | None:
    """The draft that ``request`` asks for, if its page is like the one that is kept.

    It has no answers to that page yet, and those to others lead to the same questions.
    """
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
    if remembered is asked or not remembered.is_blank:
        return None
    is_shown = remembered.route.is_shown(remembered.number)
    return remembered if is_shown and shape(remembered) == kept_shape else None
