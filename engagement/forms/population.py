"""What the desk asks before a table of residents takes effect: a file, then a look."""

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civic import languages, numbers
from civic.number_fields import WholeNumberField
from engagement.forms.translated import TranslatedForm, columns
from engagement.models import PopulationTable
from engagement.models.coverage import FIRST_YEAR, LAST_YEAR
from engagement.population import Residents
from engagement.population_file import PopulationFile, read_population
from engagement.population_groups import Groups

SALT = "engagement.population"
A_DAY = 24 * 60 * 60
_YEAR = _("Write the year of the Gregorian calendar in four digits, such as 2024.")
_TO_COME = _("This year is still to come: nobody can have been counted in it yet.")


class PopulationImportForm(TranslatedForm):
    """The file, and where its figures come from."""

    year = WholeNumberField(
        label=_("Year of the figures"),
        help_text=_("The Gregorian year that the figures describe, such as 2024."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": _YEAR,
            "invalid": _YEAR,
            "min_value": _YEAR,
            "max_value": _TO_COME,
        },
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV file made like the template of this page. It is not kept."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose the file first.")},
    )
    translated = ("source",)
    needed = ("source",)
    found: PopulationFile | None = None

    class Meta:
        model = PopulationTable
        fields = [*columns("source"), "year"]

    def clean_year(self) -> int:
        """A projection for next year may be given; what is later is a slip."""
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year + 1:
            raise forms.ValidationError(_TO_COME)
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if file := cleaned.get("file"):
            self.found = read_population(file.read(), Groups.current())
            if number := len(self.found.problems):
                self.add_error("file", _problems(number))
        return cleaned

    def packed(self) -> str:
        """Return what was read as signed text that the browser carries along."""
        assert self.found is not None  # noqa: S101 - of a valid form
        content = {
            "table": {name: self.cleaned_data[name] for name in self.Meta.fields},
            "rows": self.found.rows,
        }
        return signing.dumps(content, salt=SALT, compress=True)


def _problems(number: int) -> str:
    return ngettext(
        "The file has %(shown)s mistake: see the list. Nothing is stored yet.",
        "The file has %(shown)s mistakes: see the list. Nothing is stored yet.",
        number,
    ) % {"shown": numbers.number(number, languages.current())}


class PopulationConfirmForm(forms.Form):
    """What was read, carried along and signed: ``table`` is None where that is lost."""

    parsed = forms.CharField(widget=forms.HiddenInput)

    table: PopulationTable | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[Residents] = []
        try:
            content = signing.loads(
                str(self["parsed"].value() or ""), salt=SALT, max_age=A_DAY
            )
        except signing.BadSignature:
            return
        self.told = content["table"]
        self.table = PopulationTable(**self.told)
        self.rows = [Residents(*row) for row in content["rows"]]
