"""What a question offers: its choices, and the rows of a matrix."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.definition import CODE_VALIDATOR, Question


class Choice(models.Model):
    """One answer that a question offers; its code is set once."""

    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        related_name="choices",
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40, validators=[CODE_VALIDATOR])
    label = models.CharField(_("label"), max_length=200)
    is_exclusive = models.BooleanField(
        _("excludes all others"),
        default=False,
        help_text=_("For example “none of these” in a multiple choice."),
    )

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"],
                name="choice_code_unique",
                violation_error_message=_(
                    "Another choice of this question has this code."
                ),
            ),
            models.UniqueConstraint(
                fields=["question", "position"],
                name="choice_position_unique",
                # Checked when a statement ends, so that one can put all in order
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                name="choice_code_not_other",
                condition=~models.Q(code="other"),
                violation_error_message=_(
                    "The code “other” belongs to “other, please say”."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class QuestionRow(models.Model):
    """One row of a matrix: a statement that each of the choices may answer."""

    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        related_name="rows",
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40, validators=[CODE_VALIDATOR])
    label = models.CharField(_("label"), max_length=200)

    class Meta:
        verbose_name = _("row of a matrix")
        verbose_name_plural = _("rows of a matrix")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"],
                name="row_code_unique",
                violation_error_message=_(
                    "Another row of this question has this code."
                ),
            ),
            models.UniqueConstraint(
                fields=["question", "position"],
                name="row_position_unique",
                # Checked when a statement ends, so that one can put all in order
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                name="row_code_not_other",
                condition=~models.Q(code="other"),
                violation_error_message=_("The code “other” is taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
