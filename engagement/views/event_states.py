"""What is done to an outreach event at the desk: each a button, or a short form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, UpdateView

from civic.access import RoleRequiredMixin, role_required
from civic.constraints import ConstraintMixin
from civic.models import User
from civic.typed import KeepsTypedMixin
from engagement.actions.event_states import (
    cancel_event,
    confirm_event,
    discard_event,
    reinstate_event,
    withdraw_event,
)
from engagement.actions.event_surveys import link_survey
from engagement.actions.events import mark_as_pattern
from engagement.forms.event_states import (
    CancellationForm,
    FollowingForm,
    PatternForm,
    SurveyLinkForm,
)
from engagement.models import OutreachEvent
from engagement.models.outreach import PLANNING_ROLES
from engagement.views.desk_events import see_event, shown
from surveys.models import Collector


def _editable(user: User) -> Any:
    return OutreachEvent.objects.editable_by(user)


def _with_following(request: HttpRequest) -> bool:
    form = FollowingForm(request.POST)
    return form.is_valid() and form.cleaned_data["with_following"]


def _done(
    request: HttpRequest, pk: int, action: Callable[[OutreachEvent], str]
) -> HttpResponse:
    """Do it to the event and say so, or say why it cannot be done."""
    with transaction.atomic():
        locked = _editable(request.user).select_for_update()
        event = get_object_or_404(locked, pk=pk)
        try:
            text = action(event)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, text)
    return see_event(event)


def _done_to_some(
    request: HttpRequest,
    pk: int,
    do: Callable[..., int],
    said: Callable[[int], str],
) -> HttpResponse:
    """Do it to the event, where asked for to those that follow, and say to how many."""

    def action(event: OutreachEvent) -> str:
        number = do(event, actor=request.user, with_following=_with_following(request))
        number = max(number, 1)
        return said(number) % {"shown": shown(number)}

    return _done(request, pk, action)


@require_POST
@role_required(*PLANNING_ROLES)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce a planned event to residents."""

    def said(number: int) -> str:
        return ngettext(
            "Announced: residents find it in the calendar now.",
            "%(shown)s events are announced: residents find them in the calendar now.",
            number,
        )

    return _done_to_some(request, pk, confirm_event, said)


@require_POST
@role_required(*PLANNING_ROLES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an announcement."""

    def action(event: OutreachEvent) -> str:
        withdraw_event(event, actor=request.user)
        return _("Taken back: only staff see it now.")

    return _done(request, pk, action)


@require_POST
@role_required(*PLANNING_ROLES)
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a canceled event take place after all."""

    def said(number: int) -> str:
        return ngettext(
            "It takes place after all. The reason for its cancellation is gone.",
            "%(shown)s events take place after all. The reason for their cancellation "
            "is gone.",
            number,
        )

    return _done_to_some(request, pk, reinstate_event, said)


@require_POST
@role_required(*PLANNING_ROLES)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer an event as a pattern for new ones, or no longer."""
    form = PatternForm(request.POST)
    if not form.is_valid():
        return redirect("engagement:desk-event-detail", pk=pk)
    is_pattern = form.cleaned_data["is_pattern"]

    def action(event: OutreachEvent) -> str:
        mark_as_pattern(event, is_pattern=is_pattern, actor=request.user)
        if is_pattern:
            return _("It is a pattern now: offered where a new event begins.")
        return _("It is no longer a pattern.")

    return _done(request, pk, action)


@require_POST
@role_required(*PLANNING_ROLES)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a way to a survey that belongs to the event."""
    form = SurveyLinkForm(request.POST)

    def action(event: OutreachEvent) -> str:
        if not form.is_valid():
            raise ValidationError([str(error[0]) for error in form.errors.values()])
        kind = Collector.Kind(form.cleaned_data["kind"])
        collector, is_new = link_survey(
            event, survey=form.cleaned_data["survey"], kind=kind, actor=request.user
        )
        text = (
            _("“%(address)s” is made: print the poster, or open it on the tablet.")
            if is_new
            else _("The event has it already: “%(address)s”.")
        )
        return text % {"address": f"\u2068{collector.slug}\u2069"}

    return _done(request, pk, action)


class StateFormView(RoleRequiredMixin, DetailView):
    """An event that may be changed by this person."""

    roles = PLANNING_ROLES
    context_object_name = "event"

    def get_queryset(self) -> QuerySet[OutreachEvent]:
        return _editable(self.request.user)


class DeskEventCancelView(
    KeepsTypedMixin, ConstraintMixin, RoleRequiredMixin, UpdateView
):
    """Why an event is called off; without a reason it is not."""

    roles = PLANNING_ROLES
    form_class = CancellationForm
    context_object_name = "event"
    template_name = "engagement/desk_event_cancel.html"

    def get_queryset(self) -> QuerySet[OutreachEvent]:
        events = _editable(self.request.user)
        return events.select_for_update() if self.request.method == "POST" else events

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CancellationForm) -> HttpResponse:
        try:
            number = cancel_event(
                self.object,
                note=form.note(),
                actor=self.request.user,
                with_following=bool(form.cleaned_data.get("with_following")),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        text = ngettext(
            "Canceled. Its page and the calendars say so, with your reason.",
            "%(shown)s events are canceled. Their pages and the calendars say so, with "
            "your reason.",
            max(number, 1),
        )
        messages.success(self.request, text % {"shown": shown(max(number, 1))})
        return see_event(self.object)


class DeskEventDiscardView(StateFormView):
    """Asks before a planned event is deleted: that cannot be undone."""

    template_name = "engagement/desk_event_discard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        following = OutreachEvent.objects.following(self.object)
        planned = following.filter(status=OutreachEvent.Status.PLANNED).count()
        return super().get_context_data(following=planned, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            events = self.get_queryset().select_for_update()
            event = get_object_or_404(events, pk=pk)
            try:
                number = discard_event(
                    event, actor=request.user, with_following=_with_following(request)
                )
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return see_event(event)
        text = ngettext("Discarded.", "%(shown)s planned events are discarded.", number)
        messages.success(request, text % {"shown": shown(number)})
        return redirect("engagement:desk-event-list")
