import datetime as dt

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.calendars import Season, season_and_year, season_ends_on
from civic.models import User
from civic.roles import Role
from engagement.models.summaries import Summary


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def public(self) -> "CommitmentQuerySet":
        """Commitments of published summaries."""
        return self.filter(summary__status__in=Summary.PUBLIC)

    def editable_by(self, user: User) -> "CommitmentQuerySet":
        """All of them for an editor, none for anybody else."""
        return self if user.has_role(Role.EDITOR) else self.none()

    def with_updates(self) -> "CommitmentQuerySet":
        return self.select_related("summary", "branch").prefetch_related("updates")

    def with_subject(self) -> "CommitmentQuerySet":
        """With the district it is for and the theme it is about."""
        return self.select_related("district", "theme")

    def still_open(self) -> "CommitmentQuerySet":
        return self.filter(status__in=Commitment.OPEN)

    def overdue(self) -> "CommitmentQuerySet":
        """Open ones whose season has ended in the city."""
        today = timezone.localdate()
        late = models.Q()
        for season in Season.values:
            late |= models.Q(due_season=season, due_year__lte=_over(season, today))
        return self.still_open().filter(late)


def _over(season: str, today: dt.date) -> int:
    """The latest year whose ``season`` is over; that of a winter is its beginning."""
    years = range(today.year, today.year - 3, -1)
    return next(year for year in years if season_ends_on(year, season) < today)


class Commitment(models.Model):
    """What the library undertook to do because of what it heard, and by when."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("commitment", "Planned")
        UNDER_WAY = "under_way", pgettext_lazy("commitment", "Under way")
        DONE = "done", pgettext_lazy("commitment", "Done")
        NOT_POSSIBLE = "not_possible", pgettext_lazy("commitment", "Not possible")

    OPEN = (Status.PLANNED, Status.UNDER_WAY)

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    branch = models.ForeignKey(
        "civic.Branch",
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    finding = models.ForeignKey(
        "engagement.Finding",
        verbose_name=_("because of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        help_text=_("The finding of the summary that it answers."),
    )
    theme = models.ForeignKey(
        "engagement.Theme",
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Leave it empty if it is for the whole city."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    statement = models.TextField(_("we will"))
    owner = models.CharField(_("owner"), max_length=150)
    due_year = models.PositiveSmallIntegerField(_("due: year"), null=True, blank=True)
    due_season = models.CharField(
        _("due: season"), max_length=10, choices=Season.choices, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.PLANNED
    )
    reason = models.TextField(_("why it is not possible"), blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-summary__starts_on", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commitment_not_possible_needs_reason",
                condition=~models.Q(status="not_possible") | ~models.Q(reason=""),
                violation_error_message=_("Say why it is not possible."),
            ),
            models.CheckConstraint(
                name="commitment_due_whole",
                condition=models.Q(due_year=None, due_season="")
                | (models.Q(due_year__isnull=False) & ~models.Q(due_season="")),
                violation_error_message=_(
                    "Give both the season and the year it is due, or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.statement[:80]

    def get_absolute_url(self) -> str:
        return reverse("engagement:commitment-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.status in self.OPEN

    @property
    def due_on(self) -> dt.date | None:
        """The last day of the season it is due in."""
        if self.due_year is None:
            return None
        return season_ends_on(self.due_year, self.due_season)

    @property
    def due(self) -> str:
        """“Winter 2025–26”, in the calendar of the page's language; may be empty."""
        if self.due_year is None:
            return ""
        return season_and_year(self.due_year, self.due_season, languages.current())

    @property
    def is_overdue(self) -> bool:
        """Whether the season it is due in has ended in the city and it is not done."""
        return self._is_late_by(dt.timedelta())

    @property
    def is_publicly_overdue(self) -> bool:
        """The same after the days of grace in which staff can still report."""
        return self._is_late_by(dt.timedelta(days=settings.COMMITMENT_GRACE_DAYS))

    def _is_late_by(self, grace: dt.timedelta) -> bool:
        due_on = self.due_on
        return (
            self.is_open
            and due_on is not None
            and due_on + grace < timezone.localdate()
        )


class CommitmentUpdateQuerySet(models.QuerySet["CommitmentUpdate"]):
    def public(self) -> "CommitmentUpdateQuerySet":
        """Reports on the commitments of published summaries."""
        is_public = models.Q(commitment__summary__status__in=Summary.PUBLIC)
        return self.filter(is_public).select_related("commitment")


class CommitmentUpdate(models.Model):
    """One dated report on a commitment."""

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("commitment"),
        on_delete=models.CASCADE,
        related_name="updates",
    )
    reported_on = models.DateField(_("reported on"))
    status = models.CharField(
        _("status"), max_length=20, choices=Commitment.Status.choices
    )
    text = models.TextField(_("text"))
    recorded_at = models.DateTimeField(null=True, editable=False, default=timezone.now)

    objects = CommitmentUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-reported_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]
