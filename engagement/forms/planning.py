"""Planning an outreach event at the desk, and changing it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from civic import languages
from civic.calendars import clock_time, full_date
from civic.city_time import TimeSkipped, city_moment, comes_twice
from civic.fields import CityTimeField, date_example
from civic.models import Branch, District, User
from civic.roles import Role
from engagement.actions.events import skipped_on
from engagement.forms.fields import DayField, PointField, choose
from engagement.forms.summary_fields import limit_length
from engagement.forms.translated import NotChangedMeanwhileForm, TranslatedForm, columns
from engagement.models import OutreachEvent
from engagement.planned_events import NOTE, TEXTS

ENDS = ("starts", "ends")
FROM_BRANCH = ("address", "latitude", "longitude", "district_id")
CHOOSE_BRANCH = gettext_lazy("Choose the branches that attend, from the list.")
TIME_NEEDED = {"required": gettext_lazy("Give the time of the day, such as 17:30.")}


class AttendingBranchesField(forms.ModelMultipleChoiceField):
    """The branches that attend; one's own stand first and are marked."""

    own: frozenset[int] = frozenset()

    def offer(self, branches: QuerySet[Branch], *, own: frozenset[int]) -> None:
        self.own = own
        is_own = Case(When(pk__in=own, then=True), default=False)
        ordered = branches.annotate(is_own=is_own).distinct()
        self.queryset = ordered.order_by("-is_own", *Branch._meta.ordering)

    def label_from_instance(self, branch: Branch) -> str:
        if branch.pk not in self.own:
            return str(branch)
        return pgettext("own", "%(branch)s (yours)") % {"branch": branch}


@dataclass(frozen=True)
class Section:
    """One part of the form: its fields, then its texts in all languages."""

    key: str
    title: Any
    fields: list[BoundField]
    texts: list[dict[str, Any]]


SECTIONS = (
    ("what", gettext_lazy("What it is"), ("title", "description")),
    (
        "when",
        gettext_lazy("When it is"),
        ("starts_on", "starts_time", "ends_time", "ends_on"),
    ),
    (
        "where",
        gettext_lazy("Where it is"),
        (
            "setting",
            "at_branch",
            "district",
            "address",
            "point",
            "online_address",
            "venue",
            "host",
        ),
    ),
    ("who", gettext_lazy("Who is there for residents"), ("languages", "branches")),
    ("access", gettext_lazy("For whom it is easy"), ("access", "access_notes")),
    ("note", gettext_lazy("What changed since it was announced"), (NOTE,)),
)


