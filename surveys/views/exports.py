"""The desk's exports: responses in four formats, and the codebook to read them by."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DetailView

from civic import languages
from civic.access import RoleRequiredMixin, role_required
from civic.constraints import ConstraintMixin
from civic.typed import KeepsTypedMixin
from surveys.actions import record_download, request_export
from surveys.actions.exports import EXPORT_LIFETIME, too_many_columns
from surveys.desk import AUTHORS, STAFF
from surveys.exchange import codebook, files
from surveys.exchange.columns import TooManyColumns
from surveys.forms.exports import ExportForm
from surveys.models import Export, Response, Survey


@dataclass(frozen=True)
class Rows:
    """How many rows an export of a survey would have."""

    counted: int
    excluded: int
    in_other_versions: int

    @classmethod
    def of(cls, survey: Survey) -> "Rows":
        others = Response.objects.filter(survey__family=survey.family)
        counted, every = survey.responses.counted().count(), survey.responses.count()
        return cls(
            counted,
            every - counted,
            others.exclude(survey=survey).counted().count(),
        )


class SurveyExportView(KeepsTypedMixin, RoleRequiredMixin, ConstraintMixin, CreateView):
    """Choose a format; see the files that were asked for.

    What can be written while it is read is sent at once, the rest becomes a file.
    """

    roles = AUTHORS
    form_class = ExportForm
    template_name = "surveys/desk_survey_export.html"

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.editable_by(self.request.user)
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "survey": self.survey}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exports = Export.objects.visible_to(self.request.user)
        exports = exports.filter(survey=self.survey).select_related("requested_by")
        context = {
            "survey": self.survey,
            "rows": Rows.of(self.survey),
            "exports": exports,
            "is_waiting": any(one.is_unfinished for one in exports),
            "days_kept": EXPORT_LIFETIME.days,
        }
        return super().get_context_data(**context, **kwargs)

    def form_valid(self, form: ExportForm) -> HttpResponseBase:
        export = form.instance
        selection = files.selection_of(export)
        try:
            # Before anything is sent: later it could only be cut off.
            _columns = selection.columns
        except TooManyColumns as error:
            form.add_error(None, too_many_columns(error.args[0]))
            return self.form_invalid(form)
        if export.format in files.STREAMED:
            record_download(export, actor=self.request.user)
            return _streamed(export)
        request_export(export, actor=self.request.user)
        messages.success(self.request, _("The file is being written; see below."))
        return redirect(self.request.path)


def _streamed(export: Export) -> StreamingHttpResponse:
    selection = files.selection_of(export)
    return StreamingHttpResponse(
        files.STREAMED[export.format](selection),
        content_type=files.MEDIA_TYPES[export.format],
        headers=_as_file(files.file_name(selection, export.format)),
    )


def _as_file(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }


@role_required(*AUTHORS)
def export_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file that a worker wrote."""
    ready = Export.objects.visible_to(request.user).filter(state=Export.State.READY)
    export = get_object_or_404(ready.select_related("survey"), pk=pk)
    try:
        size = export.file.size
    except FileNotFoundError as error:
        raise Http404 from error
    record_download(export, actor=request.user)
    name = files.file_name(files.selection_of(export), export.format)
    return StreamingHttpResponse(
        _pieces(export),
        content_type=files.MEDIA_TYPES[export.format],
        headers={**_as_file(name), "Content-Length": str(size)},
    )


def _pieces(export: Export) -> Iterator[bytes]:
    with export.file.open("rb") as file:
        yield from file.chunks()


# The codebook


def _versions(survey: Survey) -> list[Survey]:
    surveys = Survey.objects.with_questions().filter(family=survey.family)
    return list(surveys.order_by("-version"))


class SurveyCodebookView(RoleRequiredMixin, DetailView):
    """What each column means, in all languages; made to be printed too."""

    roles = STAFF
    template_name = "surveys/desk_survey_codebook.html"
    context_object_name = "survey"

    def get_queryset(self) -> Any:
        return Survey.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = _versions(self.object)
        try:
            entries, problem = codebook.codebook(versions), ""
        except TooManyColumns as error:
            entries, problem = [], too_many_columns(error.args[0])
        return super().get_context_data(
            entries=entries,
            problem=problem,
            versions=[one.version for one in reversed(versions)],
            languages=languages.LANGUAGES,
            **kwargs,
        )


@role_required(*STAFF)
def survey_codebook_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The codebook as a workbook."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), pk=pk)
    file = BytesIO()
    try:
        codebook.write_xlsx(survey, _versions(survey), file)
    except TooManyColumns as error:
        raise Http404(too_many_columns(error.args[0])) from error
    name = f"{survey.slug}-codebook.xlsx"
    media_type = files.MEDIA_TYPES[Export.Format.XLSX]
    return HttpResponse(file.getvalue(), media_type, headers=_as_file(name))
