"""The desk's collectors: the ways in which answers to a survey come in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from civic import languages
from civic.access import RoleRequiredMixin, role_required
from civic.typed import KeepsTypedMixin
from surveys import intake, naming, qr
from surveys.actions.collectors import (
    AddressTaken,
    change_collector,
    create_collector,
    proposed_slug,
    switch_collector,
)
from surveys.desk import ENTERERS, STAFF
from surveys.forms.collectors import (
    ADDRESS_TAKEN,
    CollectorForm,
    QrForm,
    SwitchForm,
    creatable_kinds,
)
from surveys.models import Collector, Survey


def _survey(request: HttpRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.user), pk=pk)


def _collector(collectors: QuerySet[Collector], pk: int, collector: int) -> Collector:
    return get_object_or_404(collectors, pk=collector, survey=pk)


def _visible(request: HttpRequest, pk: int, collector: int) -> Collector:
    collectors = Collector.objects.visible_to(request.user)
    return _collector(collectors, pk, collector)


def _detail_address(collector: Collector) -> str:
    return reverse(
        "surveys:desk-collector-detail", args=[collector.survey_id, collector.pk]
    )


class DeskCollectorListView(RoleRequiredMixin, ListView):
    """All collectors of a survey, with how many answers came by each."""

    roles = STAFF
    template_name = "surveys/desk_collector_list.html"
    context_object_name = "collectors"

    def get_queryset(self) -> QuerySet[Collector]:
        self.survey = _survey(self.request, self.kwargs["pk"])
        collectors = Collector.objects.visible_to(self.request.user)
        own = collectors.filter(survey=self.survey)
        return intake.with_answers(own)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_edit = self.request.user.has_role(*ENTERERS)
        kinds = creatable_kinds(self.survey) if may_edit else ()
        naming.name_all(self.object_list)
        return super().get_context_data(survey=self.survey, kinds=kinds, **kwargs)


class DeskCollectorDetailView(RoleRequiredMixin, DetailView):
    """One collector: its addresses and QR codes, and its answers day by day."""

    roles = STAFF
    template_name = "surveys/desk_collector_detail.html"
    context_object_name = "collector"

    def get_object(self, queryset: QuerySet[Collector] | None = None) -> Collector:
        collectors = Collector.objects.visible_to(self.request.user)
        return _collector(intake.with_answers(collectors), **self.kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        collector = self.object
        editable = Collector.objects.editable_by(self.request.user)
        return super().get_context_data(
            survey=collector.survey,
            may_edit=editable.filter(pk=collector.pk).exists(),
            days=intake.answers_by_day(collector),
            addresses=_addresses(self.request, collector),
            short_address=public_address(self.request, collector, ""),
            **kwargs,
        )


def _addresses(request: HttpRequest, collector: Collector) -> list[dict[str, Any]]:
    """The neutral address and that of each language, absolute."""
    codes = ("", *languages.CODES) if collector.is_handed_out else ()
    return [
        {
            "language": languages.BY_CODE.get(code),
            "address": public_address(request, collector, code),
        }
        for code in codes
    ]


def public_address(request: HttpRequest, collector: Collector, code: str) -> str:
    """Return the absolute short address; without ``code`` in the reader's language."""
    if not code:
        path = reverse("short-address", args=[collector.slug])
        return request.build_absolute_uri(path)
    with translation.override(code):
        return request.build_absolute_uri(collector.get_absolute_url())


class CollectorFormView(KeepsTypedMixin, RoleRequiredMixin, FormView):
    roles = ENTERERS
    form_class = CollectorForm
    template_name = "surveys/collector_form.html"
    survey: Survey
    kind: str
    collector: Collector | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "kind": self.kind,
            "collector": self.collector,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "survey": self.survey,
            "collector": self.collector,
            "kind": self.kind,
            "form_id": "desk-form",
        }

    def form_invalid(self, form: CollectorForm) -> HttpResponse:
        # Not the mixin's: it would leave out what stands here beside the form
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422 if form.errors else 200)


