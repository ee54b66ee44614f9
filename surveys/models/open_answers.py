from django.db import models
from django.utils.translation import gettext_lazy as _

from civic import languages
from surveys.models.definition import Question
from surveys.models.responses import Response


class OpenAnswer(models.Model):
    """An answer in somebody's own words, or the words typed for “other”.

    Read from the responses when they are folded, so that answers in words can be
    searched, filtered and given themes without opening every response; ``text``,
    ``people``, ``language`` and ``is_counted`` follow the response. ``day`` is that of
    the city on which it was submitted.
    """

    response = models.ForeignKey(
        Response,
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        related_name="open_answers",
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        related_name="open_answers",
    )
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    people = models.PositiveIntegerField(_("people it stands for"), default=1)
    day = models.DateField(_("day"))
    is_counted = models.BooleanField(
        _("counted"), default=True, help_text=_("Not excluded by a review.")
    )

    class Meta:
        verbose_name = _("answer in words")
        verbose_name_plural = _("answers in words")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"], name="open_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
