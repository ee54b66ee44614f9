"""Addresses of the surveys: the public ones, and those of the desk."""

from django.urls import include, path

from surveys.views import kiosk, later, results, taking, thanks, voice

app_name = "surveys"
urlpatterns = [
    path("desk/surveys/", include("surveys.desk_urls")),
    path("surveys/", taking.SurveyListView.as_view(), name="survey-list"),
    path(
        "surveys/<slug:slug>/", taking.SurveyDetailView.as_view(), name="survey-detail"
    ),
    path(
        "surveys/<slug:slug>/results/",
        results.survey_results_page,
        name="survey-results",
    ),
    path(
        "surveys/<slug:slug>/results.csv",
        results.survey_results_csv,
        name="survey-results-csv",
    ),
    path("surveys/<slug:slug>/thanks/", thanks.survey_thanks, name="survey-thanks"),
    path("surveys/<slug:slug>/thanks/slip/", voice.survey_slip, name="survey-slip"),
    path("voice/", voice.follow_your_voice, name="voice"),
    path(
        "surveys/<slug:slug>/<uuid:submission>/",
        later.survey_resume,
        name="survey-resume",
    ),
    path(
        "surveys/<slug:slug>/<uuid:submission>/later/",
        later.survey_later,
        name="survey-later",
    ),
    path(
        "surveys/<slug:slug>/<uuid:submission>/<int:number>/",
        taking.SurveyPageView.as_view(),
        name="survey-page",
    ),
    path("s/<slug:slug>/", kiosk.CollectorView.as_view(), name="collector-detail"),
    path("s/<slug:slug>/survey/", kiosk.KioskSurveyView.as_view(), name="kiosk-survey"),
    path(
        "s/<slug:slug>/<uuid:submission>/<int:number>/",
        kiosk.KioskPageView.as_view(),
        name="kiosk-page",
    ),
    path("s/<slug:slug>/thanks/", kiosk.thanks, name="kiosk-thanks"),
    path("s/<slug:slug>/clear/", kiosk.clear, name="kiosk-clear"),
    path("s/<slug:slug>/leave/", kiosk.leave, name="kiosk-leave"),
]
