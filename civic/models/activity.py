from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Activity(models.Model):
    """Who did what to which object, and what changed; rows are only ever added."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="activities",
    )
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind of object"), max_length=60)
    subject_id = models.CharField(_("object"), max_length=60)
    details = models.JSONField(_("details"), default=dict, blank=True)
    recorded_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="activity_subject")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"
