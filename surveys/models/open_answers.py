from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.folding import Fold
from civic.models import User
from civic.roles import Role
from surveys.models.collectors import Collector
from surveys.models.definition import Question
from surveys.models.responses import Response

CODING_ROLES = (Role.LIBRARIAN, Role.EDITOR)


class OpenAnswerQuerySet(models.QuerySet["OpenAnswer"]):
    def counted(self) -> "OpenAnswerQuerySet":
        """Answers that figures are made from: all but those excluded by a review."""
        return self.filter(is_counted=True)

    def visible_to(self, user: User) -> "OpenAnswerQuerySet":
        """All of them for those who read and code answers, none for anybody else."""
        return self if user.has_role(*CODING_ROLES) else self.none()


class OpenAnswer(models.Model):
    """An answer in somebody's own words, or the words typed for “other”.

    Read from the responses when they are folded, so that answers in words can be
    searched, filtered and given themes without opening every response; all but the
    question follow the response. ``day`` is that of the city on which it was
    submitted. ``folded`` is the text as it is searched in.
    """

    response = models.ForeignKey(
        Response,
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        db_index=False,  # the constraint has an index
        related_name="open_answers",
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        related_name="open_answers",
    )
    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(_("text"))
    folded = models.GeneratedField(
        expression=Fold("text"), output_field=models.TextField(), db_persist=True
    )
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    people = models.PositiveIntegerField(_("people it stands for"), default=1)
    day = models.DateField(_("day"))
    is_counted = models.BooleanField(
        _("counted"), default=True, help_text=_("Not excluded by a review.")
    )

    objects = OpenAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer in words")
        verbose_name_plural = _("answers in words")
        indexes = [
            GinIndex(
                fields=["folded"], name="open_answer_words", opclasses=["gin_trgm_ops"]
            ),
            # What most filters ask, in the order of the table: its rows are long.
            models.Index(
                fields=["id"],
                include=[
                    *("response", "question", "collector"),
                    *("district", "language", "day"),
                ],
                condition=models.Q(is_counted=True),
                name="open_answer_counted",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"], name="open_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
