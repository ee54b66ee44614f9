import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import Func
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.calendars import Season, season_and_year, year_of_seasons
from civic.models import User
from civic.roles import Role


class DateRange(Func):
    """PostgreSQL's ``daterange(first, last, '[]')``: both days belong to it."""

    function = "daterange"
    output_field = DateRangeField()


class SummaryQuerySet(models.QuerySet["Summary"]):
    def published(self) -> "SummaryQuerySet":
        return self.filter(status__in=Summary.PUBLIC)

    def covering(self, day: dt.date) -> "SummaryQuerySet":
        """Those whose figures take in what was logged at events of ``day``."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def visible_to(self, user: User) -> "SummaryQuerySet":
        """Published ones for everyone; drafts as well for editors and translators."""
        if user.is_authenticated and user.has_role(Role.EDITOR, Role.TRANSLATOR):
            return self
        return self.published()

    def editable_by(self, user: User) -> "SummaryQuerySet":
        """All of them for an editor, none for anybody else."""
        return self if user.has_role(Role.EDITOR) else self.none()

    def translatable_by(self, user: User) -> "SummaryQuerySet":
        """Those whose texts a user may write: all for an editor or a translator."""
        return self if user.has_role(Role.EDITOR, Role.TRANSLATOR) else self.none()


class Summary(models.Model):
    """What was heard in one period, with the evidence frozen at publication."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("summary", "Draft")
        REVIEW = "review", pgettext_lazy("summary", "In review")
        TRANSLATION = "translation", pgettext_lazy("summary", "In translation")
        SCHEDULED = "scheduled", pgettext_lazy("summary", "Scheduled")
        PUBLISHED = "published", pgettext_lazy("summary", "Published")
        CORRECTED = "corrected", pgettext_lazy("summary", "Corrected")

    PUBLIC = (Status.PUBLISHED, Status.CORRECTED)

    year = models.PositiveSmallIntegerField(_("year"))
    season = models.CharField(_("season"), max_length=10, choices=Season.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    introduction = models.TextField(
        _("what was said"), blank=True, help_text=_("The introduction.")
    )
    decided = models.TextField(
        _("what was decided"),
        blank=True,
        help_text=_("What the library does because of what it heard."),
    )
    reasons = models.TextField(
        _("why"),
        blank=True,
        help_text=_("Why it was decided so, and why other wishes cannot be met."),
    )
    status = models.CharField(
        _("status"), max_length=11, choices=Status.choices, default=Status.DRAFT
    )
    scheduled_at = models.DateTimeField(
        _("to be published"),
        null=True,
        blank=True,
        help_text=_("When the portal publishes it by itself."),
    )
    with_notice = ArrayField(
        models.CharField(max_length=2, choices=languages.CHOICES),
        verbose_name=_("published with a notice in"),
        default=list,
        blank=True,
        help_text=_(
            "Languages in which some texts may still be in their original language."
        ),
    )
    left_out = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("left out"),
        default=list,
        blank=True,
        help_text=_("Proposals that the editor does not want, and questions not told."),
    )
    told_figures = models.JSONField(
        _("figures told"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("The counts that the introduction tells, as they were then."),
    )
    evidence = models.JSONField(
        _("frozen evidence"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The figures as they were counted at publication."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "season"],
                name="summary_season_unique",
                violation_error_message=_(
                    "There is already a summary for this season and year."
                ),
            ),
            models.CheckConstraint(
                name="summary_period_in_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_(
                    "The last day must not be before the first day."
                ),
            ),
            models.CheckConstraint(
                name="summary_published_with_evidence",
                condition=~models.Q(status__in=["published", "corrected"])
                | models.Q(evidence__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="summary_scheduled_at_a_time",
                condition=models.Q(status="scheduled", scheduled_at__isnull=False)
                | (~models.Q(status="scheduled") & models.Q(scheduled_at=None)),
                violation_error_message=_(
                    "A summary that is scheduled needs the day and time."
                ),
            ),
            ExclusionConstraint(
                name="summary_periods_apart",
                expressions=[
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message=_(
                    "Another summary already covers some of these days."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("engagement:summary-detail", args=[self.year, self.season])

    @property
    def name(self) -> str:
        """“Fall 2025”, in the calendar of the page's language."""
        return season_and_year(self.year, self.season, languages.current())

    @property
    def year_name(self) -> str:
        """The year in the calendar of the page's language."""
        return year_of_seasons(self.year, languages.current())

    @property
    def is_published(self) -> bool:
        return self.status in self.PUBLIC


class SummarySectionQuerySet(models.QuerySet["SummarySection"]):
    def written_by(self, user: User) -> "SummarySectionQuerySet":
        """Those that somebody was asked to write, until they are published."""
        if not user.has_role(Role.LIBRARIAN):
            return self.none()
        unpublished = self.exclude(summary__status__in=Summary.PUBLIC)
        return unpublished.filter(authors=user).select_related("summary", "branch")


class SummarySection(models.Model):
    """One branch's part of a summary, told by that branch's staff.

    Its ``authors`` may write this section and nothing else of the summary.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="sections",
    )
    branch = models.ForeignKey(
        "civic.Branch",
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    byline = models.CharField(_("told by"), max_length=150, blank=True)
    body = models.TextField(_("text"))
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("authors"),
        blank=True,
        related_name="+",
        help_text=_("They find this section at their desk and write it."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SummarySectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "branch"],
                name="section_branch_unique",
                violation_error_message=_(
                    "This branch already has a section in this summary."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.summary}: {self.branch}"


class SummaryQuotationQuerySet(models.QuerySet["SummaryQuotation"]):
    def agreed_to(self) -> "SummaryQuotationQuerySet":
        """Those whose speaker still agrees, with where they were said.

        Who agreed to a paraphrase only since then is no longer quoted word for word.
        """
        own_words = models.Q(conversation__quotation_consent="paraphrase")
        return (
            self.exclude(conversation__quotation_consent="none")
            .exclude(own_words, is_paraphrase=False)
            .select_related("conversation__event")
        )


class SummaryQuotation(models.Model):
    """What a resident agreed to have published, with its translations.

    A paraphrase says it in the library's words; else the original is word for word.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="quotations",
    )
    conversation = models.ForeignKey(
        "engagement.Conversation",
        verbose_name=_("conversation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    original_language = models.CharField(
        _("original language"), max_length=2, choices=languages.CHOICES
    )
    text = models.TextField(_("text"))
    is_paraphrase = models.BooleanField(_("in our own words"), default=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SummaryQuotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "conversation"],
                name="quotation_once_per_summary",
                violation_error_message=_("This summary already quotes it."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
