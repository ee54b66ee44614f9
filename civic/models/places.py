from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

CODE_VALIDATOR = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*\Z",
    _("Use lowercase Latin letters, digits and hyphens only."),
)


class District(models.Model):
    """A part of the city by which residents say where they live."""

    code = models.CharField(
        _("code"), max_length=40, unique=True, validators=[CODE_VALIDATOR]
    )
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A library branch whose staff go out to listen."""

    code = models.CharField(
        _("code"), max_length=40, unique=True, validators=[CODE_VALIDATOR]
    )
    name = models.CharField(_("name"), max_length=120)
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        related_name="branches",
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="branch_point_whole",
                # A comparison with NULL is neither true nor false, which would pass.
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_(
                    "Give both latitude and longitude, or neither."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
