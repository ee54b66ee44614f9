import json
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from surveys.models.collectors import Collector
from surveys.models.definition import Survey


class ResponseQuerySet(models.QuerySet["Response"]):
    def counted(self) -> "ResponseQuerySet":
        """Responses that figures are made from: all but the excluded."""
        return self.exclude(review_state=Response.ReviewState.EXCLUDED)

    def insert_once(self, response: "Response") -> bool:
        """Insert ``response`` unless its submission is stored; say whether it was not.

        One statement also removes the draft, so that both happen or neither, and a
        repeated submission neither waits for nor breaks a transaction around it.
        """
        fields = [f for f in self.model._meta.concrete_fields if not f.primary_key]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        values = [
            json.dumps(value) if isinstance(value, dict) else value
            for value in (getattr(response, field.attname) for field in fields)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH finished AS
                    (DELETE FROM {Draft._meta.db_table} WHERE submission = %s)
                INSERT INTO {self.model._meta.db_table} ({columns})
                VALUES ({", ".join(["%s"] * len(fields))})
                ON CONFLICT (submission) DO NOTHING RETURNING id
                """,  # noqa: S608 - only names of our own tables and columns
                [response.submission, *values],
            )
            row = cursor.fetchone()
        if row is None:
            return False
        response.pk = row[0]
        response._state.adding, response._state.db = False, connection.alias
        return True


class Response(models.Model):
    """One set of answers, given once; it holds no account and no network address.

    ``answers`` maps question codes to: a choice code (single), a list of choice
    codes (multiple), a whole number (rating), text, or a district code. The words
    typed for “other” stand under ``CODE-other``.
    """

    class ReviewState(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("response", "Accepted")
        FLAGGED = "flagged", pgettext_lazy("response", "Flagged")
        EXCLUDED = "excluded", pgettext_lazy("response", "Excluded")

    submission = models.UUIDField(
        _("submission"),
        unique=True,
        help_text=_("Made when the form opened, so that sending twice stores once."),
    )
    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.PROTECT,
        related_name="responses",
    )
    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.PROTECT,
        related_name="responses",
    )
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    people = models.PositiveIntegerField(_("people it stands for"), default=1)
    answers = models.JSONField(_("answers"), default=dict)
    receipt_hash = models.CharField(
        _("hash of the receipt code"), max_length=64, blank=True, default=""
    )
    review_state = models.CharField(
        _("review"),
        max_length=10,
        choices=ReviewState.choices,
        default=ReviewState.ACCEPTED,
    )
    review_reason = models.CharField(_("reason"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started"))
    submitted_at = models.DateTimeField(_("submitted"))

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["survey", "submitted_at"], name="response_survey"),
            models.Index(
                fields=["receipt_hash"],
                name="response_receipt",
                condition=~models.Q(receipt_hash=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="response_people_positive",
                condition=models.Q(people__gte=1),
                violation_error_message=_("A response stands for at least one person."),
            )
        ]

    def __str__(self) -> str:
        return str(self.submission)


class DraftManager(models.Manager["Draft"]):
    def read(self, submission: UUID, survey: Survey) -> "Draft | None":
        """Return the draft of ``submission`` to ``survey``, if there is one.

        Asked by hand: every page of a survey does it, and building the query would
        cost several times as much as the query itself.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT collector_id, answers, started_at, saved_at
                FROM {self.model._meta.db_table}
                WHERE submission = %s AND survey_id = %s
                """,  # noqa: S608 - only the name of our own table is put in
                [submission, survey.pk],
            )
            row = cursor.fetchone()
        return self.model.from_row(submission, survey, row) if row else None


class Draft(models.Model):
    """The pages of a survey answered so far, under the unguessable submission id.

    ``answers`` maps names of form fields to the list of values that were sent, right
    or wrong, so that a page comes back exactly as it was left.
    """

    submission = models.UUIDField(_("submission"), primary_key=True)
    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="+"
    )
    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    answers = models.JSONField(_("answers"), default=dict)
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = DraftManager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["saved_at"], name="draft_saved")]

    def __str__(self) -> str:
        return str(self.submission)

    @classmethod
    def from_row(cls, submission: UUID, survey: Survey, row: tuple) -> "Draft":
        """Make a draft of its collector's id, answers, start and last save."""
        collector, answers, started_at, saved_at = row
        return cls(
            submission=submission,
            survey=survey,
            collector_id=collector,
            answers=json.loads(answers),
            started_at=started_at,
            saved_at=saved_at,
        )
