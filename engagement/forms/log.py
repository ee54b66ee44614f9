"""What staff fill in at an event: a talk, a board."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from civic import languages, receipts
from civic.models import Branch, User
from civic.number_fields import WholeNumberField
from civic.roles import Role
from engagement.actions.slips import TAKEN, is_slip_taken
from engagement.forms.fields import BranchField, NoteField, choose
from engagement.forms.privacy import PrivacyForm
from engagement.models import Conversation, OutreachEvent
from surveys.forms.submission import SubmissionForm
from surveys.forms.voice import ReceiptCodeField

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
        """Whether there is more than one branch to choose from, or one was wrong."""
        return len(self.fields["branch"].branches) > 1 or "branch" in self.errors


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

    slip = ReceiptCodeField(
        label=_("Receipt slip"), marked="data-receipt-slip", required=False
    )
    stored_as: UUID | None = None  # of an entry that is corrected

    def clean(self) -> dict:
        cleaned = super().clean()
        self._refuse_slip_taken()
        consent = cleaned.get("quotation_consent", Conversation.Consent.NONE)
        if consent != Conversation.Consent.NONE and cleaned.get("quotation") == "":
            self.add_error(
                "quotation",
                _("Write down the words that may be published, or choose “%(none)s”.")
                % {"none": Conversation.Consent.NONE.label},
            )
        return cleaned

    def _refuse_slip_taken(self) -> None:
        slip = self.cleaned_data.get("slip")
        submission = self.cleaned_data.get("submission")
        if not slip or submission is None:
            return
        own = self.stored_as or receipts.stored_id(submission)
        if is_slip_taken(slip, by_other_than=own):
            self.add_error("slip", TAKEN)


def usual_setting(
    event: OutreachEvent, user: User, branches: Sequence[Branch]
) -> dict[str, object]:
    """Return the language and branch to begin with: those of one's last entry here."""
    last = (
        Conversation.objects.filter(event=event, staff=user)
        .select_related("response")
        .first()
    )
    if last is None:
        return {
            "language": languages.current().code,
            "branch": usual_branch(branches, own_branches(user)),
        }
    is_offered = last.branch_id in {one.pk for one in branches}
    return {
        "language": last.response.language,
        "branch": last.branch_id if is_offered else None,
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
