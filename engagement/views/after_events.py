"""After an event: whom it reached, and the debrief of five minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import UpdateView

from civic.access import RoleRequiredMixin
from civic.typed import KeepsTypedMixin, only_changes_language
from engagement.actions.reach import Reach, record_reach, write_debrief
from engagement.forms.reach import DebriefForm, ReachForm
from engagement.models import Debrief, OutreachEvent
from engagement.models.outreach import LOGGING_ROLES
from engagement.reach import Dimension
from engagement.views.desk_events import see_event, shown


class AfterEventMixin(KeepsTypedMixin, RoleRequiredMixin):
    """A form filled in after an event, locked while it is saved."""

    roles = LOGGING_ROLES
    request: HttpRequest

    def events(self) -> QuerySet[OutreachEvent]:
        events = OutreachEvent.objects.visible_to(self.request.user)
        return events.select_for_update() if self.request.method == "POST" else events

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = super()
        return view.post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            event = self.stored(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return see_event(event)

    def stored(self, form: Any) -> OutreachEvent:
        raise NotImplementedError

    def form_invalid(self, form: Any) -> HttpResponse:
        if only_changes_language(self.request):
            return super().form_invalid(form)
        view: Any = self
        context = view.get_context_data(form=form)
        return view.render_to_response(context, status=422)


class ReachUpdateView(AfterEventMixin, UpdateView):
    """Record how many people an event reached."""

    form_class = ReachForm
    context_object_name = "event"
    template_name = "engagement/conversation_reach.html"

    def get_queryset(self) -> QuerySet[OutreachEvent]:
        return self.events()

    def stored(self, form: ReachForm) -> OutreachEvent:
        reach = form.reach()
        event = record_reach(self.object, reach=reach, actor=self.request.user)
        messages.success(self.request, _("Saved. This event now counts as held."))
        for remark in remarks_on(reach):
            messages.info(self.request, remark)
        return event


def remarks_on(reach: Reach) -> list[str]:
    """Say where a tally does not add up to those who stopped by; it need not."""
    remarks = []
    for dimension in Dimension:
        people = sum(
            number
            for (counted_by, _group), number in (reach.tallies or {}).items()
            if counted_by == dimension
        )
        if people and reach.stopped_by is not None and people != reach.stopped_by:
            remarks.append(_remark(dimension, people, reach.stopped_by))
    return remarks


def _remark(dimension: str, people: int, stopped_by: int) -> str:
    if dimension == Dimension.LANGUAGE:
        text = ngettext(
            "By language you counted %(people)s person; %(stopped_by)s stopped by. "
            "That may well be so: not everyone was counted by language.",
            "By language you counted %(people)s people; %(stopped_by)s stopped by. "
            "That may well be so: not everyone was counted by language.",
            people,
        )
    else:
        text = ngettext(
            "By age you counted %(people)s person; %(stopped_by)s stopped by. That may "
            "well be so: not everyone was counted by age.",
            "By age you counted %(people)s people; %(stopped_by)s stopped by. That may "
            "well be so: not everyone was counted by age.",
            people,
        )
    return text % {"people": shown(people), "stopped_by": shown(stopped_by)}


class DebriefUpdateView(AfterEventMixin, UpdateView):
    """Write down what was heard and promised, while it is fresh."""

    form_class = DebriefForm
    template_name = "engagement/debrief_form.html"

    @cached_property
    def event(self) -> OutreachEvent:
        return get_object_or_404(self.events(), pk=self.kwargs["pk"])

    def get_object(self, queryset: Any = None) -> Debrief:
        found = Debrief.objects.visible_to(self.request.user).filter(event=self.event)
        return found.first() or Debrief(event=self.event, heard=[], promises=[])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, **kwargs)

    def stored(self, form: DebriefForm) -> OutreachEvent:
        write_debrief(self.event, actor=self.request.user, **form.told())
        messages.success(self.request, _("The debrief is saved. Only staff read it."))
        return self.event
