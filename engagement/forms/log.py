"""What staff fill in at an event: a talk, a board, the event's reach."""

from collections.abc import Collection, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.models import Branch, User
from civic.number_fields import DecimalNumberField, WholeNumberField
from civic.roles import Role
from engagement.actions import Reach
from engagement.forms.fields import BranchField, NoteField, choose
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
    branch = BranchField(
        label=_("Branch"),
        required=False,
        error_messages=choose(
            _("Choose a branch of yours that was at the event, or none.")
        ),
    )

    def __init__(self, *args, branches: Sequence[Branch], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["branch"].offer(branches)

    @property
    def has_branch_choice(self) -> bool:
        """Whether there is more than one branch to choose from."""
        return len(self.fields["branch"].branches) > 1


class ConversationForm(SettingForm):
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

    confirms_privacy = forms.BooleanField(
        label=_("None of this identifies anyone: save it as it is"), required=False
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


def usual_setting(
    event: OutreachEvent, user: User, branches: Sequence[Branch]
) -> dict[str, object]:
    """Return the language and branch to begin with: those of one's last entry here."""
    last = (
        Conversation.objects.filter(event=event, staff=user)
        .select_related("response")
        .first()
    )
    if last is not None:
        return {"language": last.response.language, "branch": last.branch_id}
    return {
        "language": languages.current().code,
        "branch": usual_branch(branches, own_branches(user)),
    }


def usual_branch(branches: Sequence[Branch], own: Collection[int]) -> int | None:
    """Return the branch to begin with: the only one, or the first of one's own."""
    if len(branches) == 1:
        return branches[0].pk
    return next((one.pk for one in branches if one.pk in own), None)


def own_branches(user: User) -> set[int]:
    """Return the keys of the branches that ``user`` belongs to."""
    return set(user.branches.values_list("pk", flat=True))


def branches_for(
    user: User, event: OutreachEvent, own: Collection[int]
) -> list[Branch]:
    """Return the branches of ``event`` for which ``user`` may log.

    Somebody who belongs to branches logs for these alone; somebody who belongs to
    none, and an editor, for any that attends. ``own`` are those of ``own_branches``.
    """
    attending = list(event.branches.all())
    if not own or user.has_role(Role.EDITOR):
        return attending
    return [branch for branch in attending if branch.pk in own]


def _reached_field(**options) -> WholeNumberField:
    return WholeNumberField(
        min_value=0,
        max_value=1_000_000,
        required=False,
        error_messages={
            "invalid": _("Write the number of people in digits, such as 120."),
            "min_value": _("The number of people cannot be below 0."),
            "max_value": _("Write at most %(limit_value)s people: check the digits."),
        },
        **options,
    )


_TOO_EXACT = _("Write at most 9999 hours, with two decimals, such as 7.25.")


class ReachForm(forms.ModelForm):
    """How many people an event reached."""

    attendance = _reached_field(label=_("How many people attended"))
    stopped_by = _reached_field(
        label=_("How many people stopped at our table"),
        help_text=_("Everyone who came up to you, also without a conversation."),
    )
    staff_hours = DecimalNumberField(
        label=_("Staff hours in all"),
        help_text=_(
            "For example 7.5 for three people who stayed two and a half hours."
        ),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
        error_messages={
            "invalid": _("Write the hours as a number, such as 7.5."),
            "min_value": _("The number of hours cannot be below 0."),
            "max_digits": _TOO_EXACT,
            "max_decimal_places": _TOO_EXACT,
            "max_whole_digits": _TOO_EXACT,
        },
    )

    class Meta:
        model = OutreachEvent
        fields = ["attendance", "attendance_is", "stopped_by", "staff_hours"]
        widgets = {"attendance_is": forms.RadioSelect}
        labels = {"attendance_is": _("This figure is")}
        error_messages = {"attendance_is": choose(_("Choose “exactly” or “at least”."))}

    def reach(self) -> Reach:
        """Return what a valid form tells."""
        return Reach(**{name: self.cleaned_data[name] for name in self.Meta.fields})

    def clean(self) -> dict:
        cleaned = super().clean()
        counts = [cleaned.get("attendance"), cleaned.get("stopped_by")]
        if not self.errors and counts == [None, None]:
            self.add_error(
                "attendance", _("Write at least one of the two numbers of people.")
            )
        if not self.errors and self._has_more_at_the_table(cleaned):
            self.add_error(
                "stopped_by",
                _("More people stopped by than attended: correct one of the two."),
            )
        return cleaned

    @staticmethod
    def _has_more_at_the_table(told: dict) -> bool:
        """Whether the event's own constraint would refuse it; here a field is named."""
        if told["attendance_is"] == OutreachEvent.Exactness.AT_LEAST:
            return False
        counts = told["attendance"], told["stopped_by"]
        return None not in counts and counts[1] > counts[0]
