"""The desk's tree of themes: looked at, changed, and its history undone."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import (
    CreateView,
    FormView,
    TemplateView,
    UpdateView,
)

from civic import languages, numbers
from civic.access import role_required
from civic.typed import KeepsTypedMixin
from engagement.actions.theme_refusals import ThemeRefused
from engagement.actions.themes import (
    create_theme,
    lock_tree,
    merge_theme,
    move_theme,
    restore_theme,
    retire_theme,
    reword_theme,
    shift_theme,
    split_theme,
)
from engagement.coding_rows import Row
from engagement.coding_table import page_of, with_theme_itself, with_words
from engagement.forms.themes import (
    MergeForm,
    MoveForm,
    NewThemeForm,
    SplitForm,
    SplitSearchForm,
    WordingForm,
)
from engagement.models import Theme
from engagement.theme_desk import EDITORS
from engagement.theme_tree import counted_themes, tree_of
from engagement.views.themes import ThemesMixin, said_of
from surveys.models import OpenAnswer

SAVED = gettext_lazy("Saved.")


class ThemeTreeView(ThemesMixin, TemplateView):
    """All themes in their order, with how many answers have them."""

    template_name = "engagement/theme_tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = Theme.objects.visible_to(self.request.user)
        themes = list(visible.select_related("merged_into"))
        counted = counted_themes(themes)
        branches = tree_of(one for one in themes if not one.is_retired)
        return super().get_context_data(
            branches=[[counted[one.pk] for one in each.themes] for each in branches],
            retired=[counted[one.pk] for one in themes if one.is_retired],
            is_editor=self.request.user.has_role(*EDITORS),
            **kwargs,
        )


class EditableThemesMixin(ThemesMixin):
    """Themes that this editor may change, one change at a time."""

    roles = EDITORS
    model = Theme
    context_object_name = "theme"

    def get_queryset(self) -> QuerySet[Theme]:
        return Theme.objects.editable_by(self.request.user)

    @cached_property
    def theme(self) -> Theme:
        """The theme that the address names, as long as it is in use."""
        themes = self.get_queryset().current().select_related("parent")
        return get_object_or_404(themes, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = super()
        with transaction.atomic():
            lock_tree()
            return view.post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        view: Any = super()
        response = view.form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def get_success_url(self) -> str:
        return reverse("engagement:theme-tree")

    def done(self, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect(self.get_success_url())


class ThemeCreateView(KeepsTypedMixin, EditableThemesMixin, CreateView):
    form_class = NewThemeForm
    template_name = "engagement/theme_form.html"

    def get_initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("parent")}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            create_theme(form.instance, actor=self.request.user)
        except ThemeRefused as refusal:
            form.add_error("parent", str(refusal))
            return self.form_invalid(form)
        return self.done(_("The theme is created."))


class ThemeUpdateView(KeepsTypedMixin, EditableThemesMixin, UpdateView):
    """Reword a theme; beside it is all else that can be done to it."""

    form_class = WordingForm
    template_name = "engagement/theme_form.html"

    def get_queryset(self) -> QuerySet[Theme]:
        return super().get_queryset().current()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("move", MoveForm(theme=self.object))
        return super().get_context_data(**kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        reword_theme(self.object, texts=form.texts(), actor=self.request.user)
        return self.done(str(SAVED))


class ThemeActionView(EditableThemesMixin, FormView):
    """A form about one theme whose action may refuse it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"theme": self.theme}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(theme=self.theme, **kwargs)

    def act(self, form: Any) -> str:
        """Do it, and return what to say of it."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return self.done(self.act(form))
        except ThemeRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)


class ThemeMoveView(ThemeActionView):
    form_class = MoveForm
    template_name = "engagement/theme_move.html"

    def act(self, form: MoveForm) -> str:
        parent = form.cleaned_data["parent"]
        move_theme(self.theme, parent=parent, actor=self.request.user)
        return _("The theme is moved.")


class ThemeMergeView(ThemeActionView):
    form_class = MergeForm
    template_name = "engagement/theme_merge.html"

    def act(self, form: MergeForm) -> str:
        into = form.cleaned_data["into"]
        merge_theme(self.theme, into=into, actor=self.request.user)
        return _("The themes are merged. The history can undo it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = counted_themes([self.theme])[self.theme.pk]
        return super().get_context_data(counted=counted, **kwargs)


class ThemeSplitView(ThemeActionView):
    """Give some of a theme's answers another theme."""

    form_class = SplitForm
    template_name = "engagement/theme_split.html"

    @cached_property
    def search(self) -> SplitSearchForm:
        form = SplitSearchForm(self.request.GET)
        form.is_valid()
        return form

    @cached_property
    def found(self) -> QuerySet[OpenAnswer]:
        answers = OpenAnswer.objects.visible_to(self.request.user).counted()
        words = with_words(self.search.cleaned_data.get("q", ""))
        return answers.filter(with_theme_itself(self.theme)).filter(words)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"found": self.found}

    def act(self, form: SplitForm) -> str:
        moved = split_theme(
            self.theme,
            into=form.cleaned_data["into"],
            answers=form.chosen(),
            actor=self.request.user,
        )
        text = ngettext(
            "%(shown)s answer has the other theme now. The history can undo it.",
            "%(shown)s answers have the other theme now. The history can undo it.",
            moved,
        )
        return text % {"shown": numbers.number(moved, languages.current())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.search.cleaned_data.get("before")
        shown = page_of(self.found, before=before)
        return super().get_context_data(
            search=self.search,
            rows=[Row(answer, []) for answer in shown.answers],
            matching=said_of(shown),
            older=shown.older,
            chosen=set(self.request.POST.getlist("answers")),
            **kwargs,
        )


def _act(
    request: HttpRequest, pk: int, action: Callable[..., object], done: str
) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.editable_by(request.user), pk=pk)
    try:
        action(theme)
    except ThemeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("engagement:theme-tree")


@require_POST
@role_required(*EDITORS)
def theme_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a theme one place up or down among its siblings."""
    theme = get_object_or_404(Theme.objects.editable_by(request.user), pk=pk)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    shift_theme(theme, direction=direction)
    address = reverse("engagement:theme-tree")
    return redirect(f"{address}#theme-{theme.pk}")


@require_POST
@role_required(*EDITORS)
def theme_retire(request: HttpRequest, pk: int) -> HttpResponse:
    action = partial(retire_theme, actor=request.user)
    text = _("The theme is retired. Answers that have it keep it.")
    return _act(request, pk, action, text)


@require_POST
@role_required(*EDITORS)
def theme_restore(request: HttpRequest, pk: int) -> HttpResponse:
    action = partial(restore_theme, actor=request.user)
    return _act(request, pk, action, _("The theme is taken up again."))
