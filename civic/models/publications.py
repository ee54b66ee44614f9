from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedTable(models.Model):
    """The counts last made public for one table, so that two editions compared
    do not give away what each of them hides."""

    key = models.CharField(_("table"), max_length=200, unique=True)
    counts = models.JSONField(_("counts"))
    published_at = models.DateTimeField(_("published"), auto_now=True)

    class Meta:
        verbose_name = _("published table")
        verbose_name_plural = _("published tables")

    def __str__(self) -> str:
        return self.key
