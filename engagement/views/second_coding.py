"""The desk's second coding: a sample drawn, coded without the first, and compared."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from civic import languages, numbers
from civic.access import RoleRequiredMixin, role_required
from civic.roles import Role
from civic.typed import KeepsTypedMixin
from engagement.actions.second_coding import (
    code_again,
    draw_sample,
    settle_difference,
)
from engagement.forms.second_coding import CodeAgainForm, DrawForm, SettleForm
from engagement.models import CodingSample, SampledAnswer, Theme
from engagement.second_codings import compare
from engagement.theme_desk import parts_for
from engagement.theme_tree import tree_of
from engagement.views.log import see_other
from surveys.models.open_answers import CODING_ROLES


def shown(number: int) -> str:
    return numbers.number(number, languages.current())


@method_decorator(never_cache, name="dispatch")
class CodingSampleListView(RoleRequiredMixin, ListView):
    """The samples, each with how far it is coded."""

    roles = CODING_ROLES
    template_name = "engagement/codingsample_list.html"
    context_object_name = "samples"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[CodingSample]:
        return CodingSample.objects.visible_to(self.request.user).with_progress()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_editor, parts = user.has_role(Role.EDITOR), parts_for(user)
        return super().get_context_data(is_editor=is_editor, parts=parts, **kwargs)


class RefusesMixin(KeepsTypedMixin):
    """For views of a form: what is refused is answered with 422."""

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        view: Any = super()
        response = view.form_invalid(form)
        if form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


@method_decorator(never_cache, name="dispatch")
class CodingSampleCreateView(RefusesMixin, RoleRequiredMixin, FormView):
    """Draw a sample for somebody."""

    roles = (Role.EDITOR,)
    form_class = DrawForm
    template_name = "engagement/codingsample_form.html"

    def form_valid(self, form: DrawForm) -> HttpResponse:
        drawing, coder = form.drawing(), form.cleaned_data["coder"]
        try:
            sample = draw_sample(drawing, coder=coder, actor=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        drawn = sample.sampled.count()
        told = ngettext(
            "Drawn: %(shown)s answer for %(coder)s.",
            "Drawn: %(shown)s answers for %(coder)s.",
            drawn,
        )
        text = told % {"shown": shown(drawn), "coder": f"\u2068{coder}\u2069"}
        messages.success(self.request, text)
        return see_other(reverse("engagement:coding-sample-list"))


@method_decorator(never_cache, name="dispatch")
class CodingSampleDetailView(RoleRequiredMixin, DetailView):
    """How far the two coders agree, and where not.

    The second coder sees it only when the sample is coded to the end.
    """

    roles = CODING_ROLES
    template_name = "engagement/codingsample_detail.html"
    context_object_name = "sample"

    def get_queryset(self) -> QuerySet[CodingSample]:
        return CodingSample.objects.visible_to(self.request.user).with_progress()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, sample = self.request.user, self.object
        is_own = sample.coder_id == user.pk
        is_finished = not sample.sampled.to_code().exists()
        may_see = is_finished or not is_own
        return super().get_context_data(
            is_own=is_own,
            is_finished=is_finished,
            comparison=compare(sample) if may_see and sample.answers_coded else None,
            may_settle=user.has_role(Role.EDITOR) and is_finished,
            settlements=SampledAnswer.Settlement,
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class CodeAgainView(RefusesMixin, RoleRequiredMixin, FormView):
    """Code one answer of a sample: only its words and the themes are seen."""

    roles = CODING_ROLES
    form_class = CodeAgainForm
    template_name = "engagement/code_again.html"

    @cached_property
    def sample(self) -> CodingSample:
        samples = CodingSample.objects.codable_by(self.request.user).with_progress()
        return get_object_or_404(samples, pk=self.kwargs["pk"])

    @cached_property
    def sampled(self) -> SampledAnswer | None:
        """The answer asked for, or else the next one to code."""
        answers = self.sample.sampled.select_related("answer__question")
        if "position" not in self.kwargs:
            return answers.to_code().first()
        return get_object_or_404(answers.counted(), position=self.kwargs["position"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.sampled is None or not self.sample.sampled.to_code().exists():
            return see_other(reverse("engagement:coding-sample", args=[self.sample.pk]))
        if "position" not in self.kwargs:
            return see_other(self._address(self.sampled))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        coded = self.sampled and self.sampled.second_themes
        return {"themes": coded or [], "none_fits": coded == []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sample=self.sample,
            sampled=self.sampled,
            tree=tree_of(Theme.objects.current()),
            before=self._before(),
            **kwargs,
        )

    def _before(self) -> str | None:
        """Return the address of the answer before this one, to look at it again."""
        earlier = self.sample.sampled.counted().filter(
            position__lt=self.sampled.position
        )
        last = earlier.order_by("-position").first()
        return self._address(last) if last else None

    def _address(self, sampled: SampledAnswer) -> str:
        arguments = [self.sample.pk, sampled.position]
        return reverse("engagement:code-again-answer", args=arguments)

    def form_valid(self, form: CodeAgainForm) -> HttpResponse:
        themes = list(form.cleaned_data["themes"])
        try:
            code_again(self.sampled, themes=themes, actor=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return see_other(reverse("engagement:code-again", args=[self.sample.pk]))


@require_POST
@role_required(Role.EDITOR)
def difference_settle(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    samples = CodingSample.objects.visible_to(request.user)
    sample = get_object_or_404(samples, pk=pk)
    sampled = get_object_or_404(sample.sampled.compared(), position=position)
    form = SettleForm(request.POST)
    if sample.sampled.to_code().exists():
        messages.error(request, _("Settle it when the whole sample is coded."))
    elif not form.is_valid():
        messages.error(request, _("Choose one of the three ways to settle it."))
    elif _settle(request, sampled, form.cleaned_data["settlement"]):
        return see_other(_next_to_settle(sample, sampled))
    return see_other(reverse("engagement:coding-sample", args=[pk]))


def _next_to_settle(sample: CodingSample, sampled: SampledAnswer) -> str:
    """The address of the next difference that waits, or else of this one."""
    waiting = [
        one.sampled.position
        for one in compare(sample).differences
        if not one.sampled.settlement
    ]
    later = [one for one in waiting if one > sampled.position]
    position = next(iter([*later, *waiting]), sampled.position)
    address = reverse("engagement:coding-sample", args=[sample.pk])
    return f"{address}#answer-{position}"


def _settle(request: HttpRequest, sampled: SampledAnswer, settlement: str) -> bool:
    """Settle it, or say why that cannot be."""
    try:
        settle_difference(sampled, settlement=settlement, actor=request.user)
    except ValidationError as refusal:
        messages.info(request, refusal.messages[0])
        return False
    text = _("Settled: answer %(number)s.") % {"number": shown(sampled.position)}
    messages.success(request, text)
    return True
