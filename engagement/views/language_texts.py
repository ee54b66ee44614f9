"""What waits for somebody who writes a summary in one language."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.views.generic import DetailView

from civic.languages import BY_CODE
from engagement.models import Summary
from engagement.texts_to_translate import parts_to_translate
from engagement.views.composer import TranslatableSummaryMixin
from engagement.views.writers import language_written_by


class LanguageTextsView(TranslatableSummaryMixin, DetailView):
    """The parts with missing or outdated texts; of a translator's own language."""

    template_name = "engagement/language_texts.html"

    def get_queryset(self) -> QuerySet[Summary]:
        if language_written_by(self.request.user) not in {None, self.code}:
            raise Http404
        return super().get_queryset()

    @property
    def code(self) -> str:
        return self.kwargs["language"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            parts=parts_to_translate(self.object, self.code),
            written=BY_CODE[self.code],
            **kwargs,
        )
