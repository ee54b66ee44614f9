"""The desk's history of the theme tree, in which each change can be undone."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from civic.access import role_required
from engagement.actions.theme_refusals import ThemeRefused
from engagement.actions.theme_undoing import undo_change
from engagement.models import Theme, ThemeChange
from engagement.theme_desk import EDITORS
from engagement.theme_telling import told
from engagement.views.themes import ThemesMixin


class ThemeHistoryView(ThemesMixin, ListView):
    """What was done to the themes, the newest first."""

    template_name = "engagement/theme_history.html"
    context_object_name = "changes"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[ThemeChange]:
        themes = Theme.objects.visible_to(self.request.user)
        people = ("theme", "changed_by", "undone_by")
        return ThemeChange.objects.filter(theme__in=themes).select_related(*people)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_editor = self.request.user.has_role(*EDITORS)
        return context | {"told": told(context["changes"]), "is_editor": is_editor}


@require_POST
@role_required(*EDITORS)
def theme_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a change, or say why that cannot be."""
    themes = Theme.objects.editable_by(request.user)
    change = get_object_or_404(ThemeChange.objects.filter(theme__in=themes), pk=pk)
    try:
        undo_change(change, actor=request.user)
    except ThemeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone."))
    return redirect("engagement:theme-history")
