"""Comments on what is published: read, and sent without an account.

What is sent waits until staff have read it. A signed token and a small sum stand in
place of a cookie, so that the page is the same for everyone and can be kept.
"""

from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db import InterfaceError, OperationalError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import etag, require_safe
from django.views.generic import View

from civic import languages, limits, posts, typed
from civic.editions import current_until_changed, stamp_of
from civic.limits import Limit
from civic.public_pages import Keeping, keep
from engagement.actions.comments import take_comment
from engagement.comment_feeds import CommentFeed, SummaryCommentFeed
from engagement.comment_sums import OpenForm
from engagement.forms.comments import CommentForm
from engagement.models import Comment, Summary
from engagement.models.comments import SUBJECTS
from surveys import flags, guards

TOPICS = ("comments", "summaries")
DATABASE_AWAY = (InterfaceError, OperationalError)
RETRY_AFTER = "30"  # seconds, while the database is away
SHOWN = 50
# A branch shares one address among all who come, so the browser is counted first.
OF_BROWSER = Limit("comments-of-browser", most=10)
OF_ADDRESS = Limit("comments-of-address", most=100)
FORBIDDEN, UNPROCESSABLE = HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS


class CommentsView(View):
    """The comments on one subject, with the form for another one."""

    about = ""  # the foreign key of a comment that names the subject

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        return csrf_exempt(login_not_required(super().as_view(**initkwargs)))

    def found(self, **kwargs: Any) -> models.Model:
        """The subject that the address names, or 404 if it is not public."""
        raise NotImplementedError

    @cached_property
    def subject(self) -> models.Model:
        return self.found(**self.kwargs)

    @property
    def key(self) -> str:
        return f"{self.about}-{self.subject.pk}"

    # Reading

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        is_current = current_until_changed(*TOPICS)
        opened, language = OpenForm(self.key), languages.current()
        response = self.page(opened, CommentForm(opened=opened))
        if request.META.get("QUERY_STRING"):
            return response

        def renewed(request: HttpRequest) -> tuple[str, ...] | None:
            is_other = bool(request.META.get("QUERY_STRING"))
            return None if is_other else OpenForm(self.key).own_texts(language)

        own = opened.own_texts(language)
        return keep(response, Keeping(is_current, renewed, own))

    def page(
        self,
        opened: OpenForm,
        form: CommentForm,
        *,
        status: int = HTTPStatus.OK,
        notice: str = "",
    ) -> HttpResponse:
        """All of it; ``notice`` is why a form comes back, in one word."""
        kind, own = SUBJECTS[self.about], languages.current().code
        comments = Comment.objects.public().filter(**{self.about: self.subject})
        pages = Paginator(comments.with_own_language_first(own), SHOWN)
        page = pages.get_page(self.request.GET.get("page"))
        context = {
            "title": kind.title(self.subject),
            "address": kind.address(self.subject),
            "subject": self.subject,
            "page_obj": page,
            "found": pages.count,
            "rules": Comment.Rule.labels,
            "form": form,
            "form_id": "comment-form",
            "opened": opened,
            "trap": posts.TRAP,
            "notice": notice,
        }
        template = "engagement/comment_list.html"
        response = render(self.request, template, context, status=status)
        response["Cache-Control"] = "private, no-cache"
        response.is_made_by_portal = True
        return response

    # Sending

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            data = posts.read_post(request)
        except posts.Unreadable as error:
            opened = OpenForm(self.key)
            form = CommentForm(opened=opened)
            return self.page(opened, form, status=error.status, notice="unreadable")
        try:
            return self.sent(data)
        except DATABASE_AWAY:
            if posts.comes_from_elsewhere(request):
                raise
            return unsaved(request, data)

    def sent(self, data: QueryDict) -> HttpResponse:
        """Refuse what no form of ours sent; show again what is not to be stored."""
        opened = OpenForm.proven(self.key, data)
        if opened is None or posts.comes_from_elsewhere(self.request):
            return self.not_ours(data, "forged" if opened is None else "elsewhere")
        form = CommentForm(data, opened=opened)
        if typed.BUTTON in data:
            return self.page(opened, typed.unchecked(form))
        if opened.is_expired:
            return self.again(data, "expired", UNPROCESSABLE)
        if reached := self.reached():
            form = typed.unchecked(form)
            response = self.page(opened, form, status=TOO_MANY, notice="too many")
            response["Retry-After"] = str(reached.retry_after)
            return response
        return self.checked(opened, form)

    def not_ours(self, data: QueryDict, notice: str) -> HttpResponse:
        seconds = guards.refusal(self.request)
        if not seconds:
            return self.again(data, notice, FORBIDDEN)
        response = self.again(data, "too many", TOO_MANY)
        response["Retry-After"] = str(seconds)
        return response

    def again(self, data: QueryDict, notice: str, status: int) -> HttpResponse:
        """What was typed in a form of ours, with another sum."""
        opened, fresh = OpenForm(self.key), data.copy()
        fresh.pop("sum", None)
        form = typed.unchecked(CommentForm(fresh, opened=opened))
        return self.page(opened, form, status=status, notice=notice)

    def checked(self, opened: OpenForm, form: CommentForm) -> HttpResponse:
        if not form.is_valid():
            if form.has_wrong_sum:
                self.count()
            return self.page(opened, form, status=UNPROCESSABLE)
        if form.flags_ways_to_people():
            return self.page(opened, form, status=UNPROCESSABLE, notice="private")
        doubts = [flags.TRAP] if form.data.get(posts.TRAP) else []
        doubts += [flags.PACE] if opened.is_hasty else []
        if take_comment(form.comment(flags=doubts, **{self.about: self.subject})):
            self.count()
        address = SUBJECTS[self.about].address(self.subject)
        return HttpResponseRedirect(f"{address}sent/", status=HTTPStatus.SEE_OTHER)

    def reached(self) -> Limit | None:
        if OF_BROWSER.is_reached(limits.browser(self.request)):
            return OF_BROWSER
        is_reached = OF_ADDRESS.is_reached(limits.address(self.request))
        return OF_ADDRESS if is_reached else None

    def count(self) -> None:
        OF_BROWSER.count(limits.browser(self.request))
        OF_ADDRESS.count(limits.address(self.request))


