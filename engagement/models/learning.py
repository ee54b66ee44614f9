from django.db import models
from django.utils.translation import gettext_lazy as _

from civic import languages


class SuggestionBasis(models.Model):
    """What was learnt from the coded answers in one language, to suggest themes by.

    ``content`` holds numbers and parts of words only (see ``engagement.learnt``). It
    stands in the database so that all web processes share it and a backup holds it.
    """

    language = models.CharField(
        _("language"), max_length=2, choices=languages.CHOICES, unique=True
    )
    answers = models.PositiveIntegerField(_("coded answers it was learnt from"))
    content = models.BinaryField(_("content"))
    learnt_at = models.DateTimeField(_("learnt"))

    class Meta:
        verbose_name = _("basis of suggestions")
        verbose_name_plural = _("bases of suggestions")

    def __str__(self) -> str:
        return self.language
