"""The log page as one form: the guide's questions and what surrounds the answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from civic.forms_as_one import FormsAsOne
from civic.models import Branch, District
from engagement.actions import ConversationEntry
from engagement.forms.log import ConversationForm
from engagement.forms.privacy import free_texts, settle_findings, watch
from engagement.models import Conversation
from surveys import conditions, mistakes
from surveys.forms import Entry, SurveyPageForm, as_initial, page_form_class
from surveys.models import Page, Question, Survey


class EntryForm(FormsAsOne):
    """The guide's questions and what surrounds their answers."""

    def __init__(  # noqa: PLR0913 - what it asks, and how its forms are made
        self,
        data: Mapping | None = None,
        *,
        branches: Sequence[Branch],
        guide: Survey,
        initial: dict[str, object],
        classes: Sequence[type[SurveyPageForm]] | None = None,
        places: Collection[str] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        self.guide = guide
        self.places = places
        made = {"initial": initial, "auto_id": auto_id}
        self.details = ConversationForm(data, branches=branches, **made)
        classes = classes or form_classes(guide)
        self.pages = page_forms(guide, classes, data, **made)
        super().__init__([*self.pages, self.details])
        for form in self.forms:
            watch(form)
        self.has_findings = False

    def asked(self) -> Iterator[tuple[Entry, str]]:
        """Each question, and when it is asked if that depends on other answers.

        A guide shows all of them: the order of a conversation is not that of a form.
        """
        for page, form in zip(self.guide.pages.all(), self.pages, strict=True):
            for entry in form.entries:
                yield entry, self._only_if(page, entry.question)

    def _only_if(self, page: Page, question: Question) -> str:
        found = (page.shown_if, question.shown_if)
        return " ".join(conditions.describe(one, self.guide) for one in found if one)

    def add_error(self, error: str | Exception) -> None:
        self.details.add_error(None, error)

    def is_valid(self) -> bool:
        self._refuse_passed_over()
        if self.errors:
            return False
        if not self._says_something():
            self.add_error(
                _("Nothing is written down yet: choose an answer or write a note.")
            )
        self.has_findings = not settle_findings(
            self.forms, self.details, places=self.places
        )
        return not self.errors

    def _refuse_passed_over(self) -> None:
        """Ask back about answers that would be left out: nothing is lost unseen."""
        for page, form in zip(self.guide.pages.all(), self.pages, strict=True):
            for question in form.passed_over if form.is_bound else []:
                message = mistakes.not_asked(question, self._only_if(page, question))
                form.add_error(form.names[question.code][0], message)

    def _answers(self) -> dict[str, object]:
        """The answers of all pages; their texts without what was blanked out."""
        found: dict[str, object] = {}
        for page in self.pages:
            texts = {f"q-{code}": code for code in page.answers()}
            found |= page.answers()
            found |= {
                texts[name]: text
                for name, text in free_texts(page).items()
                if name in texts
            }
        return found

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
            slip=told["slip"],
        )


def form_classes(guide: Survey) -> list[type[SurveyPageForm]]:
    """Return the form class of each page of ``guide``, in the current language."""
    districts = list(District.objects.all()) if guide.asks_district else []
    return [page_form_class(page, districts) for page in guide.pages.all()]


def page_forms(
    guide: Survey,
    classes: Sequence[type[SurveyPageForm]],
    data: Mapping | None,
    **made: Any,
) -> list[SurveyPageForm]:
    """Return the form of each page; what is sent for one decides on the next.

    ``made`` are other arguments of a Django form.
    """
    found: list[SurveyPageForm] = []
    earlier: dict[str, object] = {}
    for page, form_class in zip(guide.pages.all(), classes, strict=True):
        is_shown = conditions.is_shown(page.shown_if, earlier)
        form = form_class(data, earlier=earlier, is_shown=is_shown, **made)
        found.append(form)
        earlier = {**earlier, **form.answers()}
    return found


def as_logged(conversation: Conversation, guide: Survey) -> dict[str, object]:
    """Return an entry as the initial values of an EntryForm that corrects it."""
    response = conversation.response
    return as_initial(guide.questions, response.answers) | {
        "language": response.language,
        "people": response.people,
        "branch": conversation.branch_id,
        "method": conversation.method,
        "quotation": conversation.quotation,
        "quotation_consent": conversation.quotation_consent,
        "reading": conversation.reading,
        "wants_follow_up": conversation.wants_follow_up,
    }
