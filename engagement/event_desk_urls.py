"""Addresses of the desk's outreach events."""

from django.urls import include, path

from engagement import coverage_urls
from engagement.views import (
    after_events,
    desk_events,
    event_posters,
    event_repeats,
    event_states,
    outreach_plan,
)

urlpatterns = [
    path("", desk_events.DeskEventListView.as_view(), name="desk-event-list"),
    path("plan/", outreach_plan.OutreachPlanView.as_view(), name="outreach-plan"),
    path("coverage/", include(coverage_urls)),
    path("new/", desk_events.DeskEventCreateView.as_view(), name="desk-event-create"),
    path(
        "<int:pk>/", desk_events.DeskEventDetailView.as_view(), name="desk-event-detail"
    ),
    path(
        "<int:pk>/edit/",
        desk_events.DeskEventUpdateView.as_view(),
        name="desk-event-update",
    ),
    path(
        "<int:pk>/repeat/",
        event_repeats.DeskEventRepeatView.as_view(),
        name="desk-event-repeat",
    ),
    path("<int:pk>/confirm/", event_states.confirm, name="desk-event-confirm"),
    path("<int:pk>/withdraw/", event_states.withdraw, name="desk-event-withdraw"),
    path(
        "<int:pk>/cancel/",
        event_states.DeskEventCancelView.as_view(),
        name="desk-event-cancel",
    ),
    path("<int:pk>/reinstate/", event_states.reinstate, name="desk-event-reinstate"),
    path(
        "<int:pk>/discard/",
        event_states.DeskEventDiscardView.as_view(),
        name="desk-event-discard",
    ),
    path("<int:pk>/pattern/", event_states.mark, name="desk-event-pattern"),
    path("<int:pk>/survey/", event_states.link, name="desk-event-link"),
    path("<int:pk>/poster.pdf", event_posters.desk_poster, name="desk-event-poster"),
    path(
        "<int:pk>/poster-all.pdf",
        event_posters.desk_poster_in_all,
        name="desk-event-poster-all",
    ),
    path(
        "<int:pk>/debrief/",
        after_events.DebriefUpdateView.as_view(),
        name="debrief-update",
    ),
]
