"""What in the texts of a form may lead to a person: marked, blanked out, or kept."""

from collections.abc import Collection, Iterable, Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement import privacy
from engagement.privacy import Finding, Kind
from engagement.public_places import public_places
from surveys.forms.voice import ReceiptCodeField

SENTENCES = {
    Kind.PHONE: _("This looks like a telephone number: “%(passage)s”."),
    Kind.EMAIL: _("This looks like an e-mail address: “%(passage)s”."),
    Kind.ADDRESS: _("This looks like where someone lives: “%(passage)s”."),
    Kind.IDENTITY: _("This looks like the number of a document: “%(passage)s”."),
    Kind.NAME: _("This looks like someone’s name: “%(passage)s”."),
    Kind.HANDLE: _("This looks like someone’s account: “%(passage)s”."),
    Kind.PLATE: _("This looks like the plate of a car: “%(passage)s”."),
}


class PrivacyForm(forms.Form):
    """What staff decide about passages that may lead to a person."""

    confirms_privacy = forms.BooleanField(
        label=_("None of this identifies anyone: save it as it is"), required=False
    )
    # The button “Blank these out and save”
    blanks_findings = forms.BooleanField(required=False, widget=forms.HiddenInput)


def watch(form: forms.BaseForm) -> None:
    """Have the browser look at the free texts of ``form`` as they are typed."""
    for name in _free_texts(form):
        form.fields[name].widget.attrs["data-watch-privacy"] = True


def settle_findings(
    checked: Iterable[forms.Form],
    decision: PrivacyForm,
    *,
    places: Collection[str] | None = None,
) -> bool:
    """Do with the texts of valid forms as decided; return whether they may be saved.

    Without a decision what is found is marked, and nothing may be saved. ``places``
    are the public ones, from who checks many forms: they are asked for once.
    """
    if decision.cleaned_data.get("blanks_findings"):
        blank_findings(*checked, places=places)
        return True
    if decision.cleaned_data.get("confirms_privacy"):
        return True
    return not flag_findings(*checked, places=places)


def flag_findings(*checked: forms.Form, places: Collection[str] | None = None) -> bool:
    """Mark what in the texts of valid forms may lead to a person."""
    found = list(_found_in(checked, places))
    for form, name, passages in found:
        form.fields[name].widget.attrs["data-privacy-flagged"] = True
        for one in passages:
            form.add_error(name, sentence(one))
    return bool(found)


def blank_findings(*checked: forms.Form, places: Collection[str] | None = None) -> None:
    """Put a mark in place of all that is found in the texts of valid forms."""
    for form, name, passages in _found_in(checked, places):
        form.cleaned_data[name] = privacy.blanked(form.cleaned_data[name], passages)


def sentence(finding: Finding) -> str:
    # Isolated, so that a number keeps its order within a Persian sentence.
    return SENTENCES[finding.kind] % {"passage": f"\u2068{finding.passage}\u2069"}


def free_texts(form: forms.BaseForm) -> dict[str, str]:
    """Return the words in each free text of a valid form, by the name of its field."""
    texts = {name: form.cleaned_data.get(name) for name in _free_texts(form)}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def _found_in(
    checked: Iterable[forms.Form], places: Collection[str] | None
) -> Iterator[tuple[forms.Form, str, list[Finding]]]:
    if places is None:
        places = public_places()  # asked for at most once, and only if there is need
    for form in checked:
        for name, text in free_texts(form).items():
            if text and (passages := privacy.findings(text, public=places)):
                yield form, name, passages


def _free_texts(form: forms.BaseForm) -> list[str]:
    """Names of the fields that may hold any words; a receipt code leads to nobody."""
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, ReceiptCodeField)
        and not field.widget.is_hidden
    ]
