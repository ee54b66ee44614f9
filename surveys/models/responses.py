import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages, prepared, receipts
from surveys.models.collectors import Collector
from surveys.models.definition import Survey


class ResponseQuerySet(models.QuerySet["Response"]):
    def counted(self) -> "ResponseQuerySet":
        """Responses that figures are made from: all but the excluded."""
        return self.exclude(review_state=Response.ReviewState.EXCLUDED)

    def as_read_by_staff(self) -> "ResponseQuerySet":
        """Newest first, with what stands beside the answers."""
        return self.select_related("collector", "district").order_by("-pk")

    def locked(self) -> "ResponseQuerySet":
        """Locked until the transaction ends, against other changes of them.

        Whoever counts meanwhile may still refer to them: it holds locks that a change
        asks for afterwards, and both would wait for each other.
        """
        return self.select_for_update(of=("self",), no_key=True)

    def sent_as(self, submission: UUID) -> "ResponseQuerySet":
        """The response, if any, to the form that carried this id."""
        return self.filter(submission=receipts.stored_id(submission))

    def with_receipt(self, code: str) -> "ResponseQuerySet":
        """The response, if any, whose receipt bears this code."""
        return self.filter(receipt_hash=receipts.hash_code(code))

    def insert_once(self, response: "Response", *, draft: UUID) -> bool:
        """Insert ``response`` unless its submission is stored; say whether it was not.

        One statement also removes its draft, so that both happen or neither, and a
        repeated submission neither waits for nor breaks a transaction around it.
        """
        columns, places = _columns()
        row = prepared.fetch_one(
            f"""
            WITH finished AS
                (DELETE FROM {Draft._meta.db_table} WHERE submission = %s)
            INSERT INTO {self.model._meta.db_table} ({columns}) VALUES {places}
            ON CONFLICT (submission) DO NOTHING RETURNING id
            """,  # noqa: S608 - only names of our own tables and columns
            [draft, *_values(response)],
        )
        if row is None:
            return False
        _is_stored(response, row[0])
        return True

    def insert_new(self, responses: Iterable["Response"]) -> list["Response"]:
        """Insert those whose submission is not stored yet, and return them.

        One statement for all, in their order; they have no drafts.
        """
        by_submission: dict[UUID, Response] = {}
        for response in responses:
            by_submission.setdefault(response.submission, response)
        if not by_submission:
            return []
        columns, places = _columns()
        rows = [_values(response) for response in by_submission.values()]
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {self.model._meta.db_table} ({columns})
                VALUES {", ".join([places] * len(rows))}
                ON CONFLICT (submission) DO NOTHING RETURNING submission, id
                """,  # noqa: S608 - only names of our own tables and columns
                [value for row in rows for value in row],
            )
            stored = dict(cursor.fetchall())
        for submission, pk in stored.items():
            _is_stored(by_submission[submission], pk)
        return [by_submission[submission] for submission in stored]


def _columns() -> tuple[str, str]:
    """The columns of a response but its key, and as many places for their values."""
    fields = [one for one in Response._meta.concrete_fields if not one.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return columns, f"({', '.join(['%s'] * len(fields))})"


def _values(response: "Response") -> list[Any]:
    fields = [one for one in Response._meta.concrete_fields if not one.primary_key]
    return [
        json.dumps(value) if isinstance(value, dict) else value
        for value in (getattr(response, field.attname) for field in fields)
    ]


def _is_stored(response: "Response", pk: int) -> None:
    response.pk = pk
    response._state.adding, response._state.db = False, connection.alias


class Response(models.Model):
    """One set of answers, given once; it holds no account and no network address.

    ``submission`` is a keyed hash of the id that the form carried, so that sending
    twice stores once and yet nobody can make the receipt's code again.
    ``answers`` maps question codes to: a choice code (single, dropdown), a list of
    choice codes in the questionnaire's order (multiple) or in the order of preference
    (ranking), a whole number (rating), a number, ``{ROW: CHOICE}`` (matrix), a day as
    ``2025-09-23`` (date), ``"yes"`` (consent), text, or a district code. The words
    typed for “other” stand under ``CODE-other``. Questions that were passed over, or
    not shown, are left out.
    """

    class ReviewState(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("response", "Accepted")
        FLAGGED = "flagged", pgettext_lazy("response", "Flagged")
        EXCLUDED = "excluded", pgettext_lazy("response", "Excluded")

    submission = models.UUIDField(_("submission"), unique=True)
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
                fields=["survey", "review_state"],
                name="response_to_review",
                condition=~models.Q(review_state="accepted"),
            ),
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


class ResponseReview(models.Model):
    """One decision of staff on a response: by whom, when, from which state to which."""

    response = models.ForeignKey(
        Response,
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        related_name="reviews",
    )
    state_before = models.CharField(
        _("state before"), max_length=10, choices=Response.ReviewState.choices
    )
    state_after = models.CharField(
        _("state after"), max_length=10, choices=Response.ReviewState.choices
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    reviewer = models.ForeignKey(
        "civic.User",
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed"), auto_now_add=True)

    class Meta:
        verbose_name = _("review of a response")
        verbose_name_plural = _("reviews of responses")
        ordering = ["-reviewed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.state_before} → {self.state_after}"


class PaperSheet(models.Model):
    """A filled-in paper form: entered once, and some of them by a second person.

    ``second_answers`` has the shape of ``Response.answers``. Differences are settled by
    correcting the response, which ``settled_at`` records.
    """

    collector = models.ForeignKey(
        Collector,
        verbose_name=_("collector"),
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    number = models.PositiveIntegerField(_("number of the sheet"))
    response = models.OneToOneField(
        Response,
        verbose_name=_("response"),
        on_delete=models.PROTECT,
        related_name="sheet",
    )
    entered_by = models.ForeignKey(
        "civic.User",
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    second_answers = models.JSONField(_("second entry"), null=True, blank=True)
    second_by = models.ForeignKey(
        "civic.User",
        verbose_name=_("entered again by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    second_at = models.DateTimeField(_("entered again"), null=True, blank=True)
    settled_at = models.DateTimeField(_("differences settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper sheet")
        verbose_name_plural = _("paper sheets")
        ordering = ["collector", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["collector", "number"],
                name="sheet_number_unique",
                violation_error_message=_("A sheet with this number was entered."),
            ),
            models.CheckConstraint(
                name="second_entry_by_another_person",
                condition=models.Q(second_by=None)
                | ~models.Q(second_by=models.F("entered_by")),
                violation_error_message=_(
                    "The second entry must be made by another person."
                ),
            ),
            models.CheckConstraint(
                name="second_entry_is_whole",
                condition=models.Q(
                    second_answers__isnull=True,
                    second_by__isnull=True,
                    second_at__isnull=True,
                )
                | models.Q(
                    second_answers__isnull=False,
                    second_by__isnull=False,
                    second_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class DraftManager(models.Manager["Draft"]):
    def read(self, submission: UUID, survey: Survey) -> "Draft | None":
        """Return the draft of ``submission`` to ``survey``, if there is one.

        Asked by hand: every page of a survey does it, and building the query would
        cost several times as much as the query itself.
        """
        row = prepared.fetch_one(
            f"""
            SELECT collector_id, answers, started_at, saved_at
            FROM {self.model._meta.db_table}
            WHERE submission = %s AND survey_id = %s
            """,  # noqa: S608 - only the name of our own table is put in
            [submission, survey.pk],
        )
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