def unsaved(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """Give back what was sent while the database is away, to be sent again."""
    fields = [(name, value) for name, values in data.lists() for value in values]
    context = {"fields": fields, "address": request.path}
    template = "engagement/comment_unsaved.html"
    response = render(request, template, context, status=503)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "private, no-store"
    return response


class SummaryCommentsView(CommentsView):
    about = "summary"

    def found(self, **kwargs: Any) -> Summary:
        return get_object_or_404(Summary.objects.published(), **kwargs)


@login_not_required
def summary_comment_sent(request: HttpRequest, year: int, season: str) -> HttpResponse:
    """Say what happens next with a comment; the same page for everyone."""
    summary = get_object_or_404(Summary.objects.published(), year=year, season=season)
    kind = SUBJECTS["summary"]
    context = {"title": kind.title(summary), "address": kind.address(summary)}
    return render(request, "engagement/comment_sent.html", context)


def _etag(request: HttpRequest, **kwargs: Any) -> str:
    """Return what a feed is made of: the edition, and what was asked for."""
    text = f"{stamp_of(*TOPICS)} {request.build_absolute_uri()}"
    return f'"{blake2b(text.encode(), digest_size=16).hexdigest()}"'


def _feed(feed: Feed) -> Callable[..., HttpResponse]:
    @login_not_required
    @require_safe
    @etag(_etag)
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return feed(request, **kwargs)

    return view


comment_feed = _feed(CommentFeed())
summary_comment_feed = _feed(SummaryCommentFeed())
