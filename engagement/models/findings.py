from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from engagement.models.outreach import OutreachEvent
from engagement.models.summaries import Summary


class Finding(models.Model):
    """What people want, are concerned about and believe should be done.

    Its evidence is whatever one of its ``evidence`` sets holds.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="findings",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=150)
    wants = models.TextField(_("people want"), blank=True)
    concerns = models.TextField(_("they are concerned that"), blank=True)
    actions = models.TextField(_("they believe should be done"), blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class EvidenceSet(models.Model):
    """Answers of the summary's period that a finding rests on: all that fit each
    condition given.

    A theme takes those below it along. ``mark`` needs a theme: only codings that bear
    it. The conditions ``language``, ``setting`` and ``district`` narrow the others.
    """

    class Mark(models.TextChoices):
        IN_TENSION = "in_tension", pgettext_lazy("coding", "In tension")
        MINORITY_VIEW = "minority_view", pgettext_lazy("coding", "Minority view")

    finding = models.ForeignKey(
        Finding,
        verbose_name=_("finding"),
        on_delete=models.CASCADE,
        related_name="evidence",
    )
    theme = models.ForeignKey(
        "engagement.Theme",
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    mark = models.CharField(_("mark"), max_length=13, choices=Mark.choices, blank=True)
    question = models.ForeignKey(
        "surveys.Question",
        verbose_name=_("question"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    choice = models.CharField(_("answer"), max_length=90, blank=True)
    event = models.ForeignKey(
        OutreachEvent,
        verbose_name=_("outreach event"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(
        _("language"), max_length=2, choices=languages.CHOICES, blank=True
    )
    setting = models.CharField(
        _("setting"), max_length=20, choices=OutreachEvent.Setting.choices, blank=True
    )
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_has_a_subject",
                condition=models.Q(theme__isnull=False)
                | models.Q(question__isnull=False)
                | models.Q(event__isnull=False),
                violation_error_message=_(
                    "Choose a theme, a question or an event that the finding rests on."
                ),
            ),
            models.CheckConstraint(
                name="evidence_mark_needs_theme",
                condition=models.Q(mark="") | models.Q(theme__isnull=False),
                violation_error_message=_("Choose the theme that bears the mark."),
            ),
            models.CheckConstraint(
                name="evidence_choice_needs_question",
                condition=models.Q(choice="") | models.Q(question__isnull=False),
                violation_error_message=_("Choose the question that was answered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.pk}"


class CountedResponse(models.Model):
    """A response that a published summary counts, or one of its findings rests on.

    Without a finding it counts in the summary as a whole. So whoever holds its receipt
    can be told what became of it. A correction writes these rows anew.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    finding = models.ForeignKey(
        Finding,
        verbose_name=_("finding"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    response = models.ForeignKey(
        "surveys.Response",
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        verbose_name = _("counted response")
        verbose_name_plural = _("counted responses")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "summary", "finding"],
                nulls_distinct=False,
                name="response_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.summary_id}/{self.finding_id}: {self.response_id}"
