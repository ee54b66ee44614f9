"""Repair of surveys; answers are never shown or changed here."""

from django import forms
from django.contrib import admin

from civic.admin import PerLanguageAdmin, PerLanguageInline, ReadOnlyAdmin
from surveys.models import (
    Choice,
    Collector,
    Page,
    Question,
    QuestionRow,
    Response,
    Survey,
)


class PageInline(PerLanguageInline):
    model = Page
    show_change_link = True


class QuestionForm(forms.ModelForm):
    """Checks the code against the whole survey, which the form does not ask for."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"survey"}


class QuestionFormSet(forms.BaseInlineFormSet):
    """A question belongs to the survey of its page."""

    def _construct_form(self, i: int, **kwargs) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.instance.survey_id = self.instance.survey_id
        return form


class QuestionInline(PerLanguageInline):
    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    fk_name = "page"
    exclude = ["survey"]
    show_change_link = True


class ChoiceInline(PerLanguageInline):
    model = Choice


class QuestionRowInline(PerLanguageInline):
    model = QuestionRow


@admin.register(Survey)
class SurveyAdmin(PerLanguageAdmin):
    list_display = ["slug", "title", "purpose", "status", "edition"]
    list_filter = ["purpose", "status"]
    inlines = [PageInline]


@admin.register(Page)
class PageAdmin(PerLanguageAdmin):
    list_display = ["survey", "position", "title"]
    list_filter = ["survey"]
    list_select_related = ["survey"]
    inlines = [QuestionInline]


@admin.register(Question)
class QuestionAdmin(PerLanguageAdmin):
    list_display = ["code", "survey", "kind", "text"]
    list_filter = ["survey", "kind"]
    list_select_related = ["survey"]
    inlines = [ChoiceInline, QuestionRowInline]


@admin.register(Collector)
class CollectorAdmin(admin.ModelAdmin):
    list_display = ["slug", "survey", "kind", "is_active"]
    list_filter = ["kind", "is_active", "survey"]
    list_select_related = ["survey"]


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """That answers came, and when; what they say is read in the results."""

    fields = [
        "submission",
        "survey",
        "collector",
        "language",
        "people",
        "review_state",
        "review_reason",
        "submitted_at",
    ]
    list_display = ["submission", "survey", "collector", "language", "review_state"]
    list_filter = ["survey", "review_state", "language"]
    list_select_related = ["survey", "collector"]
