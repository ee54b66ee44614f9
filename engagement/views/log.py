"""The desk's conversation log: an event's talks and boards."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView

from civic import calendars, languages, numbers
from civic.access import RoleRequiredMixin, role_required
from civic.models import Branch
from civic.typed import only_changes_language
from engagement.actions import (
    ConversationEntry,
    correct_conversation,
    log_conversation,
    put_back,
    take_back,
)
from engagement.forms.entry import EntryForm, as_logged
from engagement.forms.log import branches_for, own_branches, usual_setting
from engagement.log_entries import own_entries
from engagement.log_receipts import receipt_address, receipt_reference
from engagement.models import Conversation, OutreachEvent, Summary
from engagement.models.outreach import LOGGING_ROLES
from surveys.actions import SubmissionMismatch
from surveys.models import Survey

SAVED, TAKEN_BACK = "saved", "taken_back"  # in the query string


class GuideChoiceForm(forms.Form):
    """The query string of a log page."""

    guide = forms.SlugField(required=False)


class TakenBackForm(forms.Form):
    """The entry that was just taken back, in the query string: to undo it."""

    taken_back = forms.IntegerField(min_value=1, max_value=2**63 - 1)


def see_other(address: str) -> HttpResponse:
    """Send the browser on to a page of its own: reloading it sends nothing again."""
    return HttpResponseRedirect(address, status=303)


class LoggableEventListView(RoleRequiredMixin, ListView):
    """Where was it? Today's events first, then those of the past."""

    roles = LOGGING_ROLES
    template_name = "engagement/conversation_event_list.html"
    context_object_name = "earlier_events"
    paginate_by = 20

    def _events(self):
        events = OutreachEvent.objects.visible_to(self.request.user)
        return events.not_canceled().with_entries()

    def get_queryset(self):
        return self._events().earlier().select_related("district")

    def get_context_data(self, **kwargs):
        today = self._events().today().select_related("district")
        return super().get_context_data(todays_events=today, **kwargs)


@method_decorator(never_cache, name="dispatch")
class EventLogView(RoleRequiredMixin, TemplateView):
    """A page of the log at one event, asking the questions of one guide."""

    roles = LOGGING_ROLES

    @cached_property
    def event(self) -> OutreachEvent:
        events = OutreachEvent.objects.visible_to(self.request.user).with_places()
        return get_object_or_404(events, pk=self.kwargs["pk"])

    @cached_property
    def guides(self) -> list[Survey]:
        """The guides open now, the one opened last first."""
        return list(Survey.objects.guides().open().latest_first())

    @cached_property
    def guide(self) -> Survey | None:
        """The guide that was chosen, or else the one opened last.

        A chosen one may be closed by now: what was typed for it must not be lost.
        """
        form = GuideChoiceForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        slug = form.cleaned_data["guide"] or (self.guides and self.guides[0].slug)
        if not slug:
            return None
        guides = Survey.objects.guides().exclude(status=Survey.Status.DRAFT)
        return get_object_or_404(guides.with_questions(), slug=slug)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.page()

    @cached_property
    def branches(self) -> list[Branch]:
        """Those that the person may log for at this event."""
        return branches_for(self.request.user, self.event, self.own_branches())

    def own_branches(self) -> set[int]:
        return own_branches(self.request.user)

    def usual_setting(self) -> dict[str, object]:
        return usual_setting(self.event, self.request.user, self.branches)

    def page(self, status: int = 200, **context) -> HttpResponse:
        context = self.get_context_data(
            event=self.event, guide=self.guide, guides=self.guides, **context
        )
        return self.render_to_response(context, status=status)

    def again(self) -> HttpResponse:
        """Send the browser to a fresh page of the same kind, guide kept."""
        return see_other(self.request.get_full_path())


