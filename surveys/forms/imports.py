"""What the desk asks before a survey is imported: a file, then an address for it."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages
from surveys.exchange import findings as findings_module
from surveys.exchange.definition import SurveyDefinition, from_json
from surveys.exchange.findings import Finding, ImportRefused
from surveys.exchange.reading import free_slug, read_survey
from surveys.exchange.workbooks import refuse_if_too_large
from surveys.exchange.xlsform_in import Imported
from surveys.models import Survey

SALT = "surveys.import"
A_DAY = 24 * 60 * 60
LONGEST = 2_000_000  # characters, half of what a form may post


class ImportForm(forms.Form):
    """The file, and the language of texts that name none."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An XLSForm (.xlsx or .xls) or a LimeSurvey survey (.lss), at most 5 MB. "
            "The file itself is not kept."
        ),
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.lss"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of texts that name none"),
        help_text=gettext_lazy(
            "Texts in languages that the portal does not speak go here too, where "
            "there is nothing else."
        ),
        choices=languages.CHOICES,
    )

    imported: Imported | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, language = data.get("file"), data.get("language")
        if file is None or language is None:
            return data
        try:
            refuse_if_too_large(file.size)
            self.imported = read_survey(
                file.read(), filename=file.name, language=language
            )
            if len(packed(self.imported)) > LONGEST:
                raise ImportRefused(_("The survey is too long. Please divide it."))
        except ImportRefused as refusal:
            self.add_error("file", refusal.message)
        return data


def packed(imported: Imported) -> str:
    """Return what was read as signed text that the browser carries to the next step."""
    content = {
        "definition": imported.definition.as_json(),
        "findings": findings_module.as_json(imported.findings),
    }
    return signing.dumps(content, salt=SALT, compress=True)


class ImportConfirmForm(forms.Form):
    """What was read, carried along and signed, and the address it shall have."""

    parsed = forms.CharField(widget=forms.HiddenInput)
    slug = forms.SlugField(
        label=gettext_lazy("Address of the survey"),
        help_text=gettext_lazy(
            "Latin letters, digits and hyphens; it stays when the survey is open."
        ),
        max_length=80,
        error_messages={
            "invalid": gettext_lazy(
                "Use Latin letters, digits, hyphens and underscores only."
            )
        },
    )

    definition: SurveyDefinition | None = None
    findings: list[Finding]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].widget.attrs["dir"] = "ltr"
        self._unpack(str(self["parsed"].value() or ""))

    @classmethod
    def beginning(cls, imported: Imported) -> "ImportConfirmForm":
        slug = free_slug(imported.name, imported.definition)
        return cls(initial={"parsed": packed(imported), "slug": slug})

    def _unpack(self, parsed: str) -> None:
        self.findings = []
        try:
            content = signing.loads(parsed, salt=SALT, max_age=A_DAY)
        except signing.BadSignature:
            return
        self.definition = from_json(content["definition"])
        self.findings = findings_module.from_json(content["findings"])

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if Survey.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("Another survey has the address “%(slug)s”. Please choose another."),
                params={"slug": slug},
                code="taken",
            )
        return slug
