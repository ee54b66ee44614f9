"""Pages and questions of a survey at the desk: written, changed and removed."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from civic.access import RoleRequiredMixin
from civic.typed import only_changes_language
from surveys.actions.authoring import (
    AuthoringRefused,
    StructureFrozen,
    refusal_to_remove,
    remove_page,
    remove_question,
    save_page,
    save_question,
)
from surveys.actions.wording import changes_in
from surveys.desk import AUTHORS
from surveys.forms.authoring import PageForm, QuestionForm, free_code
from surveys.forms.items import TooManyItems, arrange
from surveys.forms.kinds import BY_KIND, KINDS
from surveys.models import Page, Question, Survey

LISTS = ("choices", "rows")


class PartMixin(RoleRequiredMixin, TemplateView):
    """A part of a survey that this editor may change."""

    roles = AUTHORS

    def surveys(self) -> QuerySet[Survey]:
        return Survey.objects.editable_by(self.request.user)

    @cached_property
    def survey(self) -> Survey:
        surveys = self.surveys().with_questions()
        return get_object_or_404(surveys, pk=self.kwargs["pk"])

    def lock(self) -> None:
        """Let other saves of this survey wait for this one."""
        get_object_or_404(self.surveys().select_for_update(), pk=self.kwargs["pk"])

    def page_of(self, pk: int | str | None) -> Page:
        """One of the survey's pages, as they are loaded."""
        return _one_of(list(self.survey.pages.all()), pk)

    def question_of(self, pk: int) -> Question:
        return _one_of(self.survey.questions, pk)

    def outline(self, anchor: str) -> str:
        address = reverse("surveys:desk-survey-detail", args=[self.survey.pk])
        return f"{address}#{anchor}"


def _one_of(parts: list[Any], pk: int | str | None) -> Any:
    for part in parts:
        if str(part.pk) == str(pk):
            return part
    raise Http404


class EditorMixin(PartMixin):
    """A form with lists that can be arranged before anything is saved."""

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def store(self, form: Any) -> str:
        """Store a valid form and return the anchor of the part in the outline."""
        raise NotImplementedError

    @cached_property
    def is_frozen(self) -> bool:
        return self.survey.has_answers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "survey": self.survey,
            "is_frozen": self.is_frozen,
            "is_author": True,
            "at": "",
            "problems": [],
            "paste_refusal": "",
        } | kwargs
        if "form" not in context:
            context["form"] = self.form()
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if only_changes_language(request):
            return self._as_typed(request.POST)
        if "arrange" in request.POST:
            return self._arranged(request.POST["arrange"])
        with transaction.atomic():
            self.lock()
            return self._save()

    def _as_typed(self, data: Any, **context: Any) -> HttpResponse:
        form = self.form(data)
        form.unchecked()
        form.begin_at(context.get("at", ""))
        return self.render_to_response(self.get_context_data(form=form, **context))

    def _arranged(self, wish: str) -> HttpResponse:
        try:
            data, at = arrange(self.request.POST, wish)
        except TooManyItems as refusal:
            return self._as_typed(self.request.POST, paste_refusal=str(refusal))
        return self._as_typed(data, at=at)

    def _save(self) -> HttpResponse:
        data = self.request.POST
        if self.is_frozen:
            return self._refused(self.form(data), StructureFrozen())
        try:
            for prefix in LISTS:
                if data.get(f"{prefix}-pasted", "").strip():
                    data, _at = arrange(data, f"{prefix}:paste")
        except TooManyItems as refusal:
            response = self._as_typed(data, paste_refusal=str(refusal))
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
            return response
        form = self.form(data)
        if not form.is_valid():
            return self._invalid(form)
        try:
            anchor = self.store(form)
        except AuthoringRefused as refusal:
            return self._refused(self.form(data), refusal)
        messages.success(self.request, _("Saved."))
        return redirect(self.outline(anchor))

    def _refused(self, form: Any, refusal: AuthoringRefused) -> HttpResponse:
        form.is_valid()
        form.add_error(None, str(refusal))
        return self._invalid(form)

    def _invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form, problems=form.problems())
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class PageEditorMixin(EditorMixin):
    template_name = "surveys/desk_page_form.html"

    def page(self) -> Page:
        raise NotImplementedError

    def form(self, data: Any = None) -> PageForm:
        return PageForm(
            data, survey=self.survey, instance=self.page(), is_frozen=self.is_frozen
        )

    def store(self, form: PageForm) -> str:
        page = form.fill()
        save_page(page, actor=self.request.user, texts=_texts(form))
        return f"page-{page.position}"


