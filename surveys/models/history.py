"""What staff changed in a survey's texts, and the exports they asked for."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic import languages
from civic.models import User
from civic.roles import Role
from surveys.models.definition import Survey


class WordingChange(models.Model):
    """A text of a survey before and after it was corrected, and who corrected it."""

    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.CASCADE,
        related_name="wording_changes",
    )
    place = models.CharField(
        _("place"),
        max_length=120,
        help_text=_(
            "“survey”, “page:1”, “question:CODE”, “choice:CODE:CHOICE” or "
            "“row:CODE:ROW”."
        ),
    )
    field = models.CharField(_("field"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of wording")
        verbose_name_plural = _("changes of wording")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.place} {self.field}_{self.language}"


def exports_storage() -> Storage:
    """Where exported files wait until they are fetched: never a public address."""
    return storages["exports"]


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> "ExportQuerySet":
        """All of them for an editor, their own for whoever asked for one."""
        return self if user.has_role(Role.EDITOR) else self.filter(requested_by=user)

    def unfinished(self) -> "ExportQuerySet":
        """Those that a worker has still to write, or was writing when it crashed."""
        return self.filter(state__in=[Export.State.WAITING, Export.State.RUNNING])


class Export(models.Model):
    """A file of responses that staff asked for; the worker writes it."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel (XLSX)"
        SAV = "sav", "SPSS (SAV)"
        JSON = "json", "JSON"

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("export", "Waiting")
        RUNNING = "running", pgettext_lazy("export", "Being written")
        READY = "ready", pgettext_lazy("export", "Ready")
        FAILED = "failed", pgettext_lazy("export", "Failed")

    survey = models.ForeignKey(
        Survey,
        verbose_name=_("survey"),
        on_delete=models.CASCADE,
        related_name="exports",
    )
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    language = models.CharField(
        _("language of the labels"), max_length=2, choices=languages.CHOICES
    )
    has_codes = models.BooleanField(
        _("codes instead of labels"),
        default=False,
        help_text=_("SPSS files hold both in any case."),
    )
    all_versions = models.BooleanField(_("with the other versions"), default=False)
    with_excluded = models.BooleanField(_("with excluded responses"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    file = models.FileField(_("file"), storage=exports_storage, blank=True)
    attempts = models.PositiveSmallIntegerField(
        _("attempts"),
        default=0,
        help_text=_("How often a worker began; a crash in the midst counts too."),
    )
    failure = models.CharField(_("what went wrong"), max_length=200, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.survey_id}.{self.format}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it still waits for a worker, or one writes it."""
        return self.state in {self.State.WAITING, self.State.RUNNING}
