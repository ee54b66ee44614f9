"""The desk's list of one's own entries at an event; correcting a note of a board."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import ListView

from civic import languages, numbers
from civic.access import RoleRequiredMixin
from engagement.actions import correct_note, take_back_all
from engagement.forms.board import NoteCorrectionForm
from engagement.forms.privacy import settle_findings
from engagement.log_entries import as_told
from engagement.models import Conversation, OutreachEvent
from engagement.models.outreach import LOGGING_ROLES
from engagement.views.log import EventLogView, see_other
from surveys.models import Question

LONGEST_KEY = 19  # digits; longer ones do not fit into the database's integers


@method_decorator(never_cache, name="dispatch")
class OwnEntryListView(RoleRequiredMixin, ListView):
    """All that one has logged at an event, to be corrected or taken back."""

    roles = LOGGING_ROLES
    template_name = "engagement/own_entry_list.html"
    paginate_by = 50

    @cached_property
    def event(self) -> OutreachEvent:
        events = OutreachEvent.objects.visible_to(self.request.user)
        return get_object_or_404(events, pk=self.kwargs["pk"])

    def get_queryset(self):
        own = self.event.conversations.filter(staff=self.request.user).counted()
        return own.select_related("response")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(event=self.event, **kwargs)
        entries = list(context["object_list"])
        keys = [entry.pk for entry in entries]
        editable = Conversation.objects.editable_by(self.request.user)
        context["editable"] = set(
            editable.filter(pk__in=keys).values_list("pk", flat=True)
        )
        context["own_entries"] = as_told(entries)
        return context

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        sent = set(request.POST.getlist("entry"))
        keys = {int(key) for key in sent if key.isdecimal() and len(key) < LONGEST_KEY}
        chosen = self.get_queryset().editable_by(request.user).filter(pk__in=keys)
        taken = take_back_all(list(chosen), actor=request.user)
        self._say_taken_back(taken)
        return see_other(request.get_full_path())

    def _say_taken_back(self, taken: int) -> None:
        if not taken:
            messages.info(self.request, _("Choose at least one entry to take back."))
            return
        text = ngettext(
            "Taken back: %(shown)s entry. It counts nowhere from now on.",
            "Taken back: %(shown)s entries. They count nowhere from now on.",
            taken,
        )
        shown = numbers.number(taken, languages.current())
        messages.success(self.request, text % {"shown": shown})


class NoteUpdateView(EventLogView):
    """Correct the words and the count of one line of a board."""

    template_name = "engagement/note_correction.html"

    @cached_property
    def note(self) -> Conversation:
        notes = Conversation.objects.editable_by(self.request.user).counted()
        notes = notes.on_boards().select_related("response")
        return get_object_or_404(
            notes, pk=self.kwargs["entry_pk"], event=self.kwargs["pk"]
        )

    @cached_property
    def question(self) -> Question:
        response = self.note.response
        asked = Question.objects.filter(survey=response.survey_id)
        return get_object_or_404(asked, code__in=list(response.answers))

    def form(self, data=None) -> NoteCorrectionForm:
        return NoteCorrectionForm(data, note=self.note, question=self.question)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            conversation=self.note, question=self.question, **kwargs
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        note, form = self.note, self.form(request.POST)
        if not form.is_valid():
            return self.page(form=form, status=422)
        if not settle_findings([form], form):
            return self.page(form=form, has_findings=True, status=422)
        correct_note(note, line=form.line, question=self.question, actor=request.user)
        messages.success(request, _("Corrected."))
        return see_other(reverse("engagement:own-entry-list", args=[self.event.pk]))
