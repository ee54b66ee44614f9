"""What the library undertook, for everyone: all of it, each by itself, as a feed."""

from hashlib import blake2b
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import condition, require_safe
from django.views.generic import DetailView, ListView

from civic import editions, languages
from civic.editions import kept_until_changed
from engagement.commitment_feed import CommitmentFeed
from engagement.forms.commitment_list import ORDER, CommitmentFilterForm
from engagement.models import Commitment
from engagement.models.commitments import CommitmentQuerySet
from engagement.summary_reading import reading_of
from engagement.untranslated import texts_missing

TOPICS = ("places", "summaries")
PUBLIC = (kept_until_changed(*TOPICS), login_not_required)


@method_decorator(PUBLIC, name="dispatch")
class CommitmentListView(ListView):
    """The commitments of all published summaries by state, the first due first."""

    template_name = "engagement/commitment_list.html"
    context_object_name = "commitments"

    @cached_property
    def form(self) -> CommitmentFilterForm:
        return CommitmentFilterForm(self.request.GET)

    def get_queryset(self) -> CommitmentQuerySet:
        return self.form.applied().with_updates().with_subject()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, **kwargs)
        commitments = sorted(context["commitments"], key=due_order)
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


def due_order(commitment: Commitment) -> tuple[bool, Any, int]:
    """Those with a date before those without one."""
    return commitment.due_on is None, commitment.due_on or 0, commitment.pk


@method_decorator(PUBLIC, name="dispatch")
class CommitmentDetailView(DetailView):
    """One commitment: because of which finding, by whom and when, what was done."""

    template_name = "engagement/commitment_detail.html"
    context_object_name = "commitment"

    def get_queryset(self) -> CommitmentQuerySet:
        return Commitment.objects.public().with_updates().with_subject()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        commitment: Commitment = self.object
        reading = reading_of(commitment.summary)
        updates = list(reversed(commitment.updates.all()))
        texts = [commitment, *updates]
        return super().get_context_data(
            summary=commitment.summary,
            finding=reading.finding(commitment.finding_id),
            updates=updates,
            update=updates[-1] if updates else None,
            has_untranslated=bool(texts_missing(texts, languages.current().code)),
            **kwargs,
        )


def _etag(request: HttpRequest) -> str:
    parts = f"{editions.stamp_of(*TOPICS)} {request.build_absolute_uri()}"
    return f'"{blake2b(parts.encode(), digest_size=16).hexdigest()}"'


@login_not_required
@require_safe
@condition(etag_func=_etag)
def commitment_feed(request: HttpRequest) -> HttpResponse:
    """What was reported on commitments, as an Atom feed."""
    return CommitmentFeed()(request)
