"""The form of a survey itself: what it is called, for whom, and its results."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic import languages
from civic.texts import address_of
from surveys.forms.page_language import PartForm, columns
from surveys.models import Survey


class SurveyForm(PartForm):
    """What a survey is called, whom it is for, and what becomes of its results."""

    translated = ("title", "introduction", "thanks")
    needed = ("title",)

    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Latin letters, digits and hyphens. Left empty, it is made from the title."
        ),
        error_messages={
            "invalid": gettext_lazy(
                "Use Latin letters without marks, digits and hyphens only."
            )
        },
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=languages.CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The survey is published once its texts exist in all of these."
        ),
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )

    class Meta:
        model = Survey
        fields = [
            *columns("title", "introduction", "thanks"),
            "slug",
            "purpose",
            "languages",
            "results_policy",
            "sample_design",
        ]
        widgets = {
            "purpose": forms.RadioSelect,
            "results_policy": forms.RadioSelect,
            "sample_design": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].widget.attrs["dir"] = "ltr"
        self.initial.setdefault("languages", list(languages.CODES))
        if self.instance.pk and self.instance.status != Survey.Status.DRAFT:
            # Addresses that were published never die
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _(
                "It was published, so it can no longer be changed."
            )
            self.fields["purpose"].disabled = True

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or self._proposed_slug()
        if Survey.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                _("Another survey has the address “%(slug)s”. Choose another one."),
                params={"slug": slug},
            )
        return slug

    def _proposed_slug(self) -> str:
        titles = [self.cleaned_data.get(name) or "" for name in columns("title")]
        base = address_of(titles, "survey")
        slug, number = base[:72], 1
        while Survey.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base[:72]}-{number}"
        return slug
