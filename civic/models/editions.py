from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """When something that public pages are made of changed last, by topic.

    The database writes these rows, whoever makes the change. A topic has several
    where several transactions changed it at once; all of them together are its
    edition.
    """

    class Topic(models.TextChoices):
        PLACES = "places", _("districts and branches")
        EVENTS = "events", _("outreach events")
        SURVEYS = "surveys", _("surveys")
        SUMMARIES = "summaries", _("summaries and commitments")
        COMMENTS = "comments", _("comments")

    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    stamp = models.UUIDField(_("stamp"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [models.Index(fields=["topic"], name="edition_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.stamp}"
