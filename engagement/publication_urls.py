"""Addresses of a summary's way to publication, below those of the desk."""

from django.urls import path, register_converter

from engagement.converters import LanguageConverter
from engagement.views import (
    language_texts,
    publication,
    summary_history,
    summary_previews,
    summary_steps,
)

register_converter(LanguageConverter, "language")

urlpatterns = [
    path(
        "<int:pk>/decision/",
        publication.SummaryDecisionView.as_view(),
        name="summary-decision",
    ),
    path(
        "<int:pk>/publish/",
        publication.SummaryPublicationView.as_view(),
        name="summary-publish",
    ),
    path(
        "<int:pk>/schedule/",
        publication.SummaryScheduleView.as_view(),
        name="summary-schedule",
    ),
    path(
        "<int:pk>/correct/",
        publication.SummaryCorrectView.as_view(),
        name="summary-correct",
    ),
    path("<int:pk>/send/", summary_steps.summary_send, name="summary-send"),
    path(
        "<int:pk>/send-back/", summary_steps.summary_send_back, name="summary-send-back"
    ),
    path("<int:pk>/approve/", summary_steps.summary_approve, name="summary-approve"),
    path(
        "<int:pk>/unschedule/",
        summary_steps.summary_unschedule,
        name="summary-unschedule",
    ),
    path("<int:pk>/notices/", summary_steps.summary_notices, name="summary-notices"),
    path(
        "<int:pk>/languages/<language:language>/",
        language_texts.LanguageTextsView.as_view(),
        name="language-texts",
    ),
    path(
        "<int:pk>/reviewed/<language:language>/",
        summary_steps.language_review,
        name="language-review",
    ),
    path(
        "<int:pk>/add-translations/",
        summary_steps.summary_add_translations,
        name="summary-add-translations",
    ),
    path(
        "<int:pk>/texts/<slug:part>/",
        summary_history.TextHistoryView.as_view(),
        name="text-history",
    ),
    path(
        "<int:pk>/texts/<slug:part>/keep/",
        summary_history.draft_keep,
        name="draft-keep",
    ),
    path(
        "<int:pk>/texts/<slug:part>/discard/",
        summary_history.draft_discard,
        name="draft-discard",
    ),
    path(
        "<int:pk>/restore/<int:revision>/",
        summary_history.text_restore,
        name="text-restore",
    ),
    path("<int:pk>/previews/", summary_previews.preview_create, name="preview-create"),
    path(
        "<int:pk>/previews/<int:preview>/end/",
        summary_previews.preview_end,
        name="preview-end",
    ),
]
