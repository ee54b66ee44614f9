from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic import languages
from engagement.models.summaries import Summary


class SummaryVersionQuerySet(models.QuerySet["SummaryVersion"]):
    def latest_of_each(self) -> "SummaryVersionQuerySet":
        """The latest of each published summary, the last published first."""
        newer = self.model._default_manager.filter(
            summary=models.OuterRef("summary"), number__gt=models.OuterRef("number")
        )
        return (
            self.filter(~models.Exists(newer), summary__status__in=Summary.PUBLIC)
            .select_related("summary")
            .order_by("-published_at", "-pk")
        )


class SummaryVersion(models.Model):
    """A summary as it was published: its texts and what every figure counts.

    ``content`` is what ``engagement.summary_content`` reads. The first has no note;
    each later one says what was corrected. Texts in a further language may be added to
    the latest, figures never change.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"), editable=False)
    note = models.TextField(_("what was corrected"), blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = SummaryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a summary")
        verbose_name_plural = _("versions of summaries")
        ordering = ["-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "number"], name="version_number_unique"
            ),
            models.CheckConstraint(
                name="version_later_has_note",
                condition=models.Q(number=1) | ~models.Q(note=""),
                violation_error_message=_("Say what was corrected."),
            ),
            models.CheckConstraint(
                name="version_number_positive", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary}, {self.number}"

    @property
    def is_first(self) -> bool:
        return self.number == 1

    def get_absolute_url(self) -> str:
        """The address under which this version stays, whatever is corrected."""
        summary = self.summary
        address = [summary.year, summary.season, self.number]
        return reverse("engagement:summary-version", args=address)


class SummaryPreviewQuerySet(models.QuerySet["SummaryPreview"]):
    def open(self) -> "SummaryPreviewQuerySet":
        """Those that still lead to the summary."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class SummaryPreview(models.Model):
    """A private link by which somebody without an account reads a draft.

    Only the hash of the link's secret is stored.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="previews",
    )
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    token_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("open until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SummaryPreviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("private link to a draft")
        verbose_name_plural = _("private links to drafts")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.summary_id}/{self.language}"


class TextRevision(models.Model):
    """The texts of one part of a summary as somebody saved them, in all languages.

    ``part`` names it, such as ``introduction`` or ``section-12``. ``is_draft``: what
    somebody is typing and has not saved yet; one each for a person and a part.
    """

    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.CASCADE,
        related_name="revisions",
    )
    part = models.CharField(_("part"), max_length=40)
    texts = models.JSONField(_("texts"))
    is_draft = models.BooleanField(_("not saved yet"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("revision of a text")
        verbose_name_plural = _("revisions of texts")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["summary", "part"], name="revision_of_part")]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "part", "written_by"],
                condition=models.Q(is_draft=True),
                name="one_draft_a_person_and_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.written_at:%Y-%m-%d}"
