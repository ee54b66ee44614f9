"""What becomes of a page that was sent: refused, kept, gone on from, or stored."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language

from civic import languages, posts
from surveys import guards, tokens
from surveys.actions import SubmissionMismatch
from surveys.forms import SurveyPageForm
from surveys.models import Response
from surveys.routes import FIRST
from surveys.sittings import Sitting
from surveys.views.pages import form_page
from surveys.views.thanks import thanks

FORBIDDEN, UNPROCESSABLE = HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
NOT_OURS = ("forged", "elsewhere")
BACK, LATER = ASIDE = ("back", "later")  # directions; all others go on


def receive(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, data: QueryDict
) -> HttpResponse:
    """Refuse what did not come from a form of ours; else go where it asks to."""
    sitting, refusal = identify(sitting, data)
    if posts.comes_from_elsewhere(request):
        sitting, refusal = sitting.afresh(), "elsewhere"
    if refusal in NOT_OURS and (seconds := guards.refusal(request)):
        return crowded_page(request, sitting, form, "too many", seconds)
    if refusal == "expired":
        if is_stored(sitting):
            return thanks(sitting, is_repeated=True)
        return form_page(request, sitting, form, status=UNPROCESSABLE, notice=refusal)
    if refusal:
        return form_page(request, sitting, form, status=FORBIDDEN, notice=refusal)
    if data.get("language") in languages.BY_CODE or data.get("direction") in ASIDE:
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
    sent = sitting.sent if submission == sitting.submission else {}
    return replace(sitting, submission=submission, started_at=started_at, sent=sent)


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
    """Go back, to another language, or away; the page is kept, right or wrong."""
    if not form.fits_draft():
        return form_page(request, sitting, form, status=UNPROCESSABLE)
    is_back = data.get("direction") == BACK and data.get("language") is None
    number = sitting.route.before(sitting.number) if is_back else sitting.number
    saved = sitting.saved(form, data.get(posts.TRAP, ""), at=number)
    if saved is None:
        return no_longer_a_draft(request, sitting, form)
    if data.get("direction") == LATER:
        arguments = [sitting.survey.slug, sitting.submission]
        return see_other(reverse("surveys:survey-later", args=arguments))
    with translation.override(data.get("language") or get_language()):
        return see_other(saved.address_of(number))


def go_on(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, data: QueryDict
) -> HttpResponse:
    """Go to the next page that is shown, or store the answers if there is none."""
    is_shown = sitting.route.is_shown(sitting.number)
    if not (form.is_valid() if is_shown else form.fits_draft()):
        if is_stored(sitting):
            return thanks(sitting, is_repeated=True)
        return form_page(request, sitting, form, status=UNPROCESSABLE)
    ahead = sitting.with_sent(form) if sitting.definition.is_branching else sitting
    number = ahead.route.after(sitting.number)
    if number is None:
        return finish(request, sitting, form, data)
    saved = sitting.saved(form, data.get(posts.TRAP, ""), at=number)
    if saved is None:
        return no_longer_a_draft(request, sitting, form)
    return see_other(saved.address_of(number))


def finish(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm, data: QueryDict
) -> HttpResponse:
    """Check all pages together and store them, or show the first that is wrong."""
    trap = data.get(posts.TRAP, "")
    if sitting.number > FIRST:
        sitting = sitting.remembered()
    ahead = sitting.with_sent(form) if sitting.definition.is_branching else sitting
    route = ahead.route
    answers: dict[str, object] = {}
    for number in filter(route.is_shown, route.numbers):
        each = form if number == sitting.number else route.form(number)
        if not each.is_valid():
            if is_stored(sitting):
                return thanks(sitting, is_repeated=True)
            saved = sitting.saved(form, trap, at=number) or sitting
            return form_page(request, saved.at(number), each, status=UNPROCESSABLE)
        answers |= each.answers()
    judgment = guards.judge(request, sitting.chosen_collector(), data)
    if judgment.must_prove and not is_stored(sitting):
        seconds = guards.seconds_of_flood()
        return crowded_page(request, sitting, form, "crowded", seconds)
    try:
        is_new = sitting.submitted(answers, trap, judgment.flags)
    except SubmissionMismatch:  # the same form, sent by two addresses of the survey
        is_new = False
    return thanks(sitting, is_repeated=not is_new)


def crowded_page(
    request: HttpRequest,
    sitting: Sitting,
    form: SurveyPageForm,
    notice: str,
    seconds: int,
) -> HttpResponse:
    """Give the page back as it was sent, while very much is being sent."""
    response = form_page(request, sitting, form, status=TOO_MANY, notice=notice)
    response["Retry-After"] = str(seconds)
    return response


def no_longer_a_draft(
    request: HttpRequest, sitting: Sitting, form: SurveyPageForm
) -> HttpResponse:
    """Another tab has sent this submission already."""
    if is_stored(sitting):
        return thanks(sitting, is_repeated=True)
    sitting = sitting.afresh()
    return form_page(request, sitting, form, status=FORBIDDEN, notice="forged")


def is_stored(sitting: Sitting) -> bool:
    stored = Response.objects.sent_as(sitting.submission)
    return stored.filter(survey=sitting.survey).exists()


def see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
