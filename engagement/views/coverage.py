"""Who we have not heard from: heard beside population, and where to go next."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from civic.access import RoleRequiredMixin
from civic.calendars import quarter_of
from engagement.coverage import coverage_of
from engagement.forms.outreach_plan import PlanPeriodForm
from engagement.models import Summary
from engagement.models.outreach import DESK_ROLES, PLANNING_ROLES
from engagement.outreach_gaps import gaps_of
from engagement.plan import plan_of
from engagement.views.population import IMPORTING_ROLES

SUMMARIES_OFFERED = 6


class CoverageView(RoleRequiredMixin, TemplateView):
    """The days of a summary, or any others, with the work list of the next quarter."""

    roles = DESK_ROLES
    template_name = "engagement/coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        begun = Summary.objects.filter(starts_on__lte=today)[:SUMMARIES_OFFERED]
        summaries = list(begun)
        usual = _usual_period(summaries, today)
        form = PlanPeriodForm(self.request.GET, usual=usual)
        first, last = form.period()
        if form.is_valid():  # shown in the reader's calendar, whatever was linked to
            form = PlanPeriodForm(usual=usual, initial={"first": first, "last": last})
        coverage = coverage_of(first, last)
        plan = plan_of(*_next_quarter(today))
        user = self.request.user
        return super().get_context_data(
            form=form,
            first=first,
            last=last,
            coverage=coverage,
            plan=plan,
            gaps=gaps_of(coverage, plan) if coverage else [],
            today=today,
            summaries=summaries,
            may_plan=user.has_role(*PLANNING_ROLES),
            may_import=user.has_role(*IMPORTING_ROLES),
            **kwargs,
        )


def _usual_period(summaries: list[Summary], today: dt.date) -> tuple[dt.date, dt.date]:
    if summaries:
        return summaries[0].starts_on, summaries[0].ends_on
    return quarter_of(today)


def _next_quarter(today: dt.date) -> tuple[dt.date, dt.date]:
    return quarter_of(quarter_of(today)[1] + dt.timedelta(days=1))