class ConversationCreateView(EventLogView):
    """Log one talk, and the next, and the next."""

    template_name = "engagement/conversation_form.html"

    def form(self, data=None) -> EntryForm | None:
        if self.guide is None:
            return None
        return EntryForm(
            data,
            branches=self.branches,
            guide=self.guide,
            initial=self.usual_setting(),
        )

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        talks = self.event.conversations.in_talks()
        entries = own_entries(talks, self.guide, self.request.user)
        return super().get_context_data(
            own_entries=entries,
            taken_back=self._taken_back(),
            receipt=receipt_address(self.event, self.guide, self._reference()),
            **kwargs,
        )

    def _reference(self) -> str:
        return self.request.GET.get(SAVED, "")

    def _taken_back(self) -> Conversation | None:
        form = TakenBackForm(self.request.GET)
        if not form.is_valid():
            return None
        entries = self.event.conversations.editable_by(self.request.user)
        return entries.taken_back().filter(pk=form.cleaned_data["taken_back"]).first()

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form(request.POST)
        if form is None:
            return self.page(status=409)
        if only_changes_language(request):
            return self.page(form=form.unchecked())
        if form.is_valid() and self._save(form):
            return self._saved(form.entry())
        return self.page(form=form, status=422)

    def _save(self, form: EntryForm) -> bool:
        try:
            _conversation, is_new = log_conversation(
                self.event,
                guide=self.guide,
                entry=form.entry(),
                actor=self.request.user,
            )
        except ValidationError as refusal:
            form.add_error(refusal)
            return False
        except SubmissionMismatch:
            form.details.renew_submission()
            form.add_error(_("This form belongs to another entry. Save it once more."))
            return False
        self._say_saved(is_new=is_new)
        return True

    def _saved(self, entry: ConversationEntry) -> HttpResponse:
        """A fresh page, from which the person's receipt can be shown for a while."""
        query = self.request.GET.copy()
        for name in (TAKEN_BACK, SAVED):
            query.pop(name, None)
        if not entry.slip:
            query[SAVED] = receipt_reference(
                self.guide, entry.submission, entry.language
            )
        return see_other(f"{self.request.path}?{query.urlencode()}")

    def _say_saved(self, *, is_new: bool) -> None:
        if not is_new:
            text = _(
                "This entry was saved before and counts once. To change it, correct "
                "it in the list below."
            )
            messages.info(self.request, text)
            return
        logged = self.event.conversations.in_talks().counted().logged_today().count()
        text = ngettext(
            "Saved. %(shown)s conversation logged at this event today.",
            "Saved. %(shown)s conversations logged at this event today.",
            logged,
        )
        shown = numbers.number(logged, languages.current())
        messages.success(self.request, text % {"shown": shown})


class ConversationUpdateView(EventLogView):
    """Correct an entry of one's own: the same form, filled in."""

    template_name = "engagement/conversation_correction.html"

    @cached_property
    def conversation(self) -> Conversation:
        entries = Conversation.objects.editable_by(self.request.user).counted()
        entries = entries.in_talks().select_related("response", "event")
        return get_object_or_404(
            entries, pk=self.kwargs["entry_pk"], event=self.kwargs["pk"]
        )

    def own_branches(self) -> set[int]:
        """Also the entry's: who left that branch since may still correct a word."""
        own = super().own_branches()
        return own and own | {self.conversation.branch_id}

    @cached_property
    def guide(self) -> Survey:
        guides = Survey.objects.with_questions()
        return guides.get(pk=self.conversation.response.survey_id)

    def form(self, data=None) -> EntryForm:
        form = EntryForm(
            data,
            branches=self.branches,
            guide=self.guide,
            initial=as_logged(self.conversation, self.guide),
        )
        form.details.stored_as = self.conversation.response.submission
        return form

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        return super().get_context_data(conversation=self.conversation, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        conversation, form = self.conversation, self.form(request.POST)
        if only_changes_language(request):
            return self.page(form=form.unchecked())
        if not form.is_valid():
            return self.page(form=form, status=422)
        try:
            correct_conversation(conversation, entry=form.entry(), actor=request.user)
        except ValidationError as refusal:
            form.add_error(refusal)
            return self.page(form=form, status=422)
        messages.success(request, _("Corrected."))
        return see_other(
            reverse("engagement:conversation-create", args=[self.event.pk])
        )


@require_POST
@role_required(*LOGGING_ROLES)
def conversation_take_back(
    request: HttpRequest, pk: int, entry_pk: int
) -> HttpResponse:
    entries = Conversation.objects.editable_by(request.user)
    conversation = get_object_or_404(entries, pk=entry_pk, event=pk)
    take_back(conversation, actor=request.user)
    messages.success(request, _taken_back(conversation))
    log_page = reverse("engagement:conversation-create", args=[pk])
    return see_other(f"{log_page}?taken_back={entry_pk}")


@require_POST
@role_required(*LOGGING_ROLES)
def conversation_put_back(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    entries = Conversation.objects.editable_by(request.user)
    conversation = get_object_or_404(entries, pk=entry_pk, event=pk)
    put_back(conversation, actor=request.user)
    messages.success(request, _("The entry counts again."))
    return see_other(reverse("engagement:conversation-create", args=[pk]))


def _taken_back(conversation: Conversation) -> str:
    day = calendars.city_date(conversation.event.starts_at)
    summary = Summary.objects.published().covering(day).first()
    if summary is None:
        return _("Taken back. The entry no longer counts in any figure.")
    return _(
        "Taken back. The entry counts nowhere from now on; the published summary "
        "%(summary)s keeps the figures it was published with."
    ) % {"summary": summary.name}
