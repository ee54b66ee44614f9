"""The desk's paper sheets: printed, typed in, typed in again, and compared."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from civic import languages, numbers
from civic.access import RoleRequiredMixin
from civic.pdf import CannotPrint
from civic.typed import only_changes_language
from surveys.actions.paper import (
    AlreadyEntered,
    NumberTaken,
    SamePerson,
    correct_sheet,
    differing,
    enter_again,
    enter_sheet,
    settle_sheet,
)
from surveys.actions.taking import SubmissionMismatch
from surveys.desk import ENTERERS
from surveys.exchange import paper
from surveys.forms.collectors import creatable_kinds
from surveys.forms.sheets import SettleForm, SheetForm, SheetLabelForm, next_number
from surveys.models import Collector, PaperSheet, Question, Survey
from surveys.telling import district_names, told

SHOWN = 100
FORM = "sheet-form"  # its identifier, for the buttons of the languages


@method_decorator(never_cache, name="dispatch")
class SheetView(RoleRequiredMixin, View):
    """What all pages about a survey's paper sheets share."""

    roles = ENTERERS

    @cached_property
    def survey(self) -> Survey:
        surveys = Survey.objects.visible_to(self.request.user).with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    @property
    def sheets(self) -> Any:
        return PaperSheet.objects.filter(collector__survey=self.survey)

    @cached_property
    def sheet(self) -> PaperSheet:
        sheets = self.sheets.select_related(
            "collector", "response", "entered_by", "second_by"
        )
        return get_object_or_404(sheets, pk=self.kwargs["sheet"])

    @cached_property
    def collector(self) -> Collector:
        papers = self.survey.collectors.filter(kind=Collector.Kind.PAPER)
        return get_object_or_404(papers, pk=self.kwargs["collector"])

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        context = {"survey": self.survey, **context}
        if "form" in context:
            context["form_id"] = FORM
        return render(self.request, f"surveys/{template}.html", context, status=status)

    def to_list(self) -> HttpResponse:
        return see_other(reverse("surveys:sheet-list", args=[self.survey.pk]))


class SheetListView(SheetView):
    """Print the form in each language; the sheets that were typed in."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        papers = self.survey.collectors.filter(kind=Collector.Kind.PAPER)
        sheets = self.sheets.select_related(
            "collector", "response", "entered_by", "second_by"
        ).order_by("-entered_at")[:SHOWN]
        mine = self.sheets.filter(entered_by=request.user)
        to_repeat = self.sheets.filter(second_by=None).exclude(pk__in=mine)
        return self.page(
            "sheet_list",
            collectors=papers,
            takes_sheets=Collector.Kind.PAPER in creatable_kinds(self.survey),
            forms=self._forms(),
            sheets=[Listed.of(sheet) for sheet in sheets],
            total=self.sheets.count(),
            repeated=self.sheets.exclude(second_by=None).count(),
            # Any will do, if only nobody chooses: the database's order by chance
            to_repeat=to_repeat.order_by("?").first(),
        )

    def _forms(self) -> list[tuple[languages.Language, str]]:
        """Each language with the address of its printable form."""
        address = reverse("surveys:paper-form", args=[self.survey.pk])
        return [(one, translate_url(address, one.code)) for one in languages.LANGUAGES]


@dataclass(frozen=True)
class Listed:
    """A sheet with the number of questions its two entries differ in."""

    sheet: PaperSheet
    differing: int

    @classmethod
    def of(cls, sheet: PaperSheet) -> "Listed":
        second = sheet.second_answers
        is_open = second is not None and sheet.settled_at is None
        answers = sheet.response.answers
        return cls(sheet, len(differing(answers, second)) if is_open else 0)


class PaperFormView(SheetView):
    """The printable form, in the language of the address."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        address = request.build_absolute_uri(self.survey.get_absolute_url())
        try:
            document = paper.paper_form(self.survey, address=address)
        except CannotPrint:
            return self.page("sheet_cannot_print", status=503)
        response = HttpResponse(document, content_type="application/pdf")
        name = f"{self.survey.slug}-{languages.current().code}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


