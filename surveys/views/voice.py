"""Follow your voice: what became of answers, by the code on their receipt.

The code comes in the body of a post, or behind the “#” of an address, which browsers
keep to themselves: it never reaches an address that a log could hold.
"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from civic import limits, posts, receipts, typed
from civic.limits import Limit
from surveys import definitions, qr, tokens, voice
from surveys.forms.voice import UNKNOWN, ReceiptForm
from surveys.views.thanks import REFERENCE, shown_code

# A branch shares one address among all who come, so the browser is counted first.
OF_BROWSER = Limit("wrong-receipts-of-browser", most=10)
OF_ADDRESS = Limit("wrong-receipts-of-address", most=100)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS


@csrf_exempt  # it only shows something, and a cookie would be needed
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_your_voice(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ReceiptForm())
    try:
        data = posts.read_post(request)
    except posts.Unreadable as error:
        return _page(request, ReceiptForm(), status=error.status)
    form = ReceiptForm(data)
    if typed.BUTTON in data and receipts.normalized(data.get("code", "")) is None:
        return _page(request, typed.unchecked(form))
    reached = _reached(request)
    if reached:
        response = _page(request, typed.unchecked(form), status=TOO_MANY)
        response["Retry-After"] = str(reached.retry_after)
        return response
    return _looked_up(request, form)


def _reached(request: HttpRequest) -> Limit | None:
    if OF_BROWSER.is_reached(limits.browser(request)):
        return OF_BROWSER
    return OF_ADDRESS if OF_ADDRESS.is_reached(limits.address(request)) else None


def _looked_up(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    found = voice.contribution(form.cleaned_data["code"]) if form.is_valid() else None
    if found:
        return _page(request, form, contribution=found)
    if form.is_valid():
        form.add_error("code", UNKNOWN)
    if form.data.get("code", "").strip():
        OF_BROWSER.count(limits.browser(request))
        OF_ADDRESS.count(limits.address(request))
    return _page(request, form, status=UNPROCESSABLE)


def _page(
    request: HttpRequest,
    form: ReceiptForm,
    *,
    contribution: voice.Contribution | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "form_id": "receipt-form",
        "contribution": contribution,
        "survey": contribution and contribution.survey,
        "minutes": OF_BROWSER.retry_after // 60 + 1 if status == TOO_MANY else 0,
        "is_unreadable": status in {400, 413},
    }
    response = render(request, "surveys/voice.html", context, status=status)
    response.is_made_by_portal = True
    return response


def voice_address(request: HttpRequest, code: str) -> str:
    """Return the address behind a receipt's QR code, in the page's language."""
    return request.build_absolute_uri(f"{reverse('surveys:voice')}#{code}")


@login_not_required
@never_cache
def survey_slip(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt to print: the code and a QR code, reached from the thank-you page."""
    definition = definitions.current(slug)
    reference = tokens.referred(request.GET.get(REFERENCE, ""), slug)
    if definition is None or reference is None:
        raise Http404
    code = receipts.code_for(reference.submission)
    context = {
        "survey": definition.survey,
        "code": shown_code(reference),
        "picture": qr.svg_inline(voice_address(request, code)),
        "reference": request.GET[REFERENCE],
    }
    return render(request, "surveys/survey_slip.html", context)
