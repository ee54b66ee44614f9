"""Addresses of the surveys' desk, below ``desk/surveys/``."""

from django.urls import path

from surveys.views import authoring

urlpatterns = [
    path("", authoring.DeskSurveyListView.as_view(), name="desk-survey-list"),
    path(
        "<int:pk>/",
        authoring.DeskSurveyDetailView.as_view(),
        name="desk-survey-detail",
    ),
]
