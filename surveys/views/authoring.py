"""The desk of the surveys: which there are, and what each asks."""

from django.views.generic import DetailView, ListView

from civic.access import RoleRequiredMixin
from surveys.desk import STAFF
from surveys.models import Survey


class DeskSurveyListView(RoleRequiredMixin, ListView):
    """All surveys and guides, whatever their state."""

    roles = STAFF
    template_name = "surveys/desk_survey_list.html"
    queryset = Survey.objects.all()
    context_object_name = "surveys"


class DeskSurveyDetailView(RoleRequiredMixin, DetailView):
    """One survey: its pages and questions."""

    roles = STAFF
    template_name = "surveys/desk_survey_detail.html"
    queryset = Survey.objects.with_questions()
    context_object_name = "survey"