class CollectorCreateView(CollectorFormView):
    """A new link, kiosk or paper collector."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kind = kwargs["kind"]
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"slug": proposed_slug()}

    def get_form(self, form_class: Any = None) -> CollectorForm:
        self.survey = _survey(self.request, self.kwargs["pk"])
        if self.kind not in creatable_kinds(self.survey):
            raise Http404
        return super().get_form(form_class)

    def form_valid(self, form: CollectorForm) -> HttpResponse:
        try:
            collector = create_collector(
                self.survey,
                kind=Collector.Kind(self.kind),
                actor=self.request.user,
                **form.cleaned_data,
            )
        except AddressTaken:
            form.add_error("slug", ADDRESS_TAKEN)
            return self.form_invalid(form)
        messages.success(self.request, _("The collector takes answers now."))
        return redirect(_detail_address(collector))


class CollectorUpdateView(CollectorFormView):
    """The name of a collector and, of a kiosk, its idle time and PIN."""

    def get_form(self, form_class: Any = None) -> CollectorForm:
        collectors = Collector.objects.editable_by(self.request.user)
        self.collector = _collector(collectors, **self.kwargs)
        self.survey, self.kind = self.collector.survey, self.collector.kind
        self.initial = {
            "name": self.collector.shown_name,
            "idle_seconds": self.collector.idle_seconds,
        }
        return super().get_form(form_class)

    def form_valid(self, form: CollectorForm) -> HttpResponse:
        change_collector(self.collector, actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect(_detail_address(self.collector))


@role_required(*ENTERERS)
@require_POST
def switch(request: HttpRequest, pk: int, collector: int) -> HttpResponse:
    """Pause a collector, or let it take answers again."""
    found = _collector(Collector.objects.editable_by(request.user), pk, collector)
    form = SwitchForm(request.POST)
    if form.is_valid():
        is_active = form.cleaned_data["is_active"]
        switch_collector(found, is_active=is_active, actor=request.user)
        messages.success(
            request,
            _("The collector takes answers again.")
            if is_active
            else _(
                "The collector is paused. Who opens it reads that it takes no answers."
            ),
        )
    return redirect(_detail_address(found))


# Pictures and the sheet to hang up


@role_required(*STAFF)
def qr_svg(request: HttpRequest, pk: int, collector: int) -> HttpResponse:
    return _picture(request, _visible(request, pk, collector), "svg")


@role_required(*STAFF)
def qr_png(request: HttpRequest, pk: int, collector: int) -> HttpResponse:
    return _picture(request, _visible(request, pk, collector), "png")


MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
DRAW = {"svg": qr.svg, "png": qr.png}


def _picture(request: HttpRequest, collector: Collector, kind: str) -> HttpResponse:
    form = QrForm(request.GET)
    if not collector.is_handed_out or not form.is_valid():
        raise Http404
    code = form.cleaned_data["language"]
    address = public_address(request, collector, code)
    response = HttpResponse(DRAW[kind](address), content_type=MEDIA_TYPES[kind])
    name = "-".join(filter(None, (collector.slug, code)))
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


class CollectorCardView(RoleRequiredMixin, DetailView):
    """A sheet to print and hang up: an invitation in each language, with QR codes."""

    roles = STAFF
    template_name = "surveys/collector_card.html"
    context_object_name = "collector"

    def get_object(self, queryset: QuerySet[Collector] | None = None) -> Collector:
        collector = _visible(self.request, **self.kwargs)
        if not collector.is_handed_out:
            raise Http404
        return collector

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        neutral, *each = _addresses(self.request, self.object)
        for one in (neutral, *each):
            one["picture"] = qr.svg_inline(one["address"])
            one["shown"] = one["address"].partition("://")[2].rstrip("/")
        return super().get_context_data(
            survey=self.object.survey, neutral=neutral, invitations=each, **kwargs
        )


# The short address without a language


@login_not_required
def short_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Send to the collector in the reader's language: cookie, browser, English."""
    with translation.override(translation.get_language_from_request(request)):
        response = redirect("surveys:collector-detail", slug.lower())
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
