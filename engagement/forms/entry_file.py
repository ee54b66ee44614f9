"""A file that was saved from a device's queue, to be handed in at the desk."""

import json

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from engagement.queued_entries import LARGEST_UPLOAD, MOST_ENTRIES

UNREADABLE = (ValueError, RecursionError)


def entries_of(content: bytes) -> list[object]:
    """Return the entries of an upload or of a file; raise ValueError if it is none."""
    found = json.loads(content)
    entries = found.get("entries") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise ValueError("no entries")
    return entries


class EntryFileForm(forms.Form):
    """The file; ``cleaned_data["file"]`` are its entries."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The file that was saved on the page “What waits on this device”."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose the file first.")},
    )

    def clean_file(self) -> list[object]:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("This file is too large to be such a file."))
        try:
            entries = entries_of(file.read())
        except UNREADABLE as error:
            raise forms.ValidationError(
                _("This is no file that was saved from a device, or it is damaged.")
            ) from error
        if len(entries) > MOST_ENTRIES:
            raise forms.ValidationError(
                _("This file has more entries than are taken at once: %(most)s."),
                params={"most": MOST_ENTRIES},
            )
        return entries
