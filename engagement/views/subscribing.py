"""Mail for residents without an account: asking for it, and one's own page.

Nobody who opens these pages needs a cookie. What a post changes is allowed by the
secret in its address, and asking is limited by browser and by address.
"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from civic import languages, limits, posts, typed
from civic.editions import kept_until_changed
from civic.limits import Limit
from engagement.actions import subscribing
from engagement.forms.subscriptions import SubscribeForm, WishesForm, initial_of
from engagement.models import Subscriber, Topic
from engagement.models.subscriptions import hash_address

OF_BROWSER = Limit("subscriptions-of-browser", most=10)
OF_PLACE = Limit("subscriptions-of-address", most=100)
LETTERS = Limit("letters-to-address", most=3, window=24 * 3600)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
takes_forms = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # it only has a letter sent, and a cookie would be needed
@login_not_required
@takes_forms
@kept_until_changed("places")
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for mail; the answer is the same whether the address is known or not."""
    if request.method != "POST":
        return _asking(request, SubscribeForm(initial=_suggested(request.GET)))
    try:
        data = posts.read_post(request)
    except posts.Unreadable as error:
        return _asking(request, SubscribeForm(), status=error.status)
    form = SubscribeForm(data)
    if typed.BUTTON in data:
        return _asking(request, typed.unchecked(form))
    if limit := _reached(request):
        response = _asking(request, typed.unchecked(form), status=TOO_MANY)
        response["Retry-After"] = str(limit.retry_after)
        return response
    if not form.is_valid() or posts.comes_from_elsewhere(request):
        return _asking(request, form, status=UNPROCESSABLE)
    if not data.get(posts.TRAP):
        _ask(form)
    return redirect("engagement:subscribe-asked")


@login_not_required
@require_safe
@kept_until_changed()
def subscribe_asked(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "engagement/subscribe_asked.html",
        {"days": subscribing.CONFIRM_WITHIN.days},
    )


@csrf_exempt
@login_not_required
@never_cache
@takes_forms
def subscription(request: HttpRequest, secret: str) -> HttpResponse:
    """A subscriber's own page: other topics, another language, or the end of it."""
    subscriber = _subscriber(secret)
    if subscriber is None or subscriber.ended_at:
        return _gone(request, subscriber)
    if not subscriber.is_active:
        return redirect("engagement:subscription-confirm", secret)
    if request.method == "POST":
        return _changed(request, subscriber)
    return _own_page(request, subscriber, WishesForm(initial=initial_of(subscriber)))


@csrf_exempt
@login_not_required
@never_cache
@takes_forms
def subscription_confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Say yes with a button: programs that look at mail follow links, not buttons."""
    subscriber = _subscriber(secret)
    if subscriber is None or subscriber.ended_at:
        return _gone(request, subscriber)
    if request.method == "POST":
        page = languages.current()
        subscribing.confirm_subscription(subscriber, language=page.code)
        subscriber.refresh_from_db()
    context = {"subscriber": subscriber, "secret": secret}
    return render(request, "engagement/subscription_confirm.html", context)


@csrf_exempt  # mail programs post here by themselves: RFC 8058
@login_not_required
@never_cache
@takes_forms
def subscription_end(request: HttpRequest, secret: str) -> HttpResponse:
    """Unsubscribe with one button, or by the mail program without this page."""
    subscriber = _subscriber(secret)
    if subscriber is None:
        return _gone(request, None)
    if request.method == "POST":
        subscribing.end_subscription(subscriber)
        return render(request, "engagement/subscription_ended.html")
    if subscriber.ended_at:
        return render(request, "engagement/subscription_ended.html")
    return render(request, "engagement/subscription_end.html", {"secret": secret})


def _subscriber(secret: str) -> Subscriber | None:
    return Subscriber.objects.with_topics().filter(secret=secret).first()


def _suggested(query: QueryDict) -> dict[str, object]:
    """What the page that led here is about: “?topic=events&district=east”."""
    topics = [one for one in query.getlist("topic") if one in Topic.values]
    return {"topics": topics, "district": query.get("district")}


def _reached(request: HttpRequest) -> Limit | None:
    OF_BROWSER.count(limits.browser(request))
    OF_PLACE.count(limits.address(request))
    if OF_BROWSER.seen(limits.browser(request)) > OF_BROWSER.most:
        return OF_BROWSER
    is_reached = OF_PLACE.seen(limits.address(request)) > OF_PLACE.most
    return OF_PLACE if is_reached else None


def _ask(form: SubscribeForm) -> None:
    """Nobody can have many letters sent to somebody else; who asks is not told."""
    address = form.cleaned_data["address"]
    if LETTERS.count(hash_address(address)) <= LETTERS.most:
        subscribing.ask_to_subscribe(address, wishes=form.wishes())


def _asking(
    request: HttpRequest, form: SubscribeForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "form": form,
        "form_id": "subscribe-form",
        "trap": posts.TRAP,
        "minutes": OF_BROWSER.retry_after // 60 + 1 if status == TOO_MANY else 0,
        "is_unreadable": status in {400, 413},
        "is_from_elsewhere": status == UNPROCESSABLE and not form.errors,
    }
    response = render(request, "engagement/subscribe.html", context, status=status)
    response.is_made_by_portal = True
    return response


def _own_page(
    request: HttpRequest,
    subscriber: Subscriber,
    form: WishesForm,
    *,
    status: int = HTTPStatus.OK,
    is_saved: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "form_id": "subscription-form",
        "subscriber": subscriber,
        "is_saved": is_saved,
        "is_unreadable": status in {400, 413},
    }
    response = render(request, "engagement/subscription.html", context, status=status)
    response.is_made_by_portal = True
    return response


def _changed(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    try:
        form = WishesForm(posts.read_post(request))
    except posts.Unreadable as error:
        form = WishesForm(initial=initial_of(subscriber))
        return _own_page(request, subscriber, form, status=error.status)
    if typed.BUTTON in form.data:
        return _own_page(request, subscriber, typed.unchecked(form))
    if not form.is_valid():
        return _own_page(request, subscriber, form, status=UNPROCESSABLE)
    subscribing.change_subscription(subscriber, wishes=form.wishes())
    return _own_page(request, subscriber, form, is_saved=True)


def _gone(request: HttpRequest, subscriber: Subscriber | None) -> HttpResponse:
    """For links of somebody who unsubscribed, and of nobody: both end here."""
    if subscriber is not None:
        return render(request, "engagement/subscription_ended.html")
    response = render(request, "engagement/subscription_gone.html", status=404)
    response.is_made_by_portal = True
    return response
