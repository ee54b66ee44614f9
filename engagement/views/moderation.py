"""The moderator's desk: one queue of comments, the oldest first, by keyboard."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView

from civic.access import RoleRequiredMixin, role_required
from civic.roles import Role
from civic.typed import KeepsTypedMixin
from engagement.actions.comments import (
    DecidedMeanwhile,
    DecisionRefused,
    answer_comment,
    publish_comment,
    refuse_comment,
    undo_decision,
    withdraw_comment,
)
from engagement.forms.comments import AnswerForm, QueueFilterForm, RefusalForm
from engagement.models import Comment
from engagement.models.comments import CommentQuerySet
from engagement.moderation import Counted, read

MODERATING = (Role.MODERATOR, Role.EDITOR)
QUEUE = "engagement:comment-queue"


def queue_of(request: HttpRequest, form: QueueFilterForm) -> CommentQuerySet:
    """The comments asked for: those that wait since longest, or decided last, first."""
    comments = Comment.objects.editable_by(request.user).filter(state=form.chosen_state)
    if form.chosen_language:
        comments = comments.filter(language=form.chosen_language)
    is_waiting = form.chosen_state == Comment.State.WAITING
    order = ("sent_at", "pk") if is_waiting else ("-moderated_at", "-pk")
    return comments.with_subject().order_by(*order)


@method_decorator(never_cache, name="dispatch")
class CommentQueueView(RoleRequiredMixin, ListView):
    """What waits to be read, or what was decided, with what is to be done about it."""

    roles = MODERATING
    template_name = "engagement/comment_queue.html"
    context_object_name = "comments"
    paginate_by = 20

    @cached_property
    def form(self) -> QueueFilterForm:
        return QueueFilterForm(self.request.GET)

    def get_queryset(self) -> CommentQuerySet:
        return queue_of(self.request, self.form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        counted = Counted.of(Comment.objects.editable_by(user))
        undoable = Comment.objects.undoable_by(user).first()
        return context | {
            "read": read(context["comments"]),
            "undoable": undoable,
            "states": counted.states(),
            "languages": counted.languages(self.form.chosen_state),
            "state": self.form.chosen_state,
            "chosen_language": self.form.chosen_language,
            "query": self.form.query,
        }


def back_to_queue(request: HttpRequest, comment: Comment | None) -> HttpResponse:
    """The queue as it was filtered, at the comment that comes next."""
    form = QueueFilterForm(request.GET)
    anchor = f"#comment-{comment.pk}" if comment else ""
    return redirect(f"{reverse(QUEUE)}{form.query}{anchor}")


def next_after(request: HttpRequest, comment: Comment) -> Comment | None:
    """The one that is read after ``comment`` in the queue it was decided in."""
    form = QueueFilterForm(request.GET)
    if form.chosen_state != Comment.State.WAITING:
        return None
    rest = queue_of(request, form).exclude(pk=comment.pk)
    return rest.filter(sent_at__gte=comment.sent_at).first() or rest.last()


def decision(decide: Callable[..., None]) -> Callable[..., HttpResponse]:
    """A view that decides about one comment, and goes on to the next."""

    @require_POST
    @role_required(*MODERATING)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        comments = Comment.objects.editable_by(request.user)
        comment = get_object_or_404(comments, pk=pk)
        try:
            decide(comment, request)
        except DecisionRefused as refusal:
            messages.error(request, str(refusal))
        return back_to_queue(request, next_after(request, comment))

    return view


def _seen(request: HttpRequest) -> str:
    """The state on which the moderator decided, as the page showed it."""
    return request.POST.get("seen", "")


@decision
def comment_publish(comment: Comment, request: HttpRequest) -> None:
    publish_comment(comment, actor=request.user, seen=_seen(request))


@decision
def comment_withdraw(comment: Comment, request: HttpRequest) -> None:
    withdraw_comment(comment, actor=request.user, seen=_seen(request))


@require_POST
@role_required(*MODERATING)
def comment_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a comment back into the queue, and go to it."""
    comment = get_object_or_404(Comment.objects.editable_by(request.user), pk=pk)
    try:
        undo_decision(comment, actor=request.user)
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
        return back_to_queue(request, None)
    messages.success(request, _("It waits again."))
    return redirect(f"{reverse(QUEUE)}#comment-{comment.pk}")


class OneCommentView(KeepsTypedMixin, RoleRequiredMixin, FormView):
    """A form about one comment, which stands above it."""

    roles = MODERATING

    @cached_property
    def comment(self) -> Comment:
        comments = Comment.objects.editable_by(self.request.user).with_subject()
        return get_object_or_404(comments, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (shown,) = read([self.comment])
        query = QueueFilterForm(self.request.GET).query
        return super().get_context_data(
            shown=shown, query=query, form_id="comment-form", **kwargs
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.errors:
            response.status_code = 422
        return response


class CommentRefuseView(OneCommentView):
    template_name = "engagement/comment_refuse.html"
    form_class = RefusalForm

    def form_valid(self, form: RefusalForm) -> HttpResponse:
        following = next_after(self.request, self.comment)
        try:
            refuse_comment(
                self.comment,
                **form.cleaned_data,
                actor=self.request.user,
                seen=_seen(self.request),
            )
        except DecidedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return back_to_queue(self.request, following)


class CommentAnswerView(OneCommentView):
    template_name = "engagement/comment_answer.html"
    form_class = AnswerForm

    def get_initial(self) -> dict[str, Any]:
        return {"answer": self.comment.answer}

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        answer_comment(self.comment, **form.cleaned_data, actor=self.request.user)
        messages.success(self.request, _("Saved."))
        return back_to_queue(self.request, self.comment)
