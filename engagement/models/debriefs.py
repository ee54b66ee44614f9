import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import User
from engagement.models.outreach import LOGGING_ROLES, OutreachEvent

MOST_HEARD = 3


class DebriefQuerySet(models.QuerySet["Debrief"]):
    def visible_to(self, user: User) -> "DebriefQuerySet":
        """All for those who listen at events, none for anybody else."""
        return self if user.has_role(*LOGGING_ROLES) else self.none()

    def held_between(self, first: dt.date, last: dt.date) -> "DebriefQuerySet":
        """Those of events that began from ``first`` to ``last``, days of the city.

        In the order of their events, which come with them.
        """
        held = self.filter(event__starts_at__date__range=(first, last))
        return held.select_related("event").order_by("event__starts_at", "event")


class Debrief(models.Model):
    """What staff noted of an event in the five minutes after it; never published.

    ``heard`` are up to three things, in words; ``promises`` what staff told residents
    that the library would do, one each.
    """

    event = models.OneToOneField(
        OutreachEvent,
        verbose_name=_("outreach event"),
        on_delete=models.CASCADE,
        related_name="debrief",
    )
    heard = ArrayField(
        models.TextField(), verbose_name=_("things heard"), size=MOST_HEARD
    )
    promises = ArrayField(models.TextField(), verbose_name=_("promises"), default=list)
    language = models.CharField(
        _("written in"), max_length=2, choices=languages.CHOICES
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = DebriefQuerySet.as_manager()

    class Meta:
        verbose_name = _("debrief")
        verbose_name_plural = _("debriefs")
        constraints = [
            models.CheckConstraint(
                name="debrief_heard_at_most_three",
                condition=models.Q(heard__len__lte=MOST_HEARD),
                violation_error_message=_("Write down at most three things."),
            )
        ]

    def __str__(self) -> str:
        return str(self.event)


class ReachCount(models.Model):
    """People of one language or age group met at an event, tallied without names."""

    class Dimension(models.TextChoices):
        LANGUAGE = "language", pgettext_lazy("reach", "Language")
        AGE = "age", pgettext_lazy("reach", "Age")

    OTHER_LANGUAGE = "other"

    event = models.ForeignKey(
        OutreachEvent,
        verbose_name=_("outreach event"),
        on_delete=models.CASCADE,
        related_name="reach_counts",
    )
    dimension = models.CharField(
        _("counted by"), max_length=10, choices=Dimension.choices
    )
    group = models.CharField(
        _("group"),
        max_length=10,
        help_text=_("A language's code or “other”; an age group."),
    )
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("tally of people met")
        verbose_name_plural = _("tallies of people met")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "dimension", "group"], name="reach_count_unique"
            ),
            models.CheckConstraint(
                name="reach_count_positive",
                condition=models.Q(people__gte=1),
                violation_error_message=_("Count at least one person, or none at all."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.dimension}/{self.group}: {self.people}"
