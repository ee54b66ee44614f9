"""Addresses of what we heard, under /summaries/."""

from django.urls import path

from engagement.views import (
    comments,
    summaries,
    summary_files,
    summary_previews,
)

urlpatterns = [
    path("", summaries.SummaryListView.as_view(), name="summary-list"),
    path("feed/", summary_files.summary_feed, name="summary-feed"),
    path(
        "<int:year>/",
        summaries.SummaryListView.as_view(),
        name="summary-year",
    ),
    path(
        "<int:year>/<slug:season>-leaflet.pdf",
        summary_files.summary_leaflet,
        name="summary-leaflet",
    ),
    path(
        "<int:year>/<slug:season>.pdf",
        summary_files.summary_report,
        name="summary-report",
    ),
    path(
        "<int:year>/<slug:season>.png",
        summary_files.summary_picture,
        name="summary-picture",
    ),
    path(
        "<int:year>/<slug:season>/",
        summaries.summary_detail,
        name="summary-detail",
    ),
    path(
        "<int:year>/<slug:season>/versions/<int:number>/",
        summaries.summary_version,
        name="summary-version",
    ),
    path(
        "<int:year>/<slug:season>/comments/",
        comments.SummaryCommentsView.as_view(),
        name="summary-comments",
    ),
    path(
        "<int:year>/<slug:season>/comments/feed/",
        comments.summary_comment_feed,
        name="summary-comment-feed",
    ),
    path(
        "<int:year>/<slug:season>/comments/sent/",
        comments.summary_comment_sent,
        name="summary-comment-sent",
    ),
    path(
        "preview/<str:token>/",
        summary_previews.summary_preview,
        name="summary-preview",
    ),
    path(
        "<int:year>/<slug:season>/you-said-we-did/",
        summaries.summary_answers,
        name="summary-answers",
    ),
]
