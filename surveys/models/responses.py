from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from surveys.models.collectors import Collector
from surveys.models.definition import Survey


class ResponseQuerySet(models.QuerySet["Response"]):
    def counted(self) -> "ResponseQuerySet":
        """Responses that figures are made from: all but the excluded."""
        return self.exclude(review_state=Response.ReviewState.EXCLUDED)


class Response(models.Model):
    """One set of answers, given once; it holds no account and no network address.

    ``answers`` maps question codes to: a choice code (single), a list of choice
    codes (multiple), a whole number (rating), text, or a district code. The words
    typed for “other” stand under ``CODE-other``.
    """

    class ReviewState(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("response", "Accepted")
        FLAGGED = "flagged", pgettext_lazy("response", "Flagged")
        EXCLUDED = "excluded", pgettext_lazy("response", "Excluded")

    submission = models.UUIDField(
        _("submission"),
        unique=True,
        help_text=_("Made when the form opened, so that sending twice stores once."),
    )
    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.PROTECT,
        related_name="responses",
    )
    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.PROTECT,
        related_name="responses",
    )
    language = models.CharField(
        _("language"), max_length=2, choices=languages.CHOICES
    )
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    people = models.PositiveIntegerField(_("people it stands for"), default=1)
    answers = models.JSONField(_("answers"), default=dict)
    receipt_hash = models.CharField(
        _("hash of the receipt code"), max_length=64, blank=True, default=""
    )
    review_state = models.CharField(
        _("review"),
        max_length=10,
        choices=ReviewState.choices,
        default=ReviewState.ACCEPTED,
    )
    review_reason = models.CharField(_("reason"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started"))
    submitted_at = models.DateTimeField(_("submitted"))

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["survey", "submitted_at"], name="response_survey"),
            models.Index(
                fields=["receipt_hash"],
                name="response_receipt",
                condition=~models.Q(receipt_hash=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="response_people_positive",
                condition=models.Q(people__gte=1),
                violation_error_message=_("A response stands for at least one person."),
            )
        ]

    def __str__(self) -> str:
        return str(self.submission)


class Draft(models.Model):
    """The pages of a survey answered so far, under the unguessable submission id."""

    submission = models.UUIDField(_("submission"), primary_key=True)
    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="+"
    )
    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    answers = models.JSONField(_("answers"), default=dict)
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["saved_at"], name="draft_saved")]

    def __str__(self) -> str:
        return str(self.submission)
