import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import User
from civic.roles import Role

CODE_VALIDATOR = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9_]*\Z",
    _("Begin with a Latin letter; then Latin letters, digits and underscores only."),
)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def open(self) -> "SurveyQuerySet":
        """Surveys that take answers now."""
        now = timezone.now()
        return self.filter(
            models.Q(opens_at=None) | models.Q(opens_at__lte=now),
            models.Q(closes_at=None) | models.Q(closes_at__gt=now),
            status=Survey.Status.OPEN,
        )

    def public(self) -> "SurveyQuerySet":
        """Surveys that residents may open or read about, newest first."""
        return self.filter(purpose=Survey.Purpose.SURVEY).exclude(
            status=Survey.Status.DRAFT
        )

    def readable_first(self, language: str) -> "SurveyQuerySet":
        """Those published in ``language`` before the others, each newest first."""
        is_readable = models.Q(languages__contains=[language])
        return self.order_by(
            models.Case(models.When(is_readable, then=0), default=1),
            "-created_at",
            "-pk",
        )

    def guides(self) -> "SurveyQuerySet":
        return self.filter(purpose=Survey.Purpose.GUIDE)

    def latest_first(self) -> "SurveyQuerySet":
        """In the order in which they were opened, the last one first."""
        return self.order_by(models.F("opens_at").desc(nulls_last=True), "-pk")

    def visible_to(self, user: User) -> "SurveyQuerySet":
        """All of them for the staff who work with surveys, none for anybody else."""
        staff = (Role.LIBRARIAN, Role.EDITOR, Role.TRANSLATOR, Role.MODERATOR)
        return self if user.has_role(*staff) else self.none()

    def editable_by(self, user: User) -> "SurveyQuerySet":
        """All of them for an editor, none for anybody else.

        Whether the structure may still change is another question: ``has_answers``.
        """
        return self if user.has_role(Role.EDITOR) else self.none()

    def with_questions(self) -> "SurveyQuerySet":
        """With everything a page of the survey shows."""
        return self.prefetch_related(
            "pages__questions__choices", "pages__questions__rows"
        )


def every_language() -> list[str]:
    """The languages a survey is published in unless staff choose fewer."""
    return [code for code, _endonym in languages.CHOICES]


