"""Which events the desk's list shows."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.models import Branch, District
from engagement.forms.fields import NoteField
from engagement.models import Debrief, OutreachEvent
from engagement.models.outreach import OutreachEventQuerySet
from engagement.planned_events import columns_of

SEARCHED = columns_of("title", "venue", "host")
COMING, WAITING = "coming", "waiting"
VIEWS = [
    (COMING, pgettext_lazy("events", "Coming")),
    ("planned", pgettext_lazy("events", "Still planned")),
    (WAITING, pgettext_lazy("events", "Waiting for reach or debrief")),
    ("past", pgettext_lazy("events", "Past")),
    ("canceled", pgettext_lazy("events", "Canceled")),
    ("patterns", pgettext_lazy("events", "Patterns")),
]


class DeskEventFilterForm(forms.Form):
    """The query string of the list: which events, of which district and branch."""

    use_required_attribute = False
    view = forms.ChoiceField(choices=VIEWS, required=False, widget=forms.HiddenInput)
    words = NoteField(
        label=_("Title, venue or host"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search", "dir": "auto"}),
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=pgettext_lazy("districts", "All districts"),
    )
    branch = forms.ModelChoiceField(
        label=_("Branch"),
        queryset=Branch.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=pgettext_lazy("branches", "All branches"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()
        self.fields["branch"].queryset = Branch.objects.all()

    @property
    def chosen_view(self) -> str:
        """Which events are shown; what is no choice of the form means the coming."""
        self.is_valid()
        return self.cleaned_data.get("view") or COMING

    @property
    def is_narrowed(self) -> bool:
        self.is_valid()
        narrowing = self.fields.keys() - {"view"}
        return any(self.cleaned_data.get(name) for name in narrowing)

    def chosen(self, events: OutreachEventQuerySet) -> OutreachEventQuerySet:
        """Those asked for, in the order in which they are looked for."""
        return in_view(self.narrowed(events), self.chosen_view)

    def narrowed(self, events: OutreachEventQuerySet) -> OutreachEventQuerySet:
        self.is_valid()
        if district := self.cleaned_data.get("district"):
            events = events.filter(district=district)
        if branch := self.cleaned_data.get("branch"):
            attended = OutreachEvent.branches.through.objects.filter(branch=branch)
            events = events.filter(pk__in=attended.values("outreachevent"))
        if words := self.cleaned_data.get("words"):
            events = events.filter(_says(words))
        return events


def _says(words: str) -> Q:
    """Events whose title, venue or host has ``words`` in it, in any language."""
    found = Q()
    for column in SEARCHED:
        found |= Q(**{f"{column}__icontains": words})
    return found


def in_view(events: OutreachEventQuerySet, view: str) -> OutreachEventQuerySet:
    if view == COMING:
        return events.expected()
    if view == "planned":
        return events.expected().filter(status=OutreachEvent.Status.PLANNED)
    if view == WAITING:
        keys = events.without_reach().order_by().values("pk")
        others = events.without_debrief().order_by().values("pk")
        return events.filter(Q(pk__in=keys) | Q(pk__in=others)).past()
    if view == "canceled":
        return events.filter(status=OutreachEvent.Status.CANCELED)
    return events.patterns() if view == "patterns" else events.past()


def with_what_waits(events: OutreachEventQuerySet) -> OutreachEventQuerySet:
    """With ``has_debrief``, and what a row of the list shows."""
    debriefs = Debrief.objects.filter(event=OuterRef("pk"))
    return events.with_places().annotate(has_debrief=Exists(debriefs))
