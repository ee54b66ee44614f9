"""What to look at among the responses, and what becomes of those that are chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models import Response

State = Response.ReviewState


class ResponseFilterForm(forms.Form):
    """Which responses to show; ``before`` is where the last page of them ended."""

    STATES = (
        (State.FLAGGED, pgettext_lazy("responses", "To be looked at")),
        (State.EXCLUDED, pgettext_lazy("responses", "Excluded")),
        ("", pgettext_lazy("responses", "All")),
    )
    state = forms.ChoiceField(choices=STATES, required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class ReviewForm(forms.Form):
    """Which responses, and the state they are put into."""

    use_required_attribute = False
    responses = forms.ModelMultipleChoiceField(
        Response.objects.none(),
        label=_("Responses"),
        error_messages={
            "required": _("Choose at least one of the answers."),
            "invalid_choice": _(
                "One of the answers you chose is not among those of this survey. "
                "Please choose again."
            ),
            "invalid_pk_value": _(
                "One of the answers you chose is not among those of this survey. "
                "Please choose again."
            ),
        },
    )
    state = forms.ChoiceField(
        choices=[(State.ACCEPTED, ""), (State.EXCLUDED, "")],
        error_messages={
            "required": _("Say what should become of the answers you chose."),
            "invalid_choice": _("Say what should become of the answers you chose."),
        },
    )
    note = forms.CharField(
        label=_("Why do you decide so?"),
        help_text=_("Staff see it beside the answers; residents never do."),
        max_length=200,
        required=False,
    )