class SheetCreateView(SheetView):
    """Type in a sheet; after saving comes the next one."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        number = next_number(self.collector.sheets)
        language = request.GET.get("sheet_language", languages.current().code)
        initial = {"number": number, "language": language}
        return self.filled(SheetForm(self.survey, initial=initial))

    def filled(self, form: SheetForm, status: int = 200) -> HttpResponse:
        return self.page("sheet_form", status, form=form, collector=self.collector)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = SheetForm(self.survey, request.POST)
        if only_changes_language(request):
            return self.filled(form.unchecked())
        if not form.is_valid():
            return self.filled(form, 422)
        told = form.head.cleaned_data
        try:
            sheet = enter_sheet(
                self.collector,
                number=told["number"],
                answers=form.answers(),
                language=told["language"],
                submission=told["submission"],
                started_at=told["opened"],
                actor=request.user,
            )
        except NumberTaken:
            form.head.add_error("number", number_taken(self.collector, told["number"]))
            return self.filled(form, 422)
        except SubmissionMismatch:
            form.head.renew_submission()
            form.also_wrong.append(
                _("This form was damaged. Please save it once more.")
            )
            return self.filled(form, 422)
        shown = numbers.number(sheet.number, languages.current())
        messages.success(
            request,
            _("Sheet %(number)s is saved. Here is the next.") % {"number": shown},
        )
        return see_other(f"{request.path}?sheet_language={told['language']}")


class SheetAnswersView(SheetView):
    """All that was entered of a sheet, to be corrected."""

    template = "sheet_correct"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.filled(self.form())

    def form(self, data: Any = None) -> SheetForm:
        response = self.sheet.response
        return SheetForm(
            self.survey,
            data,
            initial={"number": self.sheet.number, "language": response.language},
            answers=response.answers,
            head=SheetLabelForm,
        )

    def filled(self, form: SheetForm, status: int = 200) -> HttpResponse:
        return self.page(self.template, status, form=form, sheet=self.sheet)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form(request.POST)
        if only_changes_language(request):
            return self.filled(form.unchecked())
        if not form.is_valid():
            return self.filled(form, 422)
        return self.taken(form)

    def taken(self, form: SheetForm) -> HttpResponse:
        told = form.head.cleaned_data
        number = self.sheet.number
        try:
            correct_sheet(
                self.sheet,
                answers=form.answers(),
                number=told["number"],
                language=told["language"],
                actor=self.request.user,
            )
        except NumberTaken:
            self.sheet.number = number
            taken = number_taken(self.sheet.collector, told["number"])
            form.head.add_error("number", taken)
            return self.filled(form, 422)
        messages.success(self.request, _("The sheet is corrected."))
        return self.to_list()


class SheetAgainView(SheetAnswersView):
    """Type in a sheet a second time, without seeing the first."""

    template = "sheet_again"

    def form(self, data: Any = None) -> SheetForm:
        return SheetForm(self.survey, data, head=None)

    def taken(self, form: SheetForm) -> HttpResponse:
        try:
            sheet = enter_again(
                self.sheet, answers=form.answers(), actor=self.request.user
            )
        except SamePerson:
            form.also_wrong.append(
                _(
                    "You entered this sheet yourself: the second entry is somebody "
                    "else’s."
                )
            )
            return self.filled(form, 422)
        except AlreadyEntered:
            form.also_wrong.append(_("This sheet was entered a second time before."))
            return self.filled(form, 422)
        if sheet.settled_at:
            messages.success(self.request, _("Both entries of the sheet are the same."))
            return self.to_list()
        keys = [self.survey.pk, sheet.pk]
        return see_other(reverse("surveys:sheet-differences", args=keys))


@dataclass(frozen=True)
class Difference:
    """A question that the two entries of a sheet answer differently."""

    code: str
    question: Question
    is_other: bool
    first: list[str]
    second: list[str]

    @property
    def text(self) -> str:
        """The question's text, with that of “other” for the words of it."""
        text = self.question.text
        return f"{text} – {_('Other, please say')}" if self.is_other else text


class SheetDifferencesView(SheetView):
    """The two entries side by side, where they differ; choose which is right."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self._compared(SettleForm(differing=self._texts))

    @cached_property
    def _differences(self) -> list[Difference]:
        second = self.sheet.second_answers
        if second is None or self.sheet.settled_at:
            return []
        codes = differing(self.sheet.response.answers, second)
        return _differences(self.survey, self.sheet, codes)

    @property
    def _texts(self) -> dict[str, str]:
        return {one.code: one.text for one in self._differences}

    def _compared(self, form: SettleForm, status: int = 200) -> HttpResponse:
        differences = [(one, form[one.code]) for one in self._differences]
        return self.page(
            "sheet_differences",
            status,
            form=form,
            sheet=self.sheet,
            differences=differences,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = SettleForm(request.POST, differing=self._texts)
        if not form.is_valid():
            return self._compared(form, 422)
        settle_sheet(self.sheet, right=form.cleaned_data, actor=request.user)
        messages.success(request, _("The sheet is settled, and its figures are right."))
        return self.to_list()


def _differences(
    survey: Survey, sheet: PaperSheet, codes: list[str]
) -> list[Difference]:
    districts = district_names() if survey.asks_district else {}
    entries = [sheet.response.answers, sheet.second_answers or {}]
    found = []
    for question in survey.questions:
        for code in (question.code, f"{question.code}-other"):
            if code in codes:
                texts = [_texts(question, code, entry, districts) for entry in entries]
                found.append(Difference(code, question, code != question.code, *texts))
    return found


def _texts(
    question: Question, code: str, entry: dict[str, Any], districts: dict[str, str]
) -> list[str]:
    if code not in entry:
        return []
    if code != question.code:
        return [entry[code]]
    return told(question, entry, districts)


def number_taken(collector: Collector, number: int) -> str:
    """Say that another sheet has the number, and which is free."""
    language = languages.current()
    return _(
        "Sheet %(number)s was entered before. The next free number is %(next)s."
    ) % {
        "number": numbers.number(number, language),
        "next": numbers.number(next_number(collector.sheets), language),
    }


def see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=303)
