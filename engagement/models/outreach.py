import datetime as dt

from django.conf import settings
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
from civic.roles import Role
from surveys.models import Collector

LOGGING_ROLES = (Role.LIBRARIAN, Role.EDITOR, Role.TRAINER)
CORRECTION_TIME = dt.timedelta(days=1)
COUNTED = models.Q(conversations__isnull=False) & ~models.Q(
    conversations__response__review_state="excluded"
)
ON_BOARDS = models.Q(conversations__method__in=["question_board", "virtual_board"])


def _day_in_the_city(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return when the city's day of ``moment`` begins and when the next one does."""
    day = timezone.localtime(moment).date()
    first = dt.datetime.combine(day, dt.time.min)
    last = first + dt.timedelta(days=1)
    return timezone.make_aware(first), timezone.make_aware(last)


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
        first, last = _day_in_the_city(timezone.now())
        return self.filter(starts_at__lt=last, ends_at__gte=first).order_by(
            "starts_at", "pk"
        )

    def earlier(self) -> "OutreachEventQuerySet":
        """Events over before this day in the city began, the latest first."""
        first, _last = _day_in_the_city(timezone.now())
        return self.filter(ends_at__lt=first).order_by("-starts_at", "-pk")

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
        """Public events for everyone; planned ones as well for those who go there."""
        if user.is_authenticated and user.has_role(*LOGGING_ROLES):
            return self
        return self.public()


class OutreachEvent(models.Model):
    """An occasion at which library staff go out and talk with residents."""

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
    access_notes = models.TextField(_("accessibility"), blank=True)
    collectors = models.ManyToManyField(
        "surveys.Collector",
        verbose_name=_("collectors"),
        blank=True,
        related_name="outreach_events",
    )

    # Reach, recorded afterwards
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
        indexes = [models.Index(fields=["starts_at"], name="event_starts")]
        constraints = [
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
    def ends_on_another_day(self) -> bool:
        return city_date(self.starts_at) != city_date(self.ends_at)

    @property
    def has_begun(self) -> bool:
        """Whether its day in the city has come; staff set up before the hour."""
        _first, last = _day_in_the_city(timezone.now())
        return self.starts_at < last

    @property
    def has_reach(self) -> bool:
        return self.attendance is not None or self.stopped_by is not None

    @property
    def takes_entries(self) -> bool:
        """Whether talks can be logged: it is neither canceled nor yet to come."""
        return self.has_begun and not self.is_canceled


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def held_between(self, first, last) -> "ConversationQuerySet":
        """Entries of events that began from ``first`` to ``last``, days of the city."""
        return self.filter(event__starts_at__date__range=(first, last))

    def counted(self) -> "ConversationQuerySet":
        """Entries that figures are made from: all but the excluded."""
        return self.exclude(response__review_state="excluded")

    def on_boards(self) -> "ConversationQuerySet":
        return self.filter(method__in=Conversation.BOARDS)

    def in_talks(self) -> "ConversationQuerySet":
        """Entries of conversations and panels: all but the notes on boards."""
        return self.exclude(method__in=Conversation.BOARDS)

    def logged_today(self) -> "ConversationQuerySet":
        first, last = _day_in_the_city(timezone.now())
        return self.filter(logged_at__gte=first, logged_at__lt=last)

    def editable_by(self, user: User) -> "ConversationQuerySet":
        """One's own entries for a day after they were logged; all for an editor."""
        if user.has_role(Role.EDITOR):
            return self
        if user.has_role(*LOGGING_ROLES):
            since = timezone.now() - CORRECTION_TIME
            return self.filter(staff=user, logged_at__gte=since)
        return self.none()


class Conversation(models.Model):
    """What one talk, or one line of a question board, told: a response and its setting.

    It never holds who spoke: no name, no telephone number, no address.
    """

    class Method(models.TextChoices):
        CONVERSATION = "conversation", pgettext_lazy("method", "Conversation")
        QUESTION_BOARD = "question_board", pgettext_lazy("method", "Question board")
        VIRTUAL_BOARD = "virtual_board", pgettext_lazy("method", "Virtual board")
        PANEL = "panel", pgettext_lazy("method", "Panel")

    class Consent(models.TextChoices):
        NONE = "none", pgettext_lazy("quotation", "Do not publish")
        PARAPHRASE = "paraphrase", pgettext_lazy("quotation", "In our own words only")
        ANONYMOUS = "anonymous", pgettext_lazy("quotation", "Word for word, no name")

    BOARDS = (Method.QUESTION_BOARD, Method.VIRTUAL_BOARD)

    response = models.OneToOneField(
        "surveys.Response",
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        related_name="conversation",
    )
    event = models.ForeignKey(
        OutreachEvent,
        verbose_name=_("outreach event"),
        on_delete=models.PROTECT,
        related_name="conversations",
    )
    branch = models.ForeignKey(
        "civic.Branch",
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("logged by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="conversations",
    )
    method = models.CharField(
        _("method"),
        max_length=20,
        choices=Method.choices,
        default=Method.CONVERSATION,
    )
    quotation = models.TextField(_("quotation"), blank=True)
    quotation_consent = models.CharField(
        _("consent to publication"),
        max_length=10,
        choices=Consent.choices,
        default=Consent.NONE,
    )
    reading = models.TextField(_("our own reading"), blank=True)
    wants_follow_up = models.BooleanField(_("follow-up wanted"), default=False)
    logged_at = models.DateTimeField(_("logged"), auto_now_add=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-logged_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="conversation_consent_needs_quotation",
                condition=models.Q(quotation_consent="none") | ~models.Q(quotation=""),
                violation_error_message=_(
                    "Write down the quotation that may be published."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.pk}"

    @property
    def is_on_board(self) -> bool:
        return self.method in self.BOARDS
