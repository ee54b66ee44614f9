"""What the desk asks before responses are exported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic import languages
from surveys.models import Export, Survey

FORMATS = [
    (Export.Format.CSV, _("CSV: opens in any spreadsheet program")),
    (Export.Format.XLSX, _("Excel (XLSX): with dates, and a sheet about the columns")),
    (Export.Format.SAV, _("SPSS (SAV): with labels, missing values and measures")),
    (Export.Format.JSON, _("JSON: one object a line, for programs")),
]


class ExportForm(forms.ModelForm):
    """Format, language of the labels, and which responses."""

    class Meta:
        model = Export
        fields = ["format", "language", "has_codes", "all_versions", "with_excluded"]
        labels = {
            "has_codes": _("Codes in the place of labels"),
            "all_versions": _("Responses to the other versions too"),
            "with_excluded": _("Excluded responses too"),
        }
        help_texts = {
            "language": _("Where a label is missing, another language stands in."),
        }

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.survey = survey
        self.fields["format"] = forms.ChoiceField(
            label=_("Format"),
            choices=FORMATS,
            widget=forms.RadioSelect,
            initial=Export.Format.CSV,
        )
        self.fields["language"].choices = languages.CHOICES
        self.fields["language"].initial = languages.current().code
        others = Survey.objects.filter(family=survey.family).exclude(pk=survey.pk)
        if not others.exists():
            del self.fields["all_versions"]
