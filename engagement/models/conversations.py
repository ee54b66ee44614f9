import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.models import User
from civic.roles import Role
from engagement.models.outreach import (
    LOGGING_ROLES,
    ListeningMethod,
    OutreachEvent,
    day_in_the_city,
)
from surveys import flags

CORRECTION_TIME = dt.timedelta(days=1)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def held_between(self, first, last) -> "ConversationQuerySet":
        """Entries of events that began from ``first`` to ``last``, days of the city."""
        return self.filter(event__starts_at__date__range=(first, last))

    def counted(self) -> "ConversationQuerySet":
        """Entries that figures are made from: all but the excluded."""
        return self.exclude(response__review_state="excluded")

    def taken_back(self) -> "ConversationQuerySet":
        """Entries that staff withdrew themselves."""
        reason = {"response__review_reason": flags.TAKEN_BACK}
        return self.filter(response__review_state="excluded", **reason)

    def on_boards(self) -> "ConversationQuerySet":
        return self.filter(method__in=Conversation.BOARDS)

    def in_talks(self) -> "ConversationQuerySet":
        """Entries of conversations and panels: all but the notes on boards."""
        return self.exclude(method__in=Conversation.BOARDS)

    def logged_today(self) -> "ConversationQuerySet":
        first, last = day_in_the_city(timezone.now())
        return self.filter(logged_at__gte=first, logged_at__lt=last)

    def editable_by(self, user: User) -> "ConversationQuerySet":
        """One's own entries for a day after they were logged; all for an editor."""
        if user.has_role(Role.EDITOR):
            return self
        if user.has_role(*LOGGING_ROLES):
            since = timezone.now() - CORRECTION_TIME
            return self.filter(staff=user, logged_at__gte=since)
        return self.none()


class Conversation(models.Model):
    """What one talk, or one line of a question board, told: a response and its setting.

    It never holds who spoke: no name, no telephone number, no address.
    """

    Method = ListeningMethod

    class Consent(models.TextChoices):
        NONE = "none", pgettext_lazy("quotation", "Do not publish")
        PARAPHRASE = "paraphrase", pgettext_lazy("quotation", "In our own words only")
        ANONYMOUS = "anonymous", pgettext_lazy("quotation", "Word for word, no name")

    BOARDS = (Method.QUESTION_BOARD, Method.VIRTUAL_BOARD)

    response = models.OneToOneField(
        "surveys.Response",
        verbose_name=_("response"),
        on_delete=models.CASCADE,
        related_name="conversation",
    )
    event = models.ForeignKey(
        OutreachEvent,
        verbose_name=_("outreach event"),
        on_delete=models.PROTECT,
        related_name="conversations",
    )
    branch = models.ForeignKey(
        "civic.Branch",
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("logged by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="conversations",
    )
    method = models.CharField(
        _("method"),
        max_length=20,
        choices=Method.choices,
        default=Method.CONVERSATION,
    )
    quotation = models.TextField(_("quotation"), blank=True)
    quotation_consent = models.CharField(
        _("consent to publication"),
        max_length=10,
        choices=Consent.choices,
        default=Consent.NONE,
    )
    reading = models.TextField(_("our own reading"), blank=True)
    wants_follow_up = models.BooleanField(_("follow-up wanted"), default=False)
    logged_at = models.DateTimeField(_("logged"), auto_now_add=True)
    edits = models.PositiveBigIntegerField(
        _("changes on the device"),
        default=0,
        help_text=_("How often the device had changed what is stored here."),
    )
    corrected_at = models.DateTimeField(_("corrected at the desk"), null=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-logged_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="conversation_consent_needs_quotation",
                condition=models.Q(quotation_consent="none") | ~models.Q(quotation=""),
                violation_error_message=_(
                    "Write down the quotation that may be published."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.pk}"

    @property
    def is_on_board(self) -> bool:
        return self.method in self.BOARDS