class PageCreateView(PageEditorMixin):
    def page(self) -> Page:
        return Page(survey=self.survey)


class PageUpdateView(PageEditorMixin):
    def page(self) -> Page:
        return self.page_of(self.kwargs["part"])


class QuestionEditorMixin(EditorMixin):
    template_name = "surveys/desk_question_form.html"

    def question(self) -> Question:
        raise NotImplementedError

    def form(self, data: Any = None) -> QuestionForm:
        return QuestionForm(
            data,
            survey=self.survey,
            instance=self.question(),
            is_frozen=self.is_frozen,
        )

    def store(self, form: QuestionForm) -> str:
        question = form.fill()
        save_question(
            question,
            actor=self.request.user,
            choices=form.choice_items(),
            rows=form.row_items(),
            texts=_texts(form),
        )
        return f"question-{question.code}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kinds=KINDS, **kwargs)


class QuestionCreateView(QuestionEditorMixin):
    """A new question at the end of a page; first its kind is chosen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page_of(kwargs["part"])
        if request.GET.get("kind") not in BY_KIND:
            self.template_name = "surveys/desk_question_kind.html"
            return self.render_to_response(
                {
                    "view": self,
                    "survey": self.survey,
                    "page": page,
                    "kinds": KINDS,
                    "is_frozen": self.is_frozen,
                    "is_author": True,
                }
            )
        return super().get(request, *args, **kwargs)

    def question(self) -> Question:
        kind = self.request.GET.get("kind", "")
        return Question(
            survey=self.survey,
            page=self.page_of(self.kwargs["part"]),
            kind=kind if kind in BY_KIND else Question.Kind.SINGLE,
            code=free_code(self.survey),
            **_usual_bounds(kind),
        )


def _usual_bounds(kind: str) -> dict[str, int]:
    return {"minimum": 1, "maximum": 5} if kind == Question.Kind.RATING else {}


class QuestionUpdateView(QuestionEditorMixin):
    def question(self) -> Question:
        return self.question_of(self.kwargs["part"])


def _texts(form: Any) -> list[Any]:
    return changes_in(form) if form.instance.pk else []


class RemovalMixin(PartMixin):
    """Asks before a part is removed, and says what goes with it."""

    template_name = "surveys/desk_part_confirm_delete.html"

    def part(self) -> Page | Question:
        raise NotImplementedError

    def remove(self) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = self.part()
        return super().get_context_data(
            survey=self.survey,
            removed=part,
            is_page=isinstance(part, Page),
            questions=part.questions.all() if isinstance(part, Page) else [part],
            refusal=refusal_to_remove(part),
            is_author=True,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.remove()
        except AuthoringRefused:
            return self.render_to_response(
                self.get_context_data(), status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
        messages.success(request, _("Removed."))
        return redirect(self.outline("outline"))


class PageDeleteView(RemovalMixin):
    def part(self) -> Page:
        return self.page_of(self.kwargs["part"])

    def remove(self) -> None:
        remove_page(self.part(), actor=self.request.user)


class QuestionDeleteView(RemovalMixin):
    def part(self) -> Question:
        return self.question_of(self.kwargs["part"])

    def remove(self) -> None:
        remove_question(self.part(), actor=self.request.user)
