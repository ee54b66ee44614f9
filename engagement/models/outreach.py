import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.calendars import city_date
from civic.models import User
from civic.models.places import Placed, whole_point
from civic.roles import Role
from surveys.models import Collector

LOGGING_ROLES = (Role.LIBRARIAN, Role.EDITOR, Role.TRAINER)
# Beside the events' own pages, under /events/
PAGES_OF_EVENTS = ["month", "map", "feed", "calendar"]
PLANNING_ROLES = (Role.LIBRARIAN, Role.EDITOR)
DESK_ROLES = (*LOGGING_ROLES, Role.TRANSLATOR)
DEBRIEF_TIME = dt.timedelta(days=30)  # later nobody remembers what was said
COUNTED = models.Q(conversations__isnull=False) & ~models.Q(
    conversations__response__review_state="excluded"
)
ON_BOARDS = models.Q(conversations__method__in=["question_board", "virtual_board"])


def _beginning_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def day_in_the_city(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return when the city's day of ``moment`` begins and when the next one does."""
    day = timezone.localtime(moment).date()
    return _beginning_of(day), _beginning_of(day + dt.timedelta(days=1))


class OutreachEventQuerySet(models.QuerySet["OutreachEvent"]):
    def public(self) -> "OutreachEventQuerySet":
        """Events that residents may read about: all but those still planned."""
        return self.exclude(status=OutreachEvent.Status.PLANNED)

    def upcoming(self) -> "OutreachEventQuerySet":
        """Events not over yet, the next one first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "OutreachEventQuerySet":
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def today(self) -> "OutreachEventQuerySet":
        """Events that go on at some time of this day in the city, first one first."""
        first, last = day_in_the_city(timezone.now())
        return self.filter(starts_at__lt=last, ends_at__gte=first).order_by(
            "starts_at", "pk"
        )

    def earlier(self) -> "OutreachEventQuerySet":
        """Events over before this day in the city began, the latest first."""
        first, _last = day_in_the_city(timezone.now())
        return self.filter(ends_at__lt=first).order_by("-starts_at", "-pk")

    def between(
        self, first: dt.date | None, last: dt.date | None
    ) -> "OutreachEventQuerySet":
        """Events that go on at some time from ``first`` to ``last``, days of the city.

        Without ``first`` from ever, without ``last`` for ever.
        """
        events = self
        if first:
            events = events.filter(ends_at__gt=_beginning_of(first))
        if last:
            after = last + dt.timedelta(days=1)
            events = events.filter(starts_at__lt=_beginning_of(after))
        return events

    def span(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of the city with an event; or today."""
        ends = self.aggregate(first=models.Min("starts_at"), last=models.Max("ends_at"))
        today = timezone.localdate()
        first = city_date(ends["first"]) if ends["first"] else today
        last = city_date(ends["last"]) if ends["last"] else today
        return min(first, today), max(last, today)

    def akin_to(self, event: "OutreachEvent") -> "OutreachEventQuerySet":
        """Other events of its series or in its district."""
        kin = models.Q(district=event.district_id) if event.district_id else models.Q()
        if event.series:
            kin |= models.Q(series=event.series)
        return self.filter(kin).exclude(pk=event.pk) if kin else self.none()

    def around_today(self, span: dt.timedelta) -> "OutreachEventQuerySet":
        """Events within ``span`` before and after now, the latest first."""
        now = timezone.now()
        near = self.filter(ends_at__gte=now - span, starts_at__lte=now + span)
        return near.order_by("-starts_at", "-pk")

    def not_canceled(self) -> "OutreachEventQuerySet":
        return self.exclude(status=OutreachEvent.Status.CANCELED)

    def where_staff_speak(self, language: str) -> "OutreachEventQuerySet":
        return self.filter(languages__contains=[language])

    def with_places(self) -> "OutreachEventQuerySet":
        return self.select_related("district").prefetch_related("branches")

    def with_entries(self) -> "OutreachEventQuerySet":
        """Add ``conversation_entries``, and ``board_notes``: one for each person."""
        entries = models.Count("conversations", filter=COUNTED & ~ON_BOARDS)
        people = "conversations__response__people"
        notes = models.Sum(people, filter=COUNTED & ON_BOARDS, default=0)
        return self.annotate(conversation_entries=entries, board_notes=notes)

    def visible_to(self, user: User | AnonymousUser) -> "OutreachEventQuerySet":
        """Public events for everyone; planned ones as well for those at the desk."""
        if user.is_authenticated and user.has_role(*DESK_ROLES):
            return self
        return self.public()

    def editable_by(self, user: User) -> "OutreachEventQuerySet":
        """All for an editor; for a librarian those that a branch of theirs attends.

        A librarian who belongs to no branch looks after all of them.
        """
        if user.has_role(Role.EDITOR):
            return self
        if not user.has_role(Role.LIBRARIAN):
            return self.none()
        own = list(user.branches.values_list("pk", flat=True))
        if not own:
            return self
        attended = OutreachEvent.branches.through.objects.filter(branch__in=own)
        return self.filter(pk__in=attended.values("outreachevent"))

    def translatable_by(self, user: User) -> "OutreachEventQuerySet":
        """Those whose texts a user may write: for a translator in one language, all."""
        return self if user.has_role(Role.TRANSLATOR) else self.editable_by(user)

    def patterns(self) -> "OutreachEventQuerySet":
        """Events that new ones are made after."""
        return self.filter(is_pattern=True)

    def expected(self) -> "OutreachEventQuerySet":
        """What is still to come and was not called off, the next one first."""
        return self.upcoming().exclude(status=OutreachEvent.Status.CANCELED)

    def without_reach(self) -> "OutreachEventQuerySet":
        """What is over, without a word on how many people came."""
        was = self.past().exclude(status=OutreachEvent.Status.CANCELED)
        return was.filter(attendance=None, stopped_by=None)

    def without_debrief(self) -> "OutreachEventQuerySet":
        """What was held of late, and nobody wrote down yet what was heard."""
        was = self.past().exclude(status=OutreachEvent.Status.CANCELED)
        since = timezone.now() - DEBRIEF_TIME
        return was.filter(debrief=None, ends_at__gte=since)

    def following(self, event: "OutreachEvent") -> "OutreachEventQuerySet":
        """The later events of its series that have not begun, the next one first."""
        if event.series is None:
            return self.none()
        after = max(event.starts_at, timezone.now())
        later = self.filter(series=event.series, starts_at__gt=after)
        return later.order_by("starts_at", "pk")


class ListeningMethod(models.TextChoices):
    """How staff listen at an event, and how one entry of the log came about."""

    CONVERSATION = "conversation", pgettext_lazy("method", "Conversation")
    QUESTION_BOARD = "question_board", pgettext_lazy("method", "Question board")
    VIRTUAL_BOARD = "virtual_board", pgettext_lazy("method", "Virtual board")
    PANEL = "panel", pgettext_lazy("method", "Panel")


class OutreachEvent(Placed):
    """An occasion at which library staff go out and talk with residents.

    ``revision`` counts the changes that calendars which took it over must follow;
    the events of one repetition share a ``series``.
    """

    class Setting(models.TextChoices):
        SCHOOL = "school", pgettext_lazy("setting", "School")
        MARKET = "market", pgettext_lazy("setting", "Market")
        FESTIVAL = "festival", pgettext_lazy("setting", "Festival")
        FAIR = "fair", pgettext_lazy("setting", "Resource fair")
        PARK = "park", pgettext_lazy("setting", "Park")
        ASSOCIATION = "association", pgettext_lazy("setting", "Association meeting")
        CAFE = "cafe", pgettext_lazy("setting", "Café")
        LIBRARY = "library", pgettext_lazy("setting", "Library")
        ONLINE = "online", pgettext_lazy("setting", "Online meeting")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("event", "Planned")
        CONFIRMED = "confirmed", pgettext_lazy("event", "Confirmed")
        CANCELED = "canceled", pgettext_lazy("event", "Canceled")
        HELD = "held", pgettext_lazy("event", "Held")

    class Access(models.TextChoices):
        STEP_FREE = "step_free", pgettext_lazy("access", "Step-free")
        RESTROOM = "restroom", pgettext_lazy("access", "Accessible restroom")
        PARKING = "parking", pgettext_lazy("access", "Accessible parking")
        TRANSIT = "transit", pgettext_lazy("access", "Near a bus or train stop")
        SEATING = "seating", pgettext_lazy("access", "Seats")
        SHADE = "shade", pgettext_lazy("access", "Shade or indoors")
        QUIET = "quiet", pgettext_lazy("access", "Quiet corner")
        HEARING_LOOP = "hearing_loop", pgettext_lazy("access", "Hearing loop")
        SIGN_LANGUAGE = "sign_language", pgettext_lazy("access", "Sign language")
        CAPTIONS = "captions", pgettext_lazy("access", "Live captions")
        LARGE_PRINT = "large_print", pgettext_lazy("access", "Large print")

    class Exactness(models.TextChoices):
        EXACT = "exact", pgettext_lazy("attendance", "exactly")
        AT_LEAST = "at_least", pgettext_lazy("attendance", "at least")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    setting = models.CharField(
        _("setting"), max_length=20, choices=Setting.choices, default=Setting.LIBRARY
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    host = models.CharField(_("host"), max_length=200, blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    address = models.CharField(_("address of the venue"), max_length=200, blank=True)
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outreach_events",
    )
    branches = models.ManyToManyField(
        "civic.Branch",
        verbose_name=_("branches that attend"),
        related_name="outreach_events",
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=languages.CHOICES),
        verbose_name=_("languages spoken by the staff there"),
        default=list,
    )
    online_address = models.URLField(
        _("address of the online meeting"), max_length=500, blank=True
    )
    access = ArrayField(
        models.CharField(max_length=20, choices=Access.choices),
        verbose_name=_("accessible by"),
        default=list,
        blank=True,
    )
    access_notes = models.TextField(_("accessibility"), blank=True)
    status_note = models.TextField(
        _("what changed"),
        blank=True,
        help_text=_("Why it is canceled or moved, for those who meant to come."),
    )
    collectors = models.ManyToManyField(
        "surveys.Collector",
        verbose_name=_("collectors"),
        blank=True,
        related_name="outreach_events",
    )

    series = models.UUIDField(_("series"), null=True, blank=True, editable=False)
    is_pattern = models.BooleanField(
        _("pattern"),
        default=False,
        help_text=_("Offered as a pattern where a new event is made."),
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    # Reach, recorded afterwards
    methods = ArrayField(
        models.CharField(max_length=20, choices=ListeningMethod.choices),
        verbose_name=_("how we listened"),
        default=list,
        blank=True,
    )
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    attendance_is = models.CharField(
        _("attendance is"),
        max_length=10,
        choices=Exactness.choices,
        default=Exactness.EXACT,
    )
    stopped_by = models.PositiveIntegerField(
        _("people who stopped by"), null=True, blank=True
    )
    staff_hours = models.DecimalField(
        _("staff hours"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = OutreachEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("outreach event")
        verbose_name_plural = _("outreach events")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["starts_at"], name="event_starts"),
            models.Index(
                fields=["series"],
                name="event_series",
                condition=models.Q(series__isnull=False),
            ),
        ]
        constraints = [
            whole_point("event_point_whole"),
            models.CheckConstraint(
                name="event_slug_is_no_page",
                condition=~models.Q(slug__in=PAGES_OF_EVENTS),
                violation_error_message=_(
                    "This address belongs to a page of its own: choose another one."
                ),
            ),
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The event must end after it starts."),
            ),
            models.CheckConstraint(
                name="event_stopped_by_within_attendance",
                condition=models.Q(attendance=None)
                | models.Q(stopped_by=None)
                | models.Q(attendance_is="at_least")
                | models.Q(stopped_by__lte=models.F("attendance")),
                violation_error_message=_(
                    "More people stopped by than attended: correct one of the two."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagement:event-detail", args=[self.slug])

    @property
    def titles(self) -> set[str]:
        """Its title in each language that has one."""
        fields = (f"title_{code}" for code in languages.CODES)
        return {getattr(self, field) for field in fields} - {"", None}

    def all_collectors(self) -> models.QuerySet[Collector]:
        """Its collectors, and those that took over from them in newer versions.

        An older code leads on to these: answers through any of them came here.
        """
        return self.collectors.with_successors()

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_canceled(self) -> bool:
        return self.status == self.Status.CANCELED

    @property
    def is_online(self) -> bool:
        return bool(self.online_address) or self.setting == self.Setting.ONLINE

    @property
    def first_day(self) -> dt.date:
        return city_date(self.starts_at)

    @property
    def last_day(self) -> dt.date:
        """The last day it goes on; midnight still belongs to the day before."""
        return city_date(self.ends_at - dt.timedelta(microseconds=1))

    @property
    def is_announced(self) -> bool:
        """Whether residents know of it: planned events are for staff only."""
        return self.status != self.Status.PLANNED

    @property
    def ends_on_another_day(self) -> bool:
        return self.first_day != self.last_day

    @property
    def is_all_day(self) -> bool:
        """Whether it takes whole days of the city, from midnight to midnight."""
        ends = (timezone.localtime(self.starts_at), timezone.localtime(self.ends_at))
        return all(moment.time() == dt.time.min for moment in ends)

    @property
    def has_begun(self) -> bool:
        """Whether its day in the city has come; staff set up before the hour."""
        _first, last = day_in_the_city(timezone.now())
        return self.starts_at < last

    @property
    def access_labels(self) -> list[str]:
        """What makes it easy to come, in words, in the order of the choices."""
        return [str(one.label) for one in self.Access if one in self.access]

    @property
    def method_labels(self) -> list[str]:
        """How staff listened, in words."""
        return [str(ListeningMethod(one).label) for one in self.methods]

    @property
    def has_reach(self) -> bool:
        return self.attendance is not None or self.stopped_by is not None

    @property
    def takes_entries(self) -> bool:
        """Whether talks can be logged: it is neither canceled nor yet to come."""
        return self.has_begun and not self.is_canceled
