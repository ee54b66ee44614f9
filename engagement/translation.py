from modeltranslation.translator import TranslationOptions, register

from engagement.models import (
    Commitment,
    CommitmentUpdate,
    OutreachEvent,
    PopulationTable,
    Summary,
    SummaryQuotation,
    SummarySection,
    Theme,
)


@register(OutreachEvent)
class OutreachEventTranslation(TranslationOptions):
    fields = (
        "title",
        "description",
        "host",
        "venue",
        "access_notes",
        "status_note",
    )


@register(Summary)
class SummaryTranslation(TranslationOptions):
    fields = ("introduction",)


@register(SummarySection)
class SummarySectionTranslation(TranslationOptions):
    fields = ("byline", "body")


@register(SummaryQuotation)
class SummaryQuotationTranslation(TranslationOptions):
    fields = ("text",)


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("statement", "owner", "reason")


@register(CommitmentUpdate)
class CommitmentUpdateTranslation(TranslationOptions):
    fields = ("text",)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "definition")


@register(PopulationTable)
class PopulationTableTranslation(TranslationOptions):
    fields = ("source",)
