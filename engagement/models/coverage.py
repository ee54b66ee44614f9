from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.age_groups import AgeGroup
from engagement.models.debriefs import ReachCount

OTHER_LANGUAGE = ReachCount.OTHER_LANGUAGE
FIRST_YEAR, LAST_YEAR = 1900, 2100


class PopulationTable(models.Model):
    """Who lives in the city, from one source and year; one table is in force.

    Tables that were replaced are kept, and can be put in force again.
    """

    source = models.CharField(
        _("source"),
        max_length=200,
        help_text=_("Who published the figures, and where they can be found."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        help_text=_("The year that the figures describe, such as 2024."),
    )
    is_in_force = models.BooleanField(_("in force"), default=False)
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("population table")
        verbose_name_plural = _("population tables")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_force"],
                name="population_one_in_force",
                condition=models.Q(is_in_force=True),
                violation_error_message=_(
                    "Another table was put in force meanwhile: please try again."
                ),
            ),
            models.CheckConstraint(
                name="population_year_plausible",
                condition=models.Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=_(
                    "Write the year in four digits, such as 2024."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.year})"


class PopulationCount(models.Model):
    """Residents of one district, one language or one age group, or of a crossing.

    What a row leaves open (no district, an empty language or age group) is counted
    over all of them. A table may hold each margin by itself, or crossings of them.
    """

    table = models.ForeignKey(
        PopulationTable,
        verbose_name=_("population table"),
        on_delete=models.CASCADE,
        related_name="counts",
    )
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=5, blank=True)
    age_group = models.CharField(
        _("age group"), max_length=5, blank=True, choices=AgeGroup.choices
    )
    people = models.PositiveIntegerField(_("residents"))

    class Meta:
        verbose_name = _("count of residents")
        verbose_name_plural = _("counts of residents")
        constraints = [
            models.UniqueConstraint(
                fields=["table", "district", "language", "age_group"],
                nulls_distinct=False,
                name="population_group_once",
                violation_error_message=_("This group is in the table already."),
            ),
            models.CheckConstraint(
                name="population_names_a_group",
                condition=models.Q(district__isnull=False)
                | ~models.Q(language="")
                | ~models.Q(age_group=""),
                violation_error_message=_(
                    "Name a district, a language or an age group."
                ),
            ),
            models.CheckConstraint(
                name="population_language_known",
                condition=models.Q(language__in=["", *languages.CODES, OTHER_LANGUAGE]),
                violation_error_message=_("The portal does not know this language."),
            ),
            models.CheckConstraint(
                name="population_age_group_known",
                condition=models.Q(age_group__in=["", *AgeGroup.values]),
                violation_error_message=_("The portal does not know this age group."),
            ),
        ]

    def __str__(self) -> str:
        group = f"{self.district_id}/{self.language}/{self.age_group}"
        return f"{self.table_id}/{group}: {self.people}"
