"""Addresses of who was heard beside who lives here."""

from django.urls import path

from engagement.views import coverage, population

urlpatterns = [
    path("", coverage.CoverageView.as_view(), name="coverage"),
    path(
        "population/", population.PopulationListView.as_view(), name="population-list"
    ),
    path(
        "population/import/",
        population.PopulationImportView.as_view(),
        name="population-import",
    ),
    path(
        "population/template.csv",
        population.population_template,
        name="population-template",
    ),
    path("population/<int:pk>/use/", population.population_use, name="population-use"),
]
