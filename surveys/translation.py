from modeltranslation.translator import TranslationOptions, register

from surveys.models import Choice, Page, Question, QuestionRow, Survey


@register(Survey)
class SurveyTranslation(TranslationOptions):
    fields = ("title", "introduction", "thanks")


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "introduction")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "help", "minimum_label", "maximum_label")


@register(Choice)
class ChoiceTranslation(TranslationOptions):
    fields = ("label",)


@register(QuestionRow)
class QuestionRowTranslation(TranslationOptions):
    fields = ("label",)
