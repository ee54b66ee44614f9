from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic import languages
from engagement.models.summaries import Summary


class LanguageReview(models.Model):
    """Somebody read a summary in one language and found it right.

    It holds as long as the texts have the hash they had then. The original is the
    language in which the summary was approved: the translations were made from it, so
    they are to be read again when it changes.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="reviews",
    )
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    is_original = models.BooleanField(_("the original"), default=False)
    texts_hash = models.CharField(_("hash of the texts"), max_length=64)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed"), default=timezone.now)

    class Meta:
        verbose_name = _("review of a language")
        verbose_name_plural = _("reviews of languages")
        ordering = ["summary", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "language"], name="review_once_a_language"
            ),
            models.UniqueConstraint(
                fields=["summary"],
                condition=models.Q(is_original=True),
                name="review_one_original",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary_id}/{self.language}"


class SummaryStep(models.Model):
    """One change of a summary's state: from which to which, by whom, in which words.

    ``refusals`` names why the portal did not publish it at the time set. ``confirmed``
    holds the number sentences that an editor let stand, as told and as counted.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="steps",
    )
    before = models.CharField(
        _("before"), max_length=11, choices=Summary.Status.choices
    )
    after = models.CharField(_("after"), max_length=11, choices=Summary.Status.choices)
    words = models.TextField(_("words"), blank=True)
    refusals = models.JSONField(_("why not"), default=list, blank=True)
    confirmed = models.JSONField(_("numbers let stand"), default=list, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    taken_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step of a summary")
        verbose_name_plural = _("steps of summaries")
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.summary_id}: {self.before} → {self.after}"
