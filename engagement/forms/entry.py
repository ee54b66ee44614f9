"""The log page as one form: the guide's questions and what surrounds the answers."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from civic.typed import unchecked
from engagement.actions import ConversationEntry
from engagement.forms.log import ConversationForm
from engagement.forms.together import FormsAsOne
from engagement.models import Conversation, OutreachEvent
from engagement.privacy_check import findings
from surveys.forms import page_form
from surveys.models import Survey


def flag_findings(form: forms.Form) -> bool:
    """Mark the texts of a valid form that look like a way to reach somebody."""
    texts = [
        (name, text)
        for name, text in form.cleaned_data.items()
        if isinstance(text, str) and isinstance(form.fields[name], forms.CharField)
    ]
    found = [(name, finding) for name, text in texts for finding in findings(text)]
    for name, finding in found:
        form.add_error(name, finding.message)
    return bool(found)


class EntryForm(FormsAsOne):
    """The guide's questions and what surrounds their answers."""

    def __init__(
        self,
        data: Mapping | None = None,
        *,
        event: OutreachEvent,
        guide: Survey,
        initial: dict[str, object],
    ) -> None:
        self.details = ConversationForm(data, event=event, initial=initial)
        self.pages = [
            page_form(page, data, initial=initial) for page in guide.pages.all()
        ]
        super().__init__([*self.pages, self.details])
        self.has_findings = False

    def add_error(self, error: str | Exception) -> None:
        self.details.add_error(None, error)

    def unchecked(self) -> "EntryForm":
        """Return the form as it was typed."""
        for form in self.forms:
            unchecked(form)
        return self

    def is_valid(self) -> bool:
        if self.errors:
            return False
        if not self._says_something():
            self.add_error(
                _("Nothing is written down yet: choose an answer or write a note.")
            )
        if not self.details.cleaned_data.get("confirms_privacy"):
            flagged = [flag_findings(form) for form in self.forms]
            self.has_findings = any(flagged)
        return not self.errors

    def _answers(self) -> dict[str, object]:
        return {
            code: answer
            for page in self.pages
            for code, answer in page.answers().items()
        }

    def _says_something(self) -> bool:
        told = self.details.cleaned_data
        return bool(self._answers() or told["quotation"] or told["reading"])

    def entry(self) -> ConversationEntry:
        """Return what a valid form tells."""
        told = self.details.cleaned_data
        return ConversationEntry(
            submission=told["submission"],
            answers=self._answers(),
            language=told["language"],
            started_at=told["opened"],
            people=told["people"],
            branch=told["branch"],
            method=told["method"],
            quotation=told["quotation"],
            quotation_consent=told["quotation_consent"],
            reading=told["reading"],
            wants_follow_up=told["wants_follow_up"],
        )


def as_logged(conversation: Conversation) -> dict[str, object]:
    """Return an entry as the initial values of an EntryForm that corrects it."""
    response = conversation.response
    answers = {f"q-{code}": answer for code, answer in response.answers.items()}
    return answers | {
        "submission": response.submission,
        "language": response.language,
        "people": response.people,
        "branch": conversation.branch_id,
        "method": conversation.method,
        "quotation": conversation.quotation,
        "quotation_consent": conversation.quotation_consent,
        "reading": conversation.reading,
        "wants_follow_up": conversation.wants_follow_up,
    }
