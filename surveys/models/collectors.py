from django.db import models
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.models import User
from civic.roles import Role
from surveys import naming
from surveys.models.definition import Survey


class CollectorQuerySet(models.QuerySet["Collector"]):
    def visible_to(self, user: User) -> "CollectorQuerySet":
        """Those of all surveys that ``user`` sees in the desk, with their surveys."""
        return self.filter(survey__in=Survey.objects.visible_to(user)).select_related(
            "survey", "successor"
        )

    def editable_by(self, user: User) -> "CollectorQuerySet":
        """Those that librarians and editors look after: all but those of talks.

        The log of conversations makes these, one for each event and guide.
        """
        if not user.has_role(Role.LIBRARIAN, Role.EDITOR):
            return self.none()
        return self.visible_to(user).exclude(kind=Collector.Kind.CONVERSATION)

    def public(self) -> "CollectorQuerySet":
        """Collectors whose short address residents may open, with their surveys."""
        return self.filter(
            kind__in=Collector.PUBLIC_KINDS, survey__in=Survey.objects.public()
        ).select_related("survey")

    def with_successors(self) -> "CollectorQuerySet":
        """These, and those that took over from them in newer versions."""
        table = self.model._meta.db_table
        first, params = self.order_by().values("pk").query.sql_with_params()
        chain = f"""
            WITH RECURSIVE chain(id) AS (
                {first}
                UNION
                SELECT successor_id FROM {table} JOIN chain USING (id)
                WHERE successor_id IS NOT NULL
            )
            SELECT id FROM chain
        """  # noqa: S608 - the name of our own table, and SQL that Django made
        found = RawSQL(chain, params)  # noqa: S611 - the same
        return self.model._default_manager.filter(pk__in=found)


class Collector(models.Model):
    """How answers to a survey came in: a link, an event, a kiosk, paper, a talk."""

    class Kind(models.TextChoices):
        LINK = "link", pgettext_lazy("collector", "Link")
        EVENT = "event", pgettext_lazy("collector", "Event")
        KIOSK = "kiosk", pgettext_lazy("collector", "Kiosk")
        PAPER = "paper", pgettext_lazy("collector", "Paper")
        CONVERSATION = "conversation", pgettext_lazy("collector", "Conversation")

    PUBLIC_KINDS = (Kind.LINK, Kind.EVENT, Kind.KIOSK)

    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.CASCADE,
        related_name="collectors",
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.LINK
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("takes answers"), default=True)
    successor = models.OneToOneField(
        "self",
        verbose_name=_("successor in the next version"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessor",
    )
    pin_hash = models.CharField(
        _("hash of the PIN to leave a kiosk"),
        max_length=128,
        blank=True,
        editable=False,
    )
    idle_seconds = models.PositiveSmallIntegerField(
        _("seconds until an idle kiosk clears itself"),
        default=90,
        help_text=_("The page warns 20 seconds before."),
    )

    objects = CollectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("collector")
        verbose_name_plural = _("collectors")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="kiosk_idle_time_sensible",
                condition=models.Q(idle_seconds__gte=30, idle_seconds__lte=900),
                violation_error_message=_("Give between 30 and 900 seconds."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    @cached_property
    def shown_name(self) -> str:
        """Its name for the reader, which other apps can give in their language."""
        naming.name_all([self])
        return self.shown_name

    def get_absolute_url(self) -> str:
        return reverse("surveys:collector-detail", args=[self.slug])

    @property
    def is_kiosk(self) -> bool:
        """Whether it is a shared device that clears itself."""
        return self.kind == self.Kind.KIOSK

    @property
    def is_handed_out(self) -> bool:
        """Whether its address is for people’s own devices: posters, links, QR codes."""
        return self.is_public and not self.is_kiosk

    @property
    def is_public(self) -> bool:
        """Whether residents answer here themselves."""
        return self.kind in self.PUBLIC_KINDS
