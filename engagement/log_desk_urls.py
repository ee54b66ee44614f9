"""Addresses of the conversation log, under /desk/conversations/."""

from django.urls import path

from engagement.views import (
    after_events,
    board,
    devices,
    entries,
    log,
    log_receipts,
    uploads,
)

urlpatterns = [
    path(
        "",
        log.LoggableEventListView.as_view(),
        name="conversation-event-list",
    ),
    path(
        "<int:pk>/",
        log.ConversationCreateView.as_view(),
        name="conversation-create",
    ),
    path(
        "slips/",
        log_receipts.SlipSheetView.as_view(),
        name="slip-sheet",
    ),
    path(
        "<int:pk>/receipt/",
        log_receipts.ConversationReceiptView.as_view(),
        name="conversation-receipt",
    ),
    path(
        "<int:pk>/board/",
        board.BoardCreateView.as_view(),
        name="board-create",
    ),
    path(
        "<int:pk>/reach/",
        after_events.ReachUpdateView.as_view(),
        name="reach-update",
    ),
    path(
        "<int:pk>/entries/",
        entries.OwnEntryListView.as_view(),
        name="own-entry-list",
    ),
    path(
        "<int:pk>/notes/<int:entry_pk>/",
        entries.NoteUpdateView.as_view(),
        name="note-edit",
    ),
    path(
        "<int:pk>/<int:entry_pk>/",
        log.ConversationUpdateView.as_view(),
        name="conversation-edit",
    ),
    path(
        "<int:pk>/<int:entry_pk>/take-back/",
        log.conversation_take_back,
        name="conversation-take-back",
    ),
    path(
        "<int:pk>/<int:entry_pk>/put-back/",
        log.conversation_put_back,
        name="conversation-put-back",
    ),
    path("kept/", devices.KeptLogView.as_view(), name="kept-log"),
    path(
        "waiting/",
        devices.WaitingListView.as_view(),
        name="waiting-list",
    ),
    path(
        "import/",
        uploads.EntryImportView.as_view(),
        name="entry-import",
    ),
    path("worker.js", devices.log_worker, name="log-worker"),
    path(
        "manifest.webmanifest",
        devices.log_manifest,
        name="log-manifest",
    ),
    path("session/", uploads.log_session, name="log-session"),
    path("upload/", uploads.entry_upload, name="entry-upload"),
]
