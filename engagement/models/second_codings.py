from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.models import User
from civic.roles import Role
from engagement.models.themes import Round
from surveys.models.open_answers import CODING_ROLES


class CodingSampleQuerySet(models.QuerySet["CodingSample"]):
    def visible_to(self, user: User) -> "CodingSampleQuerySet":
        """All of them for an editor, their own for other coders."""
        return self if user.has_role(Role.EDITOR) else self.codable_by(user)

    def codable_by(self, user: User) -> "CodingSampleQuerySet":
        """Only those that were drawn for this person."""
        return self.filter(coder=user) if user.has_role(*CODING_ROLES) else self.none()

    def with_progress(self) -> "CodingSampleQuerySet":
        """Add ``answers_drawn``, ``answers_coded`` and ``answers_open``.

        Answers excluded by a review since are left out; those open differ between the
        two codings and are not settled.
        """
        drawn = models.Q(sampled__answer__is_counted=True)
        coded = drawn & models.Q(sampled__second_themes__isnull=False)
        is_open = coded & models.Q(sampled__settlement="")
        differs = ~models.Q(sampled__first_themes=models.F("sampled__second_themes"))
        return (
            self.select_related("coder", "drawn_by")
            .annotate(
                answers_drawn=models.Count("sampled", filter=drawn),
                answers_coded=models.Count("sampled", filter=coded),
                answers_open=models.Count("sampled", filter=is_open & differs),
            )
            .order_by("-drawn_at", "-pk")
        )  # grouping forgets the model's order


class CodingSample(models.Model):
    """Answers already coded that a second person codes again without seeing it."""

    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("drawn by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    drawn_at = models.DateTimeField(_("drawn"), auto_now_add=True)
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("second coder"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    criteria = models.JSONField(
        _("drawn from"),
        default=dict,
        help_text=_("The filters of the table at the time, and the seed of chance."),
    )

    objects = CodingSampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample for a second coding")
        verbose_name_plural = _("samples for a second coding")
        ordering = ["-drawn_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.drawn_at:%Y-%m-%d}"


class SampledAnswerQuerySet(models.QuerySet["SampledAnswer"]):
    def counted(self) -> "SampledAnswerQuerySet":
        """Those whose answer was not excluded by a review since."""
        return self.filter(answer__is_counted=True)

    def to_code(self) -> "SampledAnswerQuerySet":
        """Those that the second coder still has before them, in their order.

        One whose first coding was taken back since has nothing to be compared with.
        """
        first = self.filter(answer__coded__round=Round.FIRST)
        return first.counted().filter(second_themes=None).order_by("position")

    def compared(self) -> "SampledAnswerQuerySet":
        return self.counted().filter(second_themes__isnull=False)


class SampledAnswer(models.Model):
    """An answer's place in a sample; it is coded a second time only once.

    ``first_themes`` and ``second_themes`` are the codes of the themes that the two
    coders gave, written down when the second one did: what is settled later changes
    the coding, but not how far the two agreed.
    """

    class Settlement(models.TextChoices):
        KEPT = "kept", pgettext_lazy("settled", "The first coding stays")
        TAKEN = "taken", pgettext_lazy("settled", "The second coding was taken over")
        JOINED = "joined", pgettext_lazy("settled", "The themes of both were given")

    sample = models.ForeignKey(
        CodingSample,
        verbose_name=_("sample"),
        on_delete=models.CASCADE,
        related_name="sampled",
    )
    answer = models.OneToOneField(
        "surveys.OpenAnswer",
        verbose_name=_("answer"),
        on_delete=models.CASCADE,
        related_name="sampled",
    )
    position = models.PositiveIntegerField(_("position"))
    first_themes = ArrayField(
        models.SlugField(max_length=60), verbose_name=_("first themes"), null=True
    )
    second_themes = ArrayField(
        models.SlugField(max_length=60), verbose_name=_("second themes"), null=True
    )
    settlement = models.CharField(
        _("settlement"), max_length=6, choices=Settlement.choices, blank=True
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = SampledAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("sampled answer")
        verbose_name_plural = _("sampled answers")
        ordering = ["sample", "position"]
        constraints = [
            models.CheckConstraint(
                name="sampled_answer_compared_whole",
                condition=models.Q(first_themes=None, second_themes=None)
                | models.Q(first_themes__isnull=False, second_themes__isnull=False),
            ),
            models.CheckConstraint(
                name="sampled_answer_settled_whole",
                condition=models.Q(settlement="", settled_at=None)
                | models.Q(settled_at__isnull=False, second_themes__isnull=False)
                & ~models.Q(settlement=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.position}"
