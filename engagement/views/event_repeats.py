"""Planning an event again on other days: first the rule, then the days."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from civic.access import RoleRequiredMixin
from civic.typed import only_changes_language, unchecked
from engagement.actions.repeats import repeat_event
from engagement.forms.repeats import RepeatForm, as_text
from engagement.models import OutreachEvent
from engagement.models.outreach import PLANNING_ROLES
from engagement.views.desk_events import see_event, shown


class DeskEventRepeatView(RoleRequiredMixin, View):
    """Shows every day before anything is planned; single ones can be left out."""

    roles = PLANNING_ROLES

    @cached_property
    def event(self) -> OutreachEvent:
        events = OutreachEvent.objects.editable_by(self.request.user)
        return get_object_or_404(events, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(RepeatForm(event=self.event))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RepeatForm(request.POST, event=self.event)
        if only_changes_language(request):
            return self.page(unchecked(form))
        if not form.is_valid():
            return self.page(form, status=422)
        if request.POST.get("step") == "plan" and form.was_seen:
            return self.plan(form)
        return self.page(form)

    def plan(self, form: RepeatForm) -> HttpResponse:
        try:
            made = self._repeat(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.page(form, status=422)
        if made:
            text = ngettext(
                "Planned on %(shown)s more day. Only staff see it until you announce "
                "it.",
                "Planned on %(shown)s more days. Only staff see them until you "
                "announce them.",
                made,
            )
            messages.success(self.request, text % {"shown": shown(made)})
        else:
            messages.info(
                self.request, _("All of these days were planned before: nothing new.")
            )
        return see_event(self.event)

    @transaction.atomic
    def _repeat(self, form: RepeatForm) -> int:
        made = repeat_event(
            self.event,
            days=form.chosen_days(),
            actor=self.request.user,
            with_links=bool(form.cleaned_data.get("with_links")),
        )
        return len(made)

    def page(self, form: RepeatForm, status: int = 200) -> HttpResponse:
        offers = form.offers() if form.is_bound else []
        context = {
            "event": self.event,
            "form": form,
            "offers": offers,
            "seen": as_text([one.day for one in offers]),
            "is_again": form.is_bound
            and bool(form.data.get("seen"))
            and not form.was_seen,
        }
        return render(
            self.request, "engagement/desk_event_repeat.html", context, status=status
        )
