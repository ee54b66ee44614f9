"""The public pages of the themes: what they are, and how many people spoke of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import DetailView, TemplateView

from civic import public_pages
from engagement.models import CodedAnswer, Round, Summary, SummaryQuotation, Theme
from engagement.summary_content import QuotationTold
from engagement.theme_figures import SeasonFigure, ThemeFigures
from engagement.theme_tree import tree_of

FRESH_FOR = 30.0  # seconds; the figures are published anew every few minutes
MOST_VOICES = 6


class KeptPageMixin:
    """For pages that are the same for everyone: served from memory for a while."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = super()
        response = view.dispatch(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        return public_pages.keep_for(FRESH_FOR, request, response)


@dataclass(frozen=True)
class Part:
    """A theme and the last season in which it is shown, if there is one.

    ``later`` is the newest season, where that does not show it.
    """

    theme: Theme
    latest: SeasonFigure | None
    later: Summary | None


@dataclass(frozen=True)
class Entry(Part):
    """An upper theme with its seasons and those below it."""

    seasons: list[SeasonFigure]
    below: list[Theme]


@method_decorator(login_not_required, name="dispatch")
class ThemeListView(KeptPageMixin, TemplateView):
    """All themes in use, in the order of the tree."""

    template_name = "engagement/theme_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = ThemeFigures.read()
        entries = [
            Entry(
                one.theme,
                figures.latest(one.theme),
                figures.later(one.theme),
                figures.seasons(one.theme),
                one.subthemes,
            )
            for one in tree_of(Theme.objects.current())
        ]
        return super().get_context_data(entries=entries, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class ThemeDetailView(KeptPageMixin, DetailView):
    """One theme, season by season; a merged one leads to that which it went into."""

    template_name = "engagement/theme_detail.html"
    context_object_name = "theme"

    @cached_property
    def theme(self) -> Theme:
        themes = Theme.objects.select_related("parent", "merged_into")
        return get_object_or_404(themes, code=self.kwargs["code"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.theme.merged_into is not None:
            address = self.theme.merged_into.get_absolute_url()
            return HttpResponsePermanentRedirect(address)
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset: QuerySet[Theme] | None = None) -> Theme:
        return self.theme

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = ThemeFigures.read()
        seasons = [] if self.theme.retired_at else figures.seasons(self.theme)
        shown = [one.summary.pk for one in seasons if one.people is not None]
        below = self.theme.children.current()
        return super().get_context_data(
            seasons=seasons,
            latest=figures.latest(self.theme) if shown else None,
            later=figures.later(self.theme) if shown else None,
            below=[Part(one, figures.latest(one), figures.later(one)) for one in below],
            by_setting=figures.settings(self.theme) if shown else None,
            by_language=figures.languages(self.theme) if shown else None,
            voices=self._voices(shown),
            **kwargs,
        )

    def _voices(self, summaries: list[int]) -> list[tuple[QuotationTold, Summary]]:
        """Return what the summaries quote of people who spoke of it.

        Only of seasons that show the theme: elsewhere a voice would tell of a number
        that is hidden.
        """
        coded = CodedAnswer.objects.filter(
            Q(codings__theme=self.theme) | Q(codings__theme__parent=self.theme),
            round=Round.FIRST,
            answer__is_counted=True,
        )
        spoken = coded.values("answer__response__conversation")
        quoted = (
            SummaryQuotation.objects.agreed_to()
            .select_related("summary")
            .filter(summary__in=summaries, conversation__in=spoken)
            .order_by("-summary__starts_on", "position")[:MOST_VOICES]
        )
        return [(QuotationTold.of(one), one.summary) for one in quoted]
