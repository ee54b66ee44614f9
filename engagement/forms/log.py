"""What staff fill in at an event: a talk, a board."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import Branch, User
from civic.number_fields import WholeNumberField
from engagement.forms.fields import NoteField, choose
from engagement.forms.privacy import PrivacyForm
from engagement.models import Conversation, OutreachEvent
from surveys.forms.submission import SubmissionForm

MOST_PEOPLE = 5000
LONGEST_TEXT = 4000


def _text_area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto"})


class SettingForm(SubmissionForm):
    """Where an entry belongs: the language spoken and the branch that listened."""

    language = forms.ChoiceField(
        label=_("Language spoken"),
        choices=languages.CHOICES,
        widget=forms.RadioSelect,
        error_messages=choose(_("Choose the language that was spoken.")),
    )
    branch = forms.ModelChoiceField(
        label=_("Branch"),
        queryset=Branch.objects.none(),
        required=False,
        empty_label=pgettext_lazy("branch", "None in particular"),
        error_messages=choose(
            _("This branch was not at the event: choose one that was.")
        ),
    )

    def __init__(self, *args, event: OutreachEvent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = event.branches.all()


class ConversationForm(PrivacyForm, SettingForm):
    """What surrounds the answers of a talk."""

    people = WholeNumberField(
        label=_("How many people took part"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages={
            "required": _("Write how many people took part, at least 1."),
            "invalid": _("Write how many people took part as a number, such as 3."),
            "min_value": _("At least 1 person took part."),
            "max_value": _("At most %(limit_value)s people fit into one entry."),
        },
    )
    method = forms.ChoiceField(
        label=_("What it was"),
        choices=[
            (Conversation.Method.CONVERSATION, Conversation.Method.CONVERSATION.label),
            (Conversation.Method.PANEL, Conversation.Method.PANEL.label),
        ],
        widget=forms.RadioSelect,
        initial=Conversation.Method.CONVERSATION,
        error_messages=choose(_("Choose whether it was a conversation or a panel.")),
    )
    quotation = NoteField(
        label=_("In their own words"),
        max_length=LONGEST_TEXT,
        widget=_text_area(3),
        required=False,
    )
    quotation_consent = forms.ChoiceField(
        label=_("May we publish these words?"),
        choices=Conversation.Consent.choices,
        widget=forms.RadioSelect,
        initial=Conversation.Consent.NONE,
        error_messages=choose(_("Choose whether these words may be published.")),
    )
    reading = NoteField(
        label=_("Our own reading"),
        help_text=_("What you think lies behind it. Never published."),
        max_length=LONGEST_TEXT,
        widget=_text_area(2),
        required=False,
    )
    wants_follow_up = forms.BooleanField(
        label=_("They would like to hear from us again"),
        help_text=_("Do not write down how to reach them: give them our card."),
        required=False,
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        consent = cleaned.get("quotation_consent", Conversation.Consent.NONE)
        if consent != Conversation.Consent.NONE and cleaned.get("quotation") == "":
            self.add_error(
                "quotation",
                _("Write down the words that may be published, or choose “%(none)s”.")
                % {"none": Conversation.Consent.NONE.label},
            )
        return cleaned


def usual_setting(event: OutreachEvent, user: User) -> dict[str, object]:
    """Return the language and branch to begin with: those of one's last entry here."""
    last = (
        Conversation.objects.filter(event=event, staff=user)
        .select_related("response")
        .first()
    )
    if last is not None:
        return {"language": last.response.language, "branch": last.branch_id}
    branches = list(event.branches.all())
    own = set(user.branches.values_list("pk", flat=True))
    first = next((one for one in branches if one.pk in own), None)
    if first is None and len(branches) == 1:
        first = branches[0]
    return {"language": languages.current().code, "branch": first and first.pk}
