from django.urls import include, path, register_converter

from engagement import (
    event_desk_urls,
    log_desk_urls,
    moderation_urls,
    subscription_urls,
    summary_desk_urls,
    summary_urls,
    theme_desk_urls,
)
from engagement.converters import DayConverter
from engagement.views import (
    comments,
    commitments,
    desk_commitments,
    event_files,
    event_posters,
    events,
    mailings,
    theme_pages,
)

register_converter(DayConverter, "day")

app_name = "engagement"
urlpatterns = [
    path("events/", events.OutreachEventListView.as_view(), name="event-list"),
    path("events/calendar.ics", event_files.event_calendar, name="event-calendar"),
    path("events/feed/", event_files.event_feed, name="event-feed"),
    path("events/<slug:slug>.ics", event_files.event_file, name="event-file"),
    path("events/map/", events.OutreachEventMapView.as_view(), name="event-map"),
    path(
        "events/month/",
        events.OutreachEventMonthView.as_view(),
        name="event-month",
    ),
    path(
        "events/month/<day:day>/",
        events.OutreachEventMonthView.as_view(),
        name="event-month-of",
    ),
    path(
        "events/<slug:slug>/",
        events.OutreachEventDetailView.as_view(),
        name="event-detail",
    ),
    path(
        "events/<slug:slug>/poster.pdf",
        event_posters.event_poster,
        name="event-poster",
    ),
    path("desk/events/", include(event_desk_urls)),
    path("desk/conversations/", include(log_desk_urls)),
    path("summaries/", include(summary_urls)),
    path("comments/feed/", comments.comment_feed, name="comment-feed"),
    path("desk/summaries/", include(summary_desk_urls)),
    path(
        "commitments/",
        commitments.CommitmentListView.as_view(),
        name="commitment-list",
    ),
    path("commitments/feed/", commitments.commitment_feed, name="commitment-feed"),
    path(
        "commitments/<int:pk>/",
        commitments.CommitmentDetailView.as_view(),
        name="commitment-detail",
    ),
    path(
        "desk/commitments/",
        desk_commitments.DeskCommitmentListView.as_view(),
        name="desk-commitment-list",
    ),
    path("desk/moderation/", include(moderation_urls)),
    path("themes/", theme_pages.ThemeListView.as_view(), name="theme-list"),
    path(
        "themes/<slug:code>/",
        theme_pages.ThemeDetailView.as_view(),
        name="theme-detail",
    ),
    path("desk/themes/", include(theme_desk_urls)),
    path("subscribe/", include(subscription_urls)),
    path("desk/mail/", mailings.MailingListView.as_view(), name="mailing-list"),
]
