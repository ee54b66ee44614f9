"""The age groups by which a city counts people; no other list of them exists."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AgeGroup(models.TextChoices):
    """Ages in years, as staff guess them at a table: never a date of birth."""

    CHILDREN = "0-12", pgettext_lazy("age", "Children up to 12")
    TEENS = "13-17", pgettext_lazy("age", "13 to 17")
    YOUNG_ADULTS = "18-24", pgettext_lazy("age", "18 to 24")
    ADULTS = "25-44", pgettext_lazy("age", "25 to 44")
    OLDER_ADULTS = "45-64", pgettext_lazy("age", "45 to 64")
    SENIORS = "65-", pgettext_lazy("age", "65 and older")
