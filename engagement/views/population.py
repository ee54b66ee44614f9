"""The desk's tables of residents: read from a file, looked at, put in force."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, ListView

from civic import languages
from civic.access import RoleRequiredMixin, role_required
from civic.roles import Role
from civic.typed import KeepsTypedMixin, only_changes_language
from engagement.actions.population import import_population, put_in_force
from engagement.forms.population import PopulationConfirmForm, PopulationImportForm
from engagement.models import PopulationTable
from engagement.models.outreach import DESK_ROLES
from engagement.population_groups import Groups, template_csv
from engagement.population_preview import differ_much, preview_of

IMPORTING_ROLES = (Role.EDITOR,)


class PopulationListView(RoleRequiredMixin, ListView):
    """Which table is in force, and those that were before."""

    roles = DESK_ROLES
    template_name = "engagement/populationtable_list.html"
    context_object_name = "tables"
    queryset = PopulationTable.objects.select_related("imported_by")
    paginate_by = 30

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_import = self.request.user.has_role(*IMPORTING_ROLES)
        return super().get_context_data(may_import=may_import, **kwargs)


class PopulationImportView(KeepsTypedMixin, RoleRequiredMixin, FormView):
    """Choose a file; see what it says beside what is in force; then put it in force.

    Nothing is stored between the steps: the page carries what was read, signed.
    """

    roles = IMPORTING_ROLES
    template_name = "engagement/population_import.html"

    @property
    def is_confirming(self) -> bool:
        return "parsed" in self.request.POST

    def get_form_class(self) -> type[forms.BaseForm]:
        return PopulationConfirmForm if self.is_confirming else PopulationImportForm

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, PopulationImportForm):
            confirming = PopulationConfirmForm(initial={"parsed": form.packed()})
            return self._show(confirming)
        if form.table is None:
            return self._ask_again(
                _(
                    "What was read from the file is no longer valid. Please choose the "
                    "file again."
                )
            )
        if "again" in self.request.POST:
            return self._show(PopulationImportForm(initial=form.told))
        return self._store(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if not only_changes_language(self.request):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def _show(self, form: forms.BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def _store(self, form: PopulationConfirmForm) -> HttpResponse:
        assert form.table is not None  # noqa: S101 - of a valid form
        try:
            import_population(form.table, rows=form.rows, actor=self.request.user)
        except ValidationError as refusal:
            return self._ask_again(" ".join(refusal.messages))
        messages.success(self.request, _("The table is in force."))
        return redirect("engagement:coverage")

    def _ask_again(self, reason: str) -> HttpResponse:
        messages.error(self.request, reason)
        return redirect("engagement:population-import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if getattr(form, "table", None):
            context["table"] = form.table
            context["preview"] = preview_of(form.rows, Groups.current())
            context["differ_much"] = differ_much(context["preview"])
        return context


@require_safe
@role_required(*IMPORTING_ROLES)
def population_template(request: HttpRequest) -> HttpResponse:
    """Send a file with every group, to be filled in with a spreadsheet program."""
    content = template_csv(Groups.current())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"residents-{languages.current().code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@role_required(*IMPORTING_ROLES)
def population_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an earlier table in force again."""
    table = get_object_or_404(PopulationTable, pk=pk)
    put_in_force(table, actor=request.user)
    messages.success(request, _("The table is in force."))
    return redirect("engagement:population-list")
