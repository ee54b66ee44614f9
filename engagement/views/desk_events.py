"""The desk's outreach events: the list, one event, planning and changing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from civic import languages, numbers
from civic.access import RoleRequiredMixin
from civic.constraints import ConstraintMixin
from civic.models import User
from civic.roles import Role
from civic.typed import KeepsTypedMixin
from engagement.actions.events import change_event, plan_event
from engagement.forms.event_list import VIEWS, DeskEventFilterForm, with_what_waits
from engagement.forms.event_states import SurveyLinkForm
from engagement.forms.planning import EventForm, NewEventForm
from engagement.models import Debrief, OutreachEvent
from engagement.models.outreach import DESK_ROLES, LOGGING_ROLES, PLANNING_ROLES
from engagement.planned_events import copied
from engagement.posters import collector_of
from engagement.reach import tallies_of
from engagement.untranslated import missing_in

WRITING_ROLES = (*PLANNING_ROLES, Role.TRANSLATOR)


def see_event(event: OutreachEvent) -> HttpResponse:
    """Send the browser on to the event's page: reloading it sends nothing again."""
    address = reverse("engagement:desk-event-detail", args=[event.pk])
    return HttpResponseRedirect(address, status=303)


class DeskEventListView(RoleRequiredMixin, ListView):
    """What is coming, what was, and what still waits to be written down."""

    roles = DESK_ROLES
    template_name = "engagement/desk_event_list.html"
    context_object_name = "events"
    paginate_by = 30

    @cached_property
    def filter(self) -> DeskEventFilterForm:
        return DeskEventFilterForm(self.request.GET)

    def _visible(self) -> Any:
        return OutreachEvent.objects.visible_to(self.request.user)

    def get_queryset(self) -> QuerySet[OutreachEvent]:
        return with_what_waits(self.filter.chosen(self._visible()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        narrowed = self.filter.narrowed(self._visible())
        return super().get_context_data(
            filter=self.filter,
            views=VIEWS,
            without_reach=narrowed.without_reach().count(),
            without_debrief=narrowed.without_debrief().count(),
            may_plan=self.request.user.has_role(*PLANNING_ROLES),
            **kwargs,
        )


class DeskEventDetailView(RoleRequiredMixin, DetailView):
    """One event: what is told of it, what can be done now, what became of it."""

    roles = DESK_ROLES
    template_name = "engagement/desk_event_detail.html"
    context_object_name = "event"

    def get_queryset(self) -> QuerySet[OutreachEvent]:
        visible = OutreachEvent.objects.visible_to(self.request.user)
        return visible.with_places().prefetch_related("collectors__survey")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event, user = self.object, self.request.user
        link_form = SurveyLinkForm(auto_id="link-%s")
        return super().get_context_data(
            may_edit=OutreachEvent.objects.editable_by(user)
            .filter(pk=event.pk)
            .exists(),
            may_translate=user.has_role(Role.TRANSLATOR),
            may_log=user.has_role(*LOGGING_ROLES),
            missing=missing_in([event]),
            following=OutreachEvent.objects.following(event).count(),
            dates=dates_of(event),
            debrief=Debrief.objects.visible_to(user).filter(event=event).first(),
            tallies=[one for one in tallies_of(event) if one.total],
            links=[one for one in event.collectors.all() if one.is_public],
            link_form=link_form,
            posters=[] if event.is_over or event.is_canceled else posters_of(event),
            poster_leads_nowhere=not event.is_announced and not collector_of(event),
            has_surveys=link_form.fields["survey"].queryset.exists(),
            **kwargs,
        )


def posters_of(event: OutreachEvent) -> list[tuple[languages.Language, str]]:
    """Each language with the address of the poster in it."""
    address = reverse("engagement:desk-event-poster", args=[event.pk])
    return [(one, translate_url(address, one.code)) for one in languages.LANGUAGES]


def dates_of(event: OutreachEvent) -> list[OutreachEvent]:
    """The events of its series, its own among them; none where it stands alone."""
    if event.series is None:
        return []
    found = list(
        OutreachEvent.objects.filter(series=event.series).order_by("starts_at", "pk")
    )
    return found if len(found) > 1 else []


class EventFormMixin(KeepsTypedMixin, ConstraintMixin, RoleRequiredMixin):
    """The form of an event; what is refused comes back as it was typed."""

    model = OutreachEvent
    form_class = EventForm
    context_object_name = "event"
    template_name = "engagement/desk_event_form.html"
    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        view: Any = super()
        return view.get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: EventForm) -> HttpResponse:
        try:
            event = self.stored(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        for explanation in form.explanations:
            messages.info(self.request, explanation)
        return see_event(event)

    def stored(self, form: EventForm) -> OutreachEvent:
        raise NotImplementedError


class DeskEventCreateView(EventFormMixin, CreateView):
    """A new event: from nothing, after a pattern, or after any other event."""

    roles = PLANNING_ROLES

    @cached_property
    def beginning(self) -> dict[str, Any]:
        """What the address says of the new event; what is unclear is left out."""
        form = NewEventForm(self.request.GET, user=self.request.user)
        form.is_valid()
        return form.cleaned_data

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        after = self.beginning.get("after")
        if after is not None:
            kwargs["instance"] = OutreachEvent(**copied(after))
            attended = after.branches.values_list("pk", flat=True)
            kwargs["initial"] = {"branches": [*attended, *self._only_branch()]}
        else:
            kwargs["initial"] = self._usual()
        return kwargs

    def _usual(self) -> dict[str, Any]:
        """One's own branch, and the district and the language that were asked for."""
        asked = self.beginning.get("language")
        spoken = [languages.current().code, *([asked] if asked else [])]
        return {
            "branches": self._only_branch(),
            "district": self.beginning.get("district"),
            "languages": list(dict.fromkeys(spoken)),
        }

    def _only_branch(self) -> list[int]:
        own = list(self.request.user.branches.values_list("pk", flat=True))
        return own if len(own) == 1 else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = OutreachEvent.objects.visible_to(self.request.user)
        return super().get_context_data(
            heading=_("New event"),
            after=self.beginning.get("after"),
            patterns=visible.patterns().order_by("title", "pk"),
            **kwargs,
        )

    def stored(self, form: EventForm) -> OutreachEvent:
        event, is_new = plan_event(
            form.instance,
            branches=form.cleaned_data["branches"],
            actor=self.request.user,
        )
        if is_new:
            text = _("Planned. Only staff see it until you announce it.")
            messages.success(self.request, text)
        else:
            messages.info(self.request, _("This event was saved before: here it is."))
        return event


class DeskEventUpdateView(EventFormMixin, UpdateView):
    """Everything of an event for those who plan it, the texts for a translator."""

    roles = WRITING_ROLES

    def get_queryset(self) -> QuerySet[OutreachEvent]:
        events = OutreachEvent.objects.translatable_by(self.request.user)
        return events.select_for_update() if self._is_saving else events

    @property
    def _is_saving(self) -> bool:
        return self.request.method == "POST"

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        language = language_written_by(self.request.user, self.object)
        return super().get_form_kwargs() | {"language": language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Change the event"), **kwargs)

    def stored(self, form: EventForm) -> OutreachEvent:
        changed = change_event(
            form.instance,
            branches=form.cleaned_data["branches"],
            actor=self.request.user,
            with_following=bool(form.cleaned_data.get("with_following")),
        )
        number = max(len(changed), 1)
        text = npgettext("events", "Saved.", "Saved, for %(shown)s events.", number)
        messages.success(self.request, text % {"shown": shown(number)})
        return form.instance


def shown(number: int) -> str:
    return numbers.number(number, languages.current())


def language_written_by(user: User, event: OutreachEvent) -> str | None:
    """Return the one language a translator writes, or None for who may change all."""
    may_edit = OutreachEvent.objects.editable_by(user).filter(pk=event.pk).exists()
    return None if may_edit else user.language
