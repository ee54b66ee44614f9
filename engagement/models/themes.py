from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.models import User
from civic.models.places import CODE_VALIDATOR
from civic.roles import Role
from surveys.models.open_answers import CODING_ROLES


class ThemeQuerySet(models.QuerySet["Theme"]):
    def current(self) -> "ThemeQuerySet":
        """Themes that can be given to an answer: those not retired."""
        return self.filter(retired_at=None)

    def at_the_top(self) -> "ThemeQuerySet":
        """Themes of the first level, which others can belong to."""
        return self.filter(parent=None)

    def visible_to(self, user: User) -> "ThemeQuerySet":
        """All of them for those who code answers, none for anybody else."""
        return self if user.has_role(*CODING_ROLES) else self.none()

    def editable_by(self, user: User) -> "ThemeQuerySet":
        """All of them for an editor, none for anybody else."""
        return self if user.has_role(Role.EDITOR) else self.none()


class Theme(models.Model):
    """Something that people speak of again and again; a tree of two levels.

    Its code is set once. A theme is never deleted: it is retired, and where it was
    merged says into which; its codings went there.
    """

    code = models.SlugField(
        _("code"), max_length=60, unique=True, validators=[CODE_VALIDATOR]
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(
        _("definition"),
        blank=True,
        help_text=_("What belongs here and what does not, with an example."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="theme_merged_is_retired",
                condition=models.Q(merged_into=None)
                | models.Q(retired_at__isnull=False),
            ),
            models.CheckConstraint(
                name="theme_not_within_itself",
                condition=~models.Q(parent=models.F("id"))
                & ~models.Q(merged_into=models.F("id")),
                violation_error_message=_("A theme cannot belong to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def get_absolute_url(self) -> str:
        return reverse("engagement:theme-detail", args=[self.code])


class Round(models.TextChoices):
    """Figures count the first coding; a second one by somebody else checks it."""

    FIRST = "first", pgettext_lazy("coding", "First")
    SECOND = "second", pgettext_lazy("coding", "Second")


class CodedAnswer(models.Model):
    """An answer that somebody went through in one round, whether themes fit or not."""

    answer = models.ForeignKey(
        "surveys.OpenAnswer",
        verbose_name=_("answer"),
        on_delete=models.CASCADE,
        related_name="coded",
    )
    round = models.CharField(
        _("round"), max_length=6, choices=Round.choices, default=Round.FIRST
    )
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coded by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    coded_at = models.DateTimeField(_("coded"), auto_now=True)

    class Meta:
        verbose_name = _("coded answer")
        verbose_name_plural = _("coded answers")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "round"], name="answer_coded_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.round}"


class Coding(models.Model):
    """A theme that a coder found in an answer.

    ``is_in_tension``: the answer pulls against others on the theme, or against
    itself. ``is_minority_view``: few say so, and it must not be lost among the many.
    ``was_suggested``: the portal proposed it and the coder took it.
    """

    coded_answer = models.ForeignKey(
        CodedAnswer,
        verbose_name=_("coded answer"),
        on_delete=models.CASCADE,
        related_name="codings",
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        related_name="codings",
    )
    is_in_tension = models.BooleanField(_("in tension"), default=False)
    is_minority_view = models.BooleanField(_("minority view"), default=False)
    was_suggested = models.BooleanField(_("was suggested"), default=False)

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        constraints = [
            models.UniqueConstraint(
                fields=["coded_answer", "theme"],
                name="theme_once_an_answer",
                violation_error_message=_("This answer already has the theme."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.coded_answer_id}: {self.theme_id}"


class ThemeChange(models.Model):
    """One step in the history of the tree, with what is needed to undo it."""

    class Kind(models.TextChoices):
        CREATED = "created", pgettext_lazy("theme", "Created")
        REWORDED = "reworded", pgettext_lazy("theme", "Renamed or reworded")
        MOVED = "moved", pgettext_lazy("theme", "Moved")
        MERGED = "merged", pgettext_lazy("theme", "Merged")
        SPLIT = "split", pgettext_lazy("theme", "Split")
        RETIRED = "retired", pgettext_lazy("theme", "Retired")
        RESTORED = "restored", pgettext_lazy("theme", "Taken up again")

    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        related_name="changes",
    )
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind.choices)
    details = models.JSONField(
        _("details"),
        default=dict,
        help_text=_("What was there before, and which codings were moved."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("change of a theme")
        verbose_name_plural = _("changes of themes")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.kind}"
