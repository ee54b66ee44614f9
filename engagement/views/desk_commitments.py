"""The desk's list of what the library undertook, what is late first."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import ListView

from civic.access import RoleRequiredMixin
from civic.roles import Role
from engagement.models import Commitment
from engagement.views.commitments import due_order


class DeskCommitmentListView(RoleRequiredMixin, ListView):
    """All commitments: overdue, still open, settled; each with the way to report."""

    roles = (Role.EDITOR,)
    template_name = "engagement/desk_commitment_list.html"
    context_object_name = "commitments"

    def get_queryset(self) -> QuerySet[Commitment]:
        commitments = Commitment.objects.editable_by(self.request.user)
        return commitments.with_updates().with_subject()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = sorted(context["commitments"], key=due_order)
        return context | {
            "overdue": [one for one in rows if one.is_overdue],
            "still_open": [one for one in rows if one.is_open and not one.is_overdue],
            "settled": [one for one in rows if not one.is_open],
        }
