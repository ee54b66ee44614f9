"""The theming bench: a table of answers in words, and themes for each."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from civic import languages, numbers
from civic.access import RoleRequiredMixin
from engagement.coding_rows import Chosen, Row, lines_of
from engagement.coding_table import COUNTED_TO, Page, page_of
from engagement.forms.bench import BenchFilterForm, BenchPlaceForm, theme_choices
from engagement.forms.coding import CodingForm, SeenForm, SeveralForm
from engagement.models import Theme
from engagement.theme_desk import parts_for
from engagement.theme_tree import most_used
from engagement.theming import suggestions_for
from surveys import tallying
from surveys.models import OpenAnswer
from surveys.models.open_answers import CODING_ROLES

DIGITS = 9  # keys that give a theme at once
SUGGESTED = 3  # of these, how many are for what is proposed


def suggested_for(answers: list[OpenAnswer]) -> dict[int, list[Theme]]:
    """Return themes to propose for each of ``answers`` by its pk, the best first."""
    found = suggestions_for(answers)
    return {pk: [one.theme for one in likeliest] for pk, likeliest in found.items()}


class ThemesMixin(RoleRequiredMixin):
    """A page among the desk's themes."""

    roles: tuple[str, ...] = CODING_ROLES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view: Any = super()
        return view.get_context_data(parts=parts_for(self.request.user), **kwargs)


@method_decorator(never_cache, name="dispatch")
class ThemeBenchView(ThemesMixin, TemplateView):
    """Find answers in words, and give them themes."""

    template_name = "engagement/theme_bench.html"

    @property
    def answers(self) -> QuerySet[OpenAnswer]:
        return OpenAnswer.objects.visible_to(self.request.user).counted()

    @cached_property
    def themes(self) -> list[Theme]:
        return list(Theme.objects.visible_to(self.request.user))

    @cached_property
    def place(self) -> dict[str, int | None]:
        """Where in the table one is; what cannot be read is its beginning."""
        form = BenchPlaceForm(self.request.GET)
        form.is_valid()
        return form.cleaned_data

    @property
    def asking_for(self) -> str:
        """The address of an answer of this table, up to its key."""
        query = self.request.GET.copy()
        query.pop("note", None)
        query["note"] = ""
        return f"?{query.urlencode()}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tallying.fold_a_few()
        return self.page()

    def page(
        self,
        *,
        status: int = HTTPStatus.OK,
        at: OpenAnswer | None = None,
        form: SeenForm | None = None,
        several: SeveralForm | None = None,
    ) -> HttpResponse:
        """Show the table, and ``at`` an answer the ``form`` that was refused."""
        filters = BenchFilterForm(self.request.GET, themes=self.themes)
        matching = filters.applied_to(self.answers)
        shown, before, is_missing = self._shown(matching)
        rows = _rows(shown.answers)
        current = _rows([at])[0] if at else self._current(rows)
        context = self.get_context_data(
            filters=filters,
            rows=rows,
            matching=said_of(shown),
            older=shown.older,
            asking_for=self.asking_for,
            is_first_page=before is None,
            is_missing=is_missing,
            several=several or self.several(),
            chosen=set(self.request.POST.getlist("answers")),
            **_panel(rows, current, form, self.themes),
        )
        return self.render_to_response(context, status=status)

    def _shown(self, matching: QuerySet[OpenAnswer]) -> tuple[Page, int | None, bool]:
        """The page, where it begins, and whether the answer asked for is nowhere.

        An answer that is on another page heads the one shown.
        """
        before, asked = self.place.get("before"), self.place.get("note")
        shown = page_of(matching, before=before)
        if asked is None or asked in {one.pk for one in shown.answers}:
            return shown, before, False
        if not matching.filter(pk=asked).exists():
            return shown, before, True
        return page_of(matching, before=asked + 1), asked + 1, False

    def _current(self, rows: list[Row]) -> Row | None:
        """The row one was at, or else the first to be coded."""
        asked = [row for row in rows if row.answer.pk == self.place.get("note")]
        uncoded = [row for row in rows if row.coded is None]
        return next(iter([*asked, *uncoded, *rows]), None)

    def several(self, data: Any = None) -> SeveralForm:
        choices = theme_choices(one for one in self.themes if not one.is_retired)
        return SeveralForm(
            data, answers=self.answers, choices=choices, auto_id="several-%s"
        )


def _rows(answers: list[OpenAnswer]) -> list[Row]:
    suggested = suggested_for(answers)
    return [Row(answer, suggested.get(answer.pk, [])) for answer in answers]


def said_of(shown: Page) -> str:
    """How many answers match, in words."""
    page = languages.current()
    if shown.matching is None:
        more_than = _("More than %(shown)s answers")
        return more_than % {"shown": numbers.number(COUNTED_TO, page)}
    found = ngettext("%(shown)s answer", "%(shown)s answers", shown.matching)
    return found % {"shown": numbers.number(shown.matching, page)}


def _panel(
    rows: list[Row], current: Row | None, form: SeenForm | None, themes: list[Theme]
) -> dict[str, Any]:
    """What the form of one answer shows, and what its script needs for the others.

    Of the retired themes those that one of the answers has.
    """
    given = {
        coding.theme_id
        for row in [*rows, *filter(None, [current])]
        for coding in (row.coded.codings.all() if row.coded else ())
    }
    offered = [one for one in themes if not one.is_retired or one.pk in given]
    chosen = Chosen.stored(current.coded) if current else Chosen()
    if isinstance(form, CodingForm):
        chosen = Chosen.sent(dict(form.data.lists()))
    by_pk = {theme.pk: theme for theme in offered}
    return {
        "current": current,
        "form": form,
        "branches": lines_of(offered, chosen),
        "suggestions": current.suggested[:SUGGESTED] if current else [],
        "most_used": [by_pk[pk] for pk in most_used(DIGITS)],
        "next": _after(rows, current),
    }


def _after(rows: list[Row], current: Row | None) -> int | None:
    """The answer that follows in the table, to go on to."""
    pks = [row.answer.pk for row in rows]
    if current is None or current.answer.pk not in pks[:-1]:
        return None
    return pks[pks.index(current.answer.pk) + 1]
