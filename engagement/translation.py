from modeltranslation.translator import TranslationOptions, register

from engagement.models import (
    Commitment,
    CommitmentUpdate,
    Finding,
    OutreachEvent,
    PopulationTable,
    Summary,
    SummaryQuotation,
    SummarySection,
    SummaryVersion,
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
    fields = ("introduction", "decided", "reasons")


@register(SummarySection)
class SummarySectionTranslation(TranslationOptions):
    fields = ("byline", "body")


@register(SummaryQuotation)
class SummaryQuotationTranslation(TranslationOptions):
    fields = ("text",)


@register(Finding)
class FindingTranslation(TranslationOptions):
    fields = ("title", "wants", "concerns", "actions")


@register(SummaryVersion)
class SummaryVersionTranslation(TranslationOptions):
    fields = ("note",)


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