class EventForm(NotChangedMeanwhileForm, TranslatedForm):
    """Everything that is told of an event before it takes place.

    ``user`` plans it; librarians keep one of their own branches among those that
    attend, or they could no longer change it.
    """

    translated = (*TEXTS, NOTE)
    titles = {"access_notes": gettext_lazy("Notes on accessibility")}
    needed = ("title",)
    rows = 3

    starts_on = DayField(
        label=gettext_lazy("Day"),
        help_text=date_example,
        error_messages={"required": gettext_lazy("Give the day of the event.")},
    )
    starts_time = CityTimeField(
        label=gettext_lazy("Begins at"), error_messages=TIME_NEEDED
    )
    ends_time = CityTimeField(label=gettext_lazy("Ends at"), error_messages=TIME_NEEDED)
    ends_on = DayField(
        label=gettext_lazy("Ends on another day"),
        help_text=gettext_lazy("Empty: on the same day."),
        required=False,
    )
    at_branch = forms.ModelChoiceField(
        label=gettext_lazy("In a branch of ours"),
        help_text=gettext_lazy(
            "Fills in venue, address, district and point where they are empty."
        ),
        queryset=Branch.objects.none(),
        required=False,
        empty_label=pgettext_lazy("branch", "No, elsewhere"),
        error_messages=choose(CHOOSE_BRANCH),
    )
    point = PointField(
        label=gettext_lazy("Point on the map"),
        help_text=gettext_lazy("Latitude and longitude, such as 37.3355, -121.8850."),
        required=False,
    )
    online_address = forms.URLField(
        label=gettext_lazy("Address of the online meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy(
                "Write the whole address of the meeting, such as "
                "https://meet.example.org/listening."
            )
        },
    )
    branches = AttendingBranchesField(
        label=gettext_lazy("Branches that attend"),
        queryset=Branch.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one branch that attends."),
            "invalid_choice": CHOOSE_BRANCH,
            "invalid_pk_value": CHOOSE_BRANCH,
        },
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that our staff there speak"),
        choices=languages.CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages=choose(gettext_lazy("Choose at least one language.")),
    )
    access = forms.MultipleChoiceField(
        label=gettext_lazy("Accessibility"),
        choices=OutreachEvent.Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=choose(gettext_lazy("Choose what is there, from the list.")),
    )
    with_following = forms.TypedChoiceField(
        label=gettext_lazy("Change"),
        choices=[
            ("", pgettext_lazy("events of a series", "Only this event")),
            ("yes", pgettext_lazy("events of a series", "This one and the following")),
        ],
        coerce=bool,
        empty_value=False,
        widget=forms.RadioSelect,
        required=False,
    )
    constraint_fields = {
        "event_point_whole": "point",
        "event_ends_after_it_starts": "ends_time",
    }

    class Meta:
        model = OutreachEvent
        fields = [
            "setting",
            "address",
            "district",
            "online_address",
            "languages",
            "access",
            *columns(*TEXTS, NOTE),
        ]
        error_messages = {
            "setting": choose(gettext_lazy("Choose where people meet, from the list.")),
            "district": choose(gettext_lazy("Choose the district from the list.")),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_branches = frozenset(user.branches.values_list("pk", flat=True))
        self.is_bound_to_them = bool(self.own_branches) and not user.has_role(
            Role.EDITOR, Role.TRANSLATOR
        )
        self.is_translation = kwargs.get("language") is not None
        self.explanations: list[str] = []
        self._dress_choices()
        self.initial = self._stored() | self.initial
        limit_length(self.fields["address"], self.fields["address"].label)
        self.fields["address"].widget.attrs["dir"] = "auto"
        if not self.instance.is_announced:
            self._leave_out_note()
        if self._has_following():  # also for a translator, to whom the rest is closed
            self.fields["with_following"].disabled = False
        else:
            del self.fields["with_following"]

    def _dress_choices(self) -> None:
        branches = Branch.objects.filter(is_open=True)
        if self.instance.pk:  # one that closed meanwhile did attend
            branches = branches | Branch.objects.filter(
                outreach_events=self.instance.pk
            )
        self.fields["branches"].offer(branches, own=self.own_branches)
        self.fields["at_branch"].queryset = Branch.objects.filter(is_open=True)
        self.fields["district"].queryset = District.objects.all()
        self.fields["district"].empty_label = pgettext_lazy(
            "district", "None: online, or all over the city"
        )

    def _stored(self) -> dict[str, Any]:
        """What the event says of its times and its place, as this form asks for it."""
        event = self.instance
        initial: dict[str, Any] = {"with_following": ""}
        if event.starts_at is not None:
            start, end = (
                timezone.localtime(event.starts_at),
                timezone.localtime(event.ends_at),
            )
            initial |= {"starts_on": start.date(), "starts_time": start.time()}
            initial |= {"ends_time": end.time()}
            if end.date() != start.date():
                initial["ends_on"] = end.date()
        if event.latitude is not None:
            initial["point"] = (event.latitude, event.longitude)
        if event.pk:
            initial["branches"] = list(event.branches.values_list("pk", flat=True))
        return initial

    def _leave_out_note(self) -> None:
        """Before an event is announced nobody can be told what changed."""
        self.translated = TEXTS
        for name in columns(NOTE):
            del self.fields[name]

    def _has_following(self) -> bool:
        return (
            bool(self.instance.pk)
            and OutreachEvent.objects.following(self.instance).exists()
        )

    def sections(self) -> Iterator[Section]:
        """The parts of the form, in their order; for a translator the texts only."""
        texts = {group["name"]: group for group in self.groups()}
        for key, title, names in SECTIONS:
            fields = [] if self.is_translation else names
            section = Section(
                key,
                title,
                [self[name] for name in fields if name in self.fields],
                [texts[name] for name in names if name in texts],
            )
            if section.fields or section.texts:
                yield section

    # Rules

    def clean_branches(self) -> list[Branch]:
        chosen = list(self.cleaned_data["branches"])
        keys = {one.pk for one in chosen}
        if self.is_bound_to_them and keys.isdisjoint(self.own_branches):
            raise forms.ValidationError(
                _("Choose one of your own branches as well, so that you can change it.")
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._take_from_branch(cleaned.get("at_branch"))
        point = cleaned.get("point")
        if "point" not in self.errors:
            self.instance.latitude, self.instance.longitude = point or (None, None)
        self._take_times()
        return cleaned

    def _take_from_branch(self, branch: Branch | None) -> None:
        """Fill in what is empty; where the point is not its own, leave that alone."""
        if branch is None:
            return
        cleaned = self.cleaned_data
        if not self.has_text("venue"):
            for code in languages.CODES:
                cleaned[f"venue_{code}"] = getattr(branch, f"name_{code}")
        cleaned["address"] = cleaned.get("address") or branch.address
        cleaned["district"] = cleaned.get("district") or branch.district
        if branch.latitude is not None and not cleaned.get("point"):
            cleaned["point"] = (branch.latitude, branch.longitude)

    def _take_times(self) -> None:
        """Set when it starts and ends, or say what is wrong with it."""
        start = self._moment("starts", self.cleaned_data.get("starts_on"))
        last = self.cleaned_data.get("ends_on") or self.cleaned_data.get("starts_on")
        end = None if "ends_on" in self.errors else self._moment("ends", last)
        if start and end and end <= start:
            field = "ends_on" if self.cleaned_data.get("ends_on") else "ends_time"
            self.add_error(field, _("The event must end after it starts."))
        elif start and end:
            self.instance.starts_at, self.instance.ends_at = start, end

    def _moment(self, end: str, day: dt.date | None) -> dt.datetime | None:
        time = self.cleaned_data.get(f"{end}_time")
        if day is None or time is None:
            return None
        stored = getattr(self.instance, f"{end}_at")
        if stored is not None and _shows(stored, day, time):
            return stored  # seconds, and the second of two equal times, are kept
        try:
            moment = city_moment(day, time)
        except TimeSkipped:
            self.add_error(f"{end}_time", skipped_on(day))
            return None
        if comes_twice(moment):
            self.explanations.append(_explain_twice(moment))
        return moment


def _shows(moment: dt.datetime, day: dt.date, time: dt.time) -> bool:
    local = timezone.localtime(moment)
    return (local.date(), local.hour, local.minute) == (day, time.hour, time.minute)


def _explain_twice(moment: dt.datetime) -> str:
    language = languages.current()
    return _(
        "On %(day)s the clocks are set back, and %(time)s comes twice: the first of "
        "the two is meant."
    ) % {"day": full_date(moment, language), "time": clock_time(moment, language)}


class NewEventForm(forms.Form):
    """The query string with which a new event begins: a pattern, and what is known."""

    after = forms.ModelChoiceField(
        queryset=OutreachEvent.objects.none(), required=False
    )
    district = forms.ModelChoiceField(
        queryset=District.objects.none(), to_field_name="code", required=False
    )
    language = forms.ChoiceField(choices=languages.CHOICES, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = OutreachEvent.objects.visible_to(user)
        self.fields["district"].queryset = District.objects.all()
