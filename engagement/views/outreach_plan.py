"""The outreach plan: where and in which languages to go next."""

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
from engagement.outreach_gaps import gaps_of, period_before
from engagement.plan import plan_of, usual_period

SUMMARIES_OFFERED = 3


class OutreachPlanView(RoleRequiredMixin, TemplateView):
    """What is coming beside what was heard, for each district and each language."""

    roles = DESK_ROLES
    template_name = "engagement/outreach_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        usual = usual_period(today)
        form = PlanPeriodForm(self.request.GET, usual=usual)
        first, last = form.period()
        if form.is_valid():  # shown in the reader's calendar, whatever was linked to
            form = PlanPeriodForm(usual=usual, initial={"first": first, "last": last})
        plan, before = plan_of(first, last), period_before(first)
        coverage = coverage_of(*before)
        return super().get_context_data(
            form=form,
            plan=plan,
            before=before,
            coverage=coverage,
            gaps=gaps_of(coverage, plan) if coverage else [],
            today=today,
            quarters=_this_and_the_next(today),
            summaries=Summary.objects.all()[:SUMMARIES_OFFERED],
            may_plan=self.request.user.has_role(*PLANNING_ROLES),
            **kwargs,
        )


def _this_and_the_next(today: dt.date) -> list[tuple[dt.date, dt.date]]:
    this = quarter_of(today)
    return [this, quarter_of(this[1] + dt.timedelta(days=1))]
