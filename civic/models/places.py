from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.outlines import check_outline

CODE_VALIDATOR = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*\Z",
    _("Use lowercase Latin letters, digits and hyphens only."),
)


class Placed(models.Model):
    """Something that has a point on the map, in degrees (WGS 84), or none."""

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

    class Meta:
        abstract = True


def whole_point(name: str) -> models.CheckConstraint:
    """Return the constraint that a point has both its numbers, or none."""
    return models.CheckConstraint(
        name=name,
        # A comparison with NULL is neither true nor false, which would pass.
        condition=models.Q(latitude=None, longitude=None)
        | models.Q(
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(-90, 90),
            longitude__range=(-180, 180),
        ),
        violation_error_message=_("Give both latitude and longitude, or neither."),
    )


class District(models.Model):
    """A part of the city by which residents say where they live.

    ``outline`` is the geometry of a GeoJSON feature, a Polygon or MultiPolygon in
    degrees (WGS 84); without it the district is left out of the map.
    """

    code = models.CharField(
        _("code"), max_length=40, unique=True, validators=[CODE_VALIDATOR]
    )
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    outline = models.JSONField(
        _("outline on the map"), null=True, blank=True, validators=[check_outline]
    )

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Branch(Placed):
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
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["code"]
        constraints = [whole_point("branch_point_whole")]

    def __str__(self) -> str:
        return self.name
