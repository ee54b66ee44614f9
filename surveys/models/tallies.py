from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.collectors import Collector
from surveys.models.definition import Question, Survey
from surveys.models.responses import Response


class Tally(models.Model):
    """Counted answers of one cell: who chose what, by channel, language and day.

    A row without a question counts whole responses; a row with a question and an
    empty choice counts those who answered that question at all. ``choice`` is the code
    of a choice, rating or district; ``ROW:CHOICE`` and ``ROW:`` (all who answered the
    row) of a matrix; ``CHOICE:RANK`` and ``CHOICE:`` (ranked at all) of a ranking.
    ``points`` and ``squares`` of a number's row without a choice are the sums of value
    and of value squared, each times the people; elsewhere they are zero.
    """

    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="+"
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    choice = models.CharField(_("choice"), max_length=90, blank=True, default="")
    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=2)
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    day = models.DateField(_("day"))
    people = models.IntegerField(_("people"), default=0)
    answers = models.IntegerField(_("answers"), default=0)
    points = models.DecimalField(
        _("sum of the values"), max_digits=30, decimal_places=6, db_default=0
    )
    squares = models.DecimalField(
        _("sum of the squared values"), max_digits=40, decimal_places=12, db_default=0
    )

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "survey",
                    "question",
                    "choice",
                    "collector",
                    "language",
                    "district",
                    "day",
                ],
                nulls_distinct=False,
                name="tally_cell_unique",
            ),
            models.CheckConstraint(
                name="tally_not_negative",
                condition=models.Q(people__gte=0, answers__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.question_id}/{self.choice}: {self.people}"


class TallySum(models.Model):
    """Tallies summed over everything but one thing, so that results cost the same at
    any number of responses.

    ``dimension`` is empty for all responses together; else ``group`` is a language's
    code, a collector's kind (channel), a district's id, empty where none was given, or
    a month of the city as ``2025-09``. Kept in the same statement as the tallies.
    """

    class Dimension(models.TextChoices):
        LANGUAGE = "language", _("Language")
        CHANNEL = "channel", _("Channel")
        DISTRICT = "district", _("District")
        MONTH = "month", _("Month")

    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="+"
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    choice = models.CharField(_("choice"), max_length=90, blank=True, default="")
    dimension = models.CharField(
        _("looked at by"), max_length=10, blank=True, choices=Dimension.choices
    )
    group = models.CharField(_("group"), max_length=40, blank=True)
    people = models.BigIntegerField(_("people"), default=0)
    answers = models.BigIntegerField(_("answers"), default=0)
    points = models.DecimalField(
        _("sum of the values"), max_digits=30, decimal_places=6, db_default=0
    )
    squares = models.DecimalField(
        _("sum of the squared values"), max_digits=40, decimal_places=12, db_default=0
    )

    class Meta:
        verbose_name = _("sum of tallies")
        verbose_name_plural = _("sums of tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question", "choice", "dimension", "group"],
                nulls_distinct=False,
                name="tally_sum_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.question_id}/{self.choice}/{self.group}"


class UnfoldedResponse(models.Model):
    """A response that is not in the tallies yet; a database trigger queues it."""

    response = models.OneToOneField(
        Response,
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("response to be tallied")
        verbose_name_plural = _("responses to be tallied")

    def __str__(self) -> str:
        return str(self.response_id)
