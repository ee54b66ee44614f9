"""All commitments, for everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.generic import ListView

from civic import languages
from engagement.models import Commitment
from engagement.untranslated import texts_missing

Status = Commitment.Status
# What is still to be done comes first.
ORDER = (Status.UNDER_WAY, Status.PLANNED, Status.DONE, Status.NOT_POSSIBLE)


@method_decorator(login_not_required, name="dispatch")
class CommitmentListView(ListView):
    """The commitments of all published summaries by state, the first due first."""

    template_name = "engagement/commitment_list.html"
    context_object_name = "commitments"

    def get_queryset(self) -> QuerySet[Commitment]:
        return Commitment.objects.public().with_updates()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        commitments = sorted(context["commitments"], key=_due_order)
        groups = [
            (status, [one for one in commitments if one.status == status])
            for status in ORDER
        ]
        updates = [update for one in commitments for update in one.updates.all()]
        texts = [*commitments, *updates]
        context["groups"] = [(status, rows) for status, rows in groups if rows]
        context["has_untranslated"] = bool(
            texts_missing(texts, languages.current().code)
        )
        return context


def _due_order(commitment: Commitment) -> tuple[bool, Any, int]:
    """Those with a date before those without one."""
    return commitment.due_on is None, commitment.due_on or 0, commitment.pk