class Survey(models.Model):
    """A set of questions in five languages: a web survey or a conversation guide."""

    class Purpose(models.TextChoices):
        SURVEY = "survey", _("Survey for residents")
        GUIDE = "guide", _("Conversation guide")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("survey", "Draft")
        OPEN = "open", pgettext_lazy("survey", "Open")
        CLOSED = "closed", pgettext_lazy("survey", "Closed")

    class ResultsPolicy(models.TextChoices):
        STAFF = "staff", _("Staff only")
        CLOSED = "closed", _("Public once the survey is closed")
        LIVE = "live", _("Public from the day the survey opens")

    class SampleDesign(models.TextChoices):
        NONE = "none", _("Whoever wished to answer")
        RANDOM = "random", _("A random sample of residents")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    family = models.UUIDField(
        _("versions together"), default=uuid.uuid4, editable=False, db_index=True
    )
    version = models.PositiveSmallIntegerField(
        _("version"),
        default=1,
        editable=False,
        help_text=_("A changed structure is a new version beside the old one."),
    )
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.SURVEY
    )
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    thanks = models.TextField(_("text on the thank-you page"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    results_policy = models.CharField(
        _("results"),
        max_length=10,
        choices=ResultsPolicy.choices,
        default=ResultsPolicy.STAFF,
    )
    sample_design = models.CharField(
        _("who was asked"),
        max_length=10,
        choices=SampleDesign.choices,
        default=SampleDesign.NONE,
        help_text=_("Only a random sample allows a statement about all residents."),
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=languages.CHOICES),
        verbose_name=_("languages"),
        default=every_language,
        help_text=_("The survey is published once its texts exist in all of these."),
    )
    edition = models.PositiveIntegerField(
        _("edition"),
        default=1,
        help_text=_("Goes up by one whenever a text or a setting is corrected."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_closes_after_it_opens",
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("The survey must close after it opens."),
            ),
            models.UniqueConstraint(
                fields=["family", "version"], name="survey_version_unique"
            ),
            models.CheckConstraint(
                name="survey_has_a_language",
                condition=models.Q(languages__len__gte=1),
                violation_error_message=_("Choose at least one language."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey-detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        now = timezone.now()
        return (
            self.status == self.Status.OPEN
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or self.closes_at > now)
        )

    @property
    def opens_later(self) -> bool:
        """Whether it is ready and waits for its day."""
        return (
            self.status == self.Status.OPEN
            and self.opens_at is not None
            and self.opens_at > timezone.now()
        )

    @property
    def has_public_results(self) -> bool:
        """Whether residents may read the results now."""
        if self.status == self.Status.DRAFT or self.purpose == self.Purpose.GUIDE:
            return False
        if self.results_policy == self.ResultsPolicy.LIVE:
            return True
        return self.results_policy == self.ResultsPolicy.CLOSED and not self.is_open

    @cached_property
    def questions(self) -> list["Question"]:
        """All questions in order; needs ``with_questions``."""
        return [
            question for page in self.pages.all() for question in page.questions.all()
        ]

    @property
    def has_answers(self) -> bool:
        """Whether it was answered, so that its structure is frozen; asks each time."""
        return self.responses.exists()

    @property
    def asks_district(self) -> bool:
        """Whether a question asks for the district; needs ``with_questions``."""
        return any(one.kind == Question.Kind.DISTRICT for one in self.questions)


class Page(models.Model):
    """One page of a survey."""

    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.CASCADE,
        related_name="pages",
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    shown_if = models.JSONField(
        _("shown if"),
        default=dict,
        blank=True,
        help_text=_("Empty: always. See surveys/conditions.py for its shape."),
    )

    class Meta:
        verbose_name = _("survey page")
        verbose_name_plural = _("survey pages")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "position"],
                name="page_position_unique",
                # Checked when a statement ends, so that one can put all in order
                deferrable=models.Deferrable.IMMEDIATE,
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.position)


class Question(models.Model):
    """One question; its code is set once and never made from its text."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("Single choice")
        MULTIPLE = "multiple", _("Multiple choice")
        DROPDOWN = "dropdown", _("Dropdown list")
        RATING = "rating", _("Rating scale")
        MATRIX = "matrix", _("Matrix")
        RANKING = "ranking", _("Ranking")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        SHORT_TEXT = "short_text", _("Short text")
        LONG_TEXT = "long_text", _("Long text")
        DISTRICT = "district", _("District")
        CONSENT = "consent", _("Consent")
        INFORMATION = "information", _("Information")

    KINDS_WITH_CHOICES = (
        Kind.SINGLE,
        Kind.MULTIPLE,
        Kind.DROPDOWN,
        Kind.MATRIX,
        Kind.RANKING,
    )
    KINDS_WITH_OTHER = (Kind.SINGLE, Kind.MULTIPLE, Kind.DROPDOWN)
    KINDS_IN_WORDS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)

    class SpeaksOf(models.TextChoices):
        NONE = "none", pgettext_lazy("speaks of", "Nothing in particular")
        ASPIRATION = "aspiration", pgettext_lazy("speaks of", "Aspiration")
        CONCERN = "concern", pgettext_lazy("speaks of", "Concern")
        BARRIER = "barrier", pgettext_lazy("speaks of", "Barrier")
        ACTION = "action", pgettext_lazy("speaks of", "Action")
        TRUST = "trust", pgettext_lazy("speaks of", "Trust")
        USE = "use", pgettext_lazy("speaks of", "Use")
        WISH = "wish", pgettext_lazy("speaks of", "Wish")

    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.CASCADE,
        related_name="all_questions",
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("survey page"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40, validators=[CODE_VALIDATOR])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    speaks_of = models.CharField(
        _("speaks of"),
        max_length=20,
        choices=SpeaksOf.choices,
        default=SpeaksOf.NONE,
    )
    text = models.CharField(_("question"), max_length=500)
    help = models.TextField(_("help"), max_length=2000, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    has_other = models.BooleanField(_("offers “other, please say”"), default=False)
    minimum = models.IntegerField(_("minimum"), null=True, blank=True)
    maximum = models.IntegerField(_("maximum"), null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(
        _("decimal places"),
        default=0,
        help_text=_("How many digits a number may have behind the decimal sign."),
    )
    earliest_on = models.DateField(_("earliest date"), null=True, blank=True)
    latest_on = models.DateField(_("latest date"), null=True, blank=True)
    is_randomized = models.BooleanField(
        _("choices in random order"),
        default=False,
        help_text=_("Choices that exclude all others stay at the end."),
    )
    shown_if = models.JSONField(
        _("shown if"),
        default=dict,
        blank=True,
        help_text=_("Empty: always. See surveys/conditions.py for its shape."),
    )
    minimum_label = models.CharField(
        _("label at the minimum"), max_length=120, blank=True
    )
    maximum_label = models.CharField(
        _("label at the maximum"), max_length=120, blank=True
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["page__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="question_code_unique",
                violation_error_message=_(
                    "Another question of this survey has this code."
                ),
            ),
            models.UniqueConstraint(
                fields=["page", "position"],
                name="question_position_unique",
                # Checked when a statement ends, so that one can put all in order
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                name="question_minimum_below_maximum",
                condition=models.Q(minimum=None)
                | models.Q(maximum=None)
                | models.Q(minimum__lte=models.F("maximum")),
                violation_error_message=_("The minimum must not be above the maximum."),
            ),
            models.CheckConstraint(
                name="rating_has_bounds",
                condition=~models.Q(kind="rating")
                | models.Q(
                    minimum__isnull=False,
                    maximum__isnull=False,
                    minimum__lt=models.F("maximum"),
                ),
                violation_error_message=_("A rating scale needs both its ends."),
            ),
            models.CheckConstraint(
                name="question_other_fits_kind",
                condition=models.Q(has_other=False)
                | models.Q(kind__in=["single", "multiple", "dropdown"]),
                violation_error_message=_(
                    "Only choices and dropdown lists offer “other, please say”."
                ),
            ),
            models.CheckConstraint(
                name="question_information_asks_nothing",
                condition=~models.Q(kind="information") | models.Q(is_required=False),
                violation_error_message=_(
                    "An information text asks nothing, so it cannot be required."
                ),
            ),
            models.CheckConstraint(
                name="question_decimals_few",
                condition=models.Q(decimals__lte=6),
                violation_error_message=_("At most six decimal places."),
            ),
            models.CheckConstraint(
                name="question_dates_in_order",
                condition=models.Q(earliest_on=None)
                | models.Q(latest_on=None)
                | models.Q(earliest_on__lte=models.F("latest_on")),
                violation_error_message=_(
                    "The earliest date must not be after the latest."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def field_name(self) -> str:
        """The name of this question's form field: ``q-CODE``."""
        return f"q-{self.code}"

    @property
    def scale(self) -> range:
        """The whole numbers that a rating scale offers; none for other kinds."""
        if self.minimum is None or self.maximum is None:
            return range(0)
        return range(self.minimum, self.maximum + 1)

    @property
    def is_closed(self) -> bool:
        """Whether its answers are codes that can be counted."""
        return self.kind not in {
            *self.KINDS_IN_WORDS,
            self.Kind.NUMBER,
            self.Kind.DATE,
            self.Kind.INFORMATION,
        }
