"""A kiosk's own pages: the choice of language, the survey, the thanks, and leaving."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from civic import posts, receipts
from civic.limits import Limit
from surveys import definitions, kiosk, qr, tokens
from surveys.actions.collectors import discard_draft
from surveys.definitions import Definition
from surveys.forms.collectors import LeaveForm
from surveys.kiosk import Kiosk
from surveys.models import Collector
from surveys.sittings import Sitting
from surveys.views.pages import is_answerable, taken_over_by
from surveys.views.taking import (
    DATABASE_AWAY,
    CollectorDetailView,
    SurveyPageView,
    TakingView,
)
from surveys.views.thanks import REFERENCE, shown_code
from surveys.views.voice import voice_address

WRONG_PINS = Limit("wrong-pins-of-kiosk", most=5, window=300)


class CollectorView(CollectorDetailView):
    """A short address: a survey's first page or, of a kiosk, the choice of language."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            sitting = self.sitting(request, **kwargs)
            if not sitting.is_on_shared_device or taken_over_by(sitting):
                return super().get(request, **kwargs)
            return start_page(request, sitting)
        except Http404:
            return rightly_spelled(kwargs["slug"])
        except DATABASE_AWAY:
            return super().get(request, **kwargs)


def rightly_spelled(slug: str) -> HttpResponse:
    """Send those to the right address who typed it with other capitals."""
    others = Collector.objects.public().exclude(slug=slug)
    found = others.filter(slug__iexact=slug).first()
    if found is None:
        raise Http404
    return redirect(found)


def start_page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    kiosk.frame(request, Kiosk(sitting.collector))
    context = {
        "survey": sitting.survey,
        "collector": sitting.collector,
        "is_answerable": is_answerable(sitting),
    }
    response = render(request, "surveys/kiosk_start.html", context)
    return unkept(response)


def unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


class InKioskMixin(TakingView):
    """Pages of the survey in the kiosk's frame, which nothing keeps."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        slug = kwargs["slug"]
        try:
            collector = kiosk_or_404(slug)[1]
        except DATABASE_AWAY:  # and nothing known of it: a frame that leads back
            collector = Collector(slug=slug, kind=Collector.Kind.KIOSK)
        kiosk.frame(request, Kiosk(collector, idle=collector.idle_seconds))
        return unkept(super().dispatch(request, *args, **kwargs))

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            if not is_answerable(self.sitting(request, **kwargs)):
                return redirect(request.kiosk.start)
        except DATABASE_AWAY:
            pass
        return super().get(request, **kwargs)


class KioskSurveyView(InKioskMixin, CollectorDetailView):
    """The survey's first page, under a new submission each time."""

    def opened(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        return TakingView.opened(self, request, sitting)


class KioskPageView(InKioskMixin, SurveyPageView):
    """Any later page; once it is sent or cleared, only the start is left."""

    def sitting(self, request: HttpRequest, **kwargs) -> Sitting:
        definition, collector = kiosk_or_404(kwargs["slug"])
        of_survey = kwargs | {"slug": definition.survey.slug}
        return replace(super().sitting(request, **of_survey), collector=collector)

    def opened(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        remembered = sitting.remembered()
        if remembered is sitting or remembered.collector != sitting.collector:
            return redirect(request.kiosk.start)
        return super().opened(request, sitting)

    def begun(self, request: HttpRequest, sitting: Sitting) -> HttpResponse:
        return TakingView.opened(self, request, sitting)


def kiosk_or_404(slug: str) -> tuple[Definition, Collector]:
    found = definitions.of_collector(slug)
    if found is None or not found[1].is_kiosk:
        raise Http404
    return found


@csrf_exempt
@login_not_required
@never_cache
def clear(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete what was begun and go to the start, for the next person.

    Proven by the form's token. By GET too, for which alone a page without a script
    can ask by itself.
    """
    definition, collector = kiosk_or_404(slug)
    try:
        data = posts.read_post(request) if request.method == "POST" else request.GET
    except posts.Unreadable:
        return redirect(Kiosk(collector).start)
    submission, survey = posts.posted_submission(data), definition.survey
    token = data.get("token", "")
    if submission and tokens.opened_at(token, submission, survey.slug):
        discard_draft(collector, submission=submission)
    return HttpResponseRedirect(Kiosk(collector).start, status=HTTPStatus.SEE_OTHER)


@login_not_required
@never_cache
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank, and show the receipt for a short while; then it is the next one's turn."""
    definition, collector = kiosk_or_404(slug)
    reference = kiosk.referred(request.GET.get(REFERENCE, ""))
    if reference is None:
        return redirect(Kiosk(collector).start)
    seconds = kiosk.THANKS_SHOWN
    kiosk.frame(request, Kiosk(collector, idle=seconds, warning=seconds, asks=False))
    code = receipts.code_for(reference.submission)
    context = {
        "survey": definition.survey,
        "reference": reference,
        "code": shown_code(reference),
        "picture": qr.svg_inline(voice_address(request, code)),
        "seconds": seconds,
    }
    return render(request, "surveys/kiosk_thanks.html", context)


@csrf_exempt  # it changes nothing, and a kiosk has no cookies
@login_not_required
@never_cache
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the staff PIN, and go to the portal's front page with it."""
    _definition, collector = kiosk_or_404(slug)
    if not collector.pin_hash:
        raise Http404
    kiosk.frame(request, Kiosk(collector, idle=kiosk.LEAVING))
    if request.method != "POST":
        return _leave_page(request, LeaveForm())
    try:
        form = LeaveForm(posts.read_post(request))
    except posts.Unreadable as error:
        return _leave_page(request, LeaveForm(), status=error.status)
    if WRONG_PINS.is_reached(collector.pk):
        status = HTTPStatus.TOO_MANY_REQUESTS
        response = _leave_page(request, LeaveForm(), status=status)
        response["Retry-After"] = str(WRONG_PINS.retry_after)
        return response
    if form.is_valid() and check_password(form.cleaned_data["pin"], collector.pin_hash):
        return redirect("civic:home")
    if form.is_valid():
        WRONG_PINS.count(collector.pk)
        form.add_error("pin", LeaveForm.WRONG)
    return _leave_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _leave_page(
    request: HttpRequest, form: LeaveForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    is_limited = status == HTTPStatus.TOO_MANY_REQUESTS
    context = {
        "form": form,
        "minutes": WRONG_PINS.retry_after // 60 + 1 if is_limited else 0,
    }
    response = render(request, "surveys/kiosk_leave.html", context, status=status)
    response.is_made_by_portal = True
    return response
