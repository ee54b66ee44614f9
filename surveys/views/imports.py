"""The desk: surveys made by other tools in, surveys made here out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from civic import languages
from civic.access import RoleRequiredMixin, role_required
from civic.typed import KeepsTypedMixin, only_changes_language
from surveys.desk import AUTHORS, STAFF
from surveys.exchange.definition import store
from surveys.exchange.findings import ImportRefused
from surveys.exchange.outline import Outline
from surveys.exchange.xlsform_out import xlsform_of
from surveys.forms.imports import ImportConfirmForm, ImportForm
from surveys.models import Survey

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SurveyImportView(KeepsTypedMixin, RoleRequiredMixin, FormView):
    """Choose a file; see what it would become; then make a draft of it.

    Nothing is stored between the steps: the page carries what was read, signed.
    """

    roles = AUTHORS

    @property
    def is_confirming(self) -> bool:
        return "parsed" in self.request.POST

    def get_form_class(self) -> type[forms.Form]:
        return ImportConfirmForm if self.is_confirming else ImportForm

    def get_initial(self) -> dict[str, Any]:
        return {"language": languages.current().code}

    def get_template_names(self) -> list[str]:
        return ["surveys/survey_import.html"]

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, ImportForm):
            confirming = ImportConfirmForm.beginning(form.imported)
            return self.render_to_response(self.get_context_data(form=confirming))
        return self._store(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        is_lost = self.is_confirming and form.definition is None
        if not is_lost or only_changes_language(self.request):
            return super().form_invalid(form)
        return self._ask_again()

    def _ask_again(self) -> HttpResponse:
        messages.error(
            self.request,
            _(
                "What was read from the file is no longer valid. Please choose the "
                "file again."
            ),
        )
        return redirect("surveys:survey-import")

    def _store(self, form: ImportConfirmForm) -> HttpResponse:
        if form.definition is None:
            return self._ask_again()
        try:
            survey = store(
                form.definition,
                slug=form.cleaned_data["slug"],
                actor=self.request.user,
            )
        except ImportRefused as refusal:
            form.add_error("slug", refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The survey was imported as a draft."))
        return redirect("surveys:desk-survey-detail", survey.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        definition = getattr(context["form"], "definition", None)
        if definition is not None:
            findings = context["form"].findings
            context["outline"] = Outline.of(definition, findings)
        return context


@role_required(*STAFF)
def survey_xlsform(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the survey's definition as an XLSForm."""
    surveys = Survey.objects.visible_to(request.user).with_questions()
    survey = get_object_or_404(surveys, pk=pk)
    response = HttpResponse(xlsform_of(survey), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{survey.slug}.xlsx"'
    return response
