"""Addresses of the surveys' desk, below ``desk/surveys/``."""

from django.urls import path

from surveys.views import authoring, preview, publishing, review, translating

urlpatterns = [
    path("", authoring.DeskSurveyListView.as_view(), name="desk-survey-list"),
    path(
        "<int:pk>/",
        authoring.DeskSurveyDetailView.as_view(),
        name="desk-survey-detail",
    ),
    path(
        "<int:pk>/responses/", review.ResponseListView.as_view(), name="response-list"
    ),
    path(
        "<int:pk>/publication/",
        publishing.SurveyPublicationView.as_view(),
        name="desk-survey-publication",
    ),
    path(
        "<int:pk>/close/",
        publishing.survey_close,
        name="desk-survey-close",
    ),
    path(
        "<int:pk>/withdraw/",
        publishing.survey_withdraw,
        name="desk-survey-withdraw",
    ),
    path(
        "<int:pk>/new-version/",
        publishing.survey_new_version,
        name="desk-survey-new-version",
    ),
    path(
        "<int:pk>/duplicate/",
        publishing.survey_duplicate,
        name="desk-survey-duplicate",
    ),
    path(
        "<int:pk>/translation/",
        translating.SurveyTranslationView.as_view(),
        name="desk-survey-translation",
    ),
    path(
        "<int:pk>/history/",
        translating.SurveyHistoryView.as_view(),
        name="desk-survey-history",
    ),
    path(
        "<int:pk>/history/<int:change>/restore/",
        translating.wording_restore,
        name="desk-survey-wording-restore",
    ),
    path(
        "<int:pk>/preview/",
        preview.SurveyPreviewView.as_view(),
        name="desk-survey-preview",
    ),
    path(
        "<int:pk>/preview/<int:number>/",
        preview.SurveyPreviewView.as_view(),
        name="desk-survey-preview-page",
    ),
]
