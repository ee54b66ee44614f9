"""Addresses of the surveys' desk, below ``desk/surveys/``."""

from django.urls import path

from surveys.views import authoring, review

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
]
