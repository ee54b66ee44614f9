from modeltranslation.translator import TranslationOptions, register

from civic.models import Branch, District


@register(District)
class DistrictTranslation(TranslationOptions):
    fields = ("name",)


@register(Branch)
class BranchTranslation(TranslationOptions):
    fields = ("name",)
