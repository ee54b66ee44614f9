"""The desk's look at mail to subscribers: what was sent, what waits, what failed."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import ListView

from civic.access import RoleRequiredMixin
from civic.roles import Role
from engagement.mail_figures import mail_health
from engagement.mailed_items import names_of
from engagement.models import Mailing


class MailingListView(RoleRequiredMixin, ListView):
    """The mailings, the latest first, below the state of all mail."""

    roles = (Role.EDITOR,)
    template_name = "engagement/mailing_list.html"
    context_object_name = "mailings"
    paginate_by = 24

    def get_queryset(self) -> QuerySet[Mailing]:
        return Mailing.objects.with_progress()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(health=mail_health(), **kwargs)
        mailings = list(context["mailings"])
        names = names_of(mailings)
        context["rows"] = [(one, names[one.pk]) for one in mailings]
        return context
