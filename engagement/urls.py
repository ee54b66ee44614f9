from django.urls import include, path, register_converter

from engagement import event_desk_urls, theme_desk_urls
from engagement.converters import DayConverter
from engagement.views import (
    after_events,
    board,
    commitments,
    composer,
    desk_commitments,
    devices,
    entries,
    event_files,
    event_posters,
    events,
    log,
    summaries,
    summary_files,
    summary_parts,
    theme_pages,
    uploads,
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
    path(
        "desk/conversations/",
        log.LoggableEventListView.as_view(),
        name="conversation-event-list",
    ),
    path(
        "desk/conversations/<int:pk>/",
        log.ConversationCreateView.as_view(),
        name="conversation-create",
    ),
    path(
        "desk/conversations/<int:pk>/board/",
        board.BoardCreateView.as_view(),
        name="board-create",
    ),
    path(
        "desk/conversations/<int:pk>/reach/",
        after_events.ReachUpdateView.as_view(),
        name="reach-update",
    ),
    path(
        "desk/conversations/<int:pk>/entries/",
        entries.OwnEntryListView.as_view(),
        name="own-entry-list",
    ),
    path(
        "desk/conversations/<int:pk>/notes/<int:entry_pk>/",
        entries.NoteUpdateView.as_view(),
        name="note-edit",
    ),
    path(
        "desk/conversations/<int:pk>/<int:entry_pk>/",
        log.ConversationUpdateView.as_view(),
        name="conversation-edit",
    ),
    path(
        "desk/conversations/<int:pk>/<int:entry_pk>/take-back/",
        log.conversation_take_back,
        name="conversation-take-back",
    ),
    path(
        "desk/conversations/<int:pk>/<int:entry_pk>/put-back/",
        log.conversation_put_back,
        name="conversation-put-back",
    ),
    path("desk/conversations/kept/", devices.KeptLogView.as_view(), name="kept-log"),
    path(
        "desk/conversations/waiting/",
        devices.WaitingListView.as_view(),
        name="waiting-list",
    ),
    path(
        "desk/conversations/import/",
        uploads.EntryImportView.as_view(),
        name="entry-import",
    ),
    path("desk/conversations/worker.js", devices.log_worker, name="log-worker"),
    path(
        "desk/conversations/manifest.webmanifest",
        devices.log_manifest,
        name="log-manifest",
    ),
    path("desk/conversations/session/", uploads.log_session, name="log-session"),
    path("desk/conversations/upload/", uploads.entry_upload, name="entry-upload"),
    path("summaries/", summaries.SummaryListView.as_view(), name="summary-list"),
    path("summaries/feed/", summary_files.summary_feed, name="summary-feed"),
    path(
        "summaries/<int:year>/",
        summaries.SummaryListView.as_view(),
        name="summary-year",
    ),
    path(
        "summaries/<int:year>/<str:season>-leaflet.pdf",
        summary_files.summary_leaflet,
        name="summary-leaflet",
    ),
    path(
        "summaries/<int:year>/<str:season>.pdf",
        summary_files.summary_report,
        name="summary-report",
    ),
    path(
        "summaries/<int:year>/<str:season>.png",
        summary_files.summary_picture,
        name="summary-picture",
    ),
    path(
        "summaries/<int:year>/<str:season>/",
        summaries.summary_detail,
        name="summary-detail",
    ),
    path(
        "summaries/<int:year>/<str:season>/versions/<int:number>/",
        summaries.summary_version,
        name="summary-version",
    ),
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
        "summaries/<int:year>/<str:season>/you-said-we-did/",
        summaries.summary_answers,
        name="summary-answers",
    ),
    path(
        "desk/commitments/",
        desk_commitments.DeskCommitmentListView.as_view(),
        name="desk-commitment-list",
    ),
    path(
        "desk/summaries/",
        composer.DeskSummaryListView.as_view(),
        name="desk-summary-list",
    ),
    path(
        "desk/summaries/new/",
        composer.SummaryCreateView.as_view(),
        name="summary-create",
    ),
    path(
        "desk/summaries/<int:pk>/",
        composer.DeskSummaryDetailView.as_view(),
        name="desk-summary-detail",
    ),
    path(
        "desk/summaries/<int:pk>/period/",
        composer.SummaryPeriodView.as_view(),
        name="summary-period",
    ),
    path(
        "desk/summaries/<int:pk>/introduction/",
        composer.SummaryIntroductionView.as_view(),
        name="summary-introduction",
    ),
    path(
        "desk/summaries/<int:pk>/publish/",
        composer.SummaryPublicationView.as_view(),
        name="summary-publish",
    ),
    path(
        "desk/summaries/<int:pk>/sections/new/",
        summary_parts.SectionCreateView.as_view(),
        name="section-create",
    ),
    path(
        "desk/summaries/<int:pk>/sections/<int:part>/",
        summary_parts.SectionUpdateView.as_view(),
        name="section-update",
    ),
    path(
        "desk/summaries/<int:pk>/sections/<int:part>/remove/",
        summary_parts.SectionDeleteView.as_view(),
        name="section-delete",
    ),
    path(
        "desk/summaries/<int:pk>/quotations/",
        summary_parts.QuotableListView.as_view(),
        name="quotable-list",
    ),
    path(
        "desk/summaries/<int:pk>/quotations/new/<int:conversation>/",
        summary_parts.QuotationCreateView.as_view(),
        name="quotation-create",
    ),
    path(
        "desk/summaries/<int:pk>/quotations/<int:part>/",
        summary_parts.QuotationUpdateView.as_view(),
        name="quotation-update",
    ),
    path(
        "desk/summaries/<int:pk>/quotations/<int:part>/remove/",
        summary_parts.QuotationDeleteView.as_view(),
        name="quotation-delete",
    ),
    path(
        "desk/summaries/<int:pk>/commitments/new/",
        summary_parts.CommitmentCreateView.as_view(),
        name="commitment-create",
    ),
    path(
        "desk/summaries/<int:pk>/commitments/<int:part>/",
        summary_parts.CommitmentEditView.as_view(),
        name="commitment-edit",
    ),
    path(
        "desk/summaries/<int:pk>/commitments/<int:part>/remove/",
        summary_parts.CommitmentDeleteView.as_view(),
        name="commitment-delete",
    ),
    path(
        "desk/summaries/<int:pk>/commitments/<int:part>/report/",
        summary_parts.CommitmentReportView.as_view(),
        name="commitment-report",
    ),
    path(
        "desk/summaries/<int:pk>/sections/<int:part>/move/",
        composer.part_move,
        {"parts": "sections"},
        name="section-move",
    ),
    path(
        "desk/summaries/<int:pk>/quotations/<int:part>/move/",
        composer.part_move,
        {"parts": "quotations"},
        name="quotation-move",
    ),
    path(
        "desk/summaries/<int:pk>/commitments/<int:part>/move/",
        composer.part_move,
        {"parts": "commitments"},
        name="commitment-move",
    ),
    path("themes/", theme_pages.ThemeListView.as_view(), name="theme-list"),
    path(
        "themes/<slug:code>/",
        theme_pages.ThemeDetailView.as_view(),
        name="theme-detail",
    ),
    path("desk/themes/", include(theme_desk_urls)),
]
