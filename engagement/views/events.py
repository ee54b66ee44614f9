"""Where residents can meet the library: list, month and map, and each event's page."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView, TemplateView, View
from django.views.generic.base import ContextMixin

from civic import languages
from civic.editions import kept_until_changed
from civic.months import Month, month_of, weekdays
from engagement.converters import FIRST_DAY, LAST_DAY
from engagement.district_map import district_map
from engagement.event_days import weeks_with
from engagement.forms.events import EventFilterForm
from engagement.models import OutreachEvent
from engagement.models.outreach import OutreachEventQuerySet
from engagement.reach import reach_of, reach_tables
from engagement.structured import schema_org_event

RELATED_SHOWN = 3
MOST_ON_MAP = 60


def kept(view: type[View]) -> type[View]:
    """Make the view public, and keep its page until an event or a place changes."""
    for decorator in (kept_until_changed("events", "places"), login_not_required):
        view = method_decorator(decorator, name="dispatch")(view)
    return view


class EventFilterMixin(ContextMixin):
    """The same choice of events for list, month and map, from the query."""

    request: Any

    @cached_property
    def form(self) -> EventFilterForm:
        return EventFilterForm(self.request.GET)

    @property
    def public_events(self) -> OutreachEventQuerySet:
        return OutreachEvent.objects.public().select_related("district")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("engagement:event-calendar") + self.form.query
        calendar = {
            "file": address,
            "subscription": f"webcal://{self.request.get_host()}{address}",
        }
        return super().get_context_data(form=self.form, calendar=calendar, **kwargs)


@kept
class OutreachEventListView(EventFilterMixin, ListView):
    """What is coming, or what was, page by page."""

    template_name = "engagement/outreachevent_list.html"
    context_object_name = "events"
    paginate_by = 24

    def get_queryset(self) -> OutreachEventQuerySet:
        return self.form.listed(self.public_events)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = context["paginator"].count
        wider = () if found else list(self.form.wider(self.public_events))
        return {**context, "found": found, "wider": wider}


@kept
class OutreachEventMonthView(EventFilterMixin, TemplateView):
    """One month of the reader's calendar: this one, or the one around a day."""

    template_name = "engagement/outreachevent_month.html"

    @cached_property
    def month(self) -> Month:
        day: dt.date = self.kwargs.get("day") or timezone.localdate()
        return month_of(day, languages.current())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month = self.month
        events = self.form.applied_to(self.public_events)
        events = events.between(month.first, month.last).order_by("starts_at", "pk")
        return super().get_context_data(
            month=month,
            weekdays=weekdays(month.language),
            weeks=weeks_with(events, month),
            found=len(events),
            today=timezone.localdate(),
            **self._neighbors(),
            **kwargs,
        )

    def _neighbors(self) -> dict[str, Month | None]:
        """The months before and after, as far as there are events or today."""
        before, after = self.month.before, self.month.after
        first, last = self.public_events.span()
        has_before = before.last >= first and before.middle >= FIRST_DAY
        has_after = after.first <= last and after.middle <= LAST_DAY
        return {
            "before": before if has_before else None,
            "after": after if has_after else None,
        }


@kept
class OutreachEventMapView(EventFilterMixin, TemplateView):
    """What is coming where: on a map of the districts, and by the reader's distance."""

    template_name = "engagement/outreachevent_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = self.form.listed(self.public_events)
        events, found = list(listed[:MOST_ON_MAP]), listed.count()
        return super().get_context_data(
            events=events,
            found=found,
            wider=() if found else list(self.form.wider(self.public_events)),
            map=district_map(self.form, self.public_events, events),
            tiles_credit=settings.MAP_TILES_CREDIT,
            **kwargs,
        )


@kept
class OutreachEventDetailView(DetailView):
    """One event with all that a resident needs to come."""

    template_name = "engagement/outreachevent_detail.html"
    context_object_name = "event"

    def get_queryset(self) -> OutreachEventQuerySet:
        return OutreachEvent.objects.visible_to(self.request.user).with_places()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event: OutreachEvent = self.object
        is_held = event.status == OutreachEvent.Status.HELD
        related = OutreachEvent.objects.public().upcoming().akin_to(event)
        canceled = OutreachEvent.Status.CANCELED
        return super().get_context_data(
            reach=reach_of(event) if is_held else [],
            reach_tables=reach_tables(event) if is_held else [],
            related=related.exclude(status=canceled).select_related("district")[
                :RELATED_SHOWN
            ],
            structured=schema_org_event(event, self.request),
            **kwargs,
        )
