import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.models.subscriptions import Subscriber


class MailingQuerySet(models.QuerySet["Mailing"]):
    def with_progress(self) -> "MailingQuerySet":
        """Add ``sent``, ``waiting`` and ``failed``, numbers of deliveries.

        The latest first.
        """
        states = {
            name: models.Count("deliveries", filter=models.Q(deliveries__state=name))
            for name in Delivery.State.values
        }
        return self.annotate(**states).order_by("-found_at", "-pk")


class Mailing(models.Model):
    """One item that subscribers are written to about, once each.

    ``number`` is the key of the summary, the commitment's report or the event.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", pgettext_lazy("mail", "Summary")
        REPORT = "report", pgettext_lazy("mail", "Report on a commitment")
        EVENT = "event", pgettext_lazy("mail", "Event")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.PositiveBigIntegerField()
    found_at = models.DateTimeField(default=timezone.now)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], name="mailing_once_per_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: dt.datetime) -> "DeliveryQuerySet":
        """Those to be sent now that no sender has in hand, the oldest first."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        return self.waiting().filter(free, due_at__lte=now).order_by("due_at", "pk")

    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)


class Delivery(models.Model):
    """One item for one subscriber: sent once, or tried again until that is hopeless.

    ``claim`` names the sender that has it in hand until ``claimed_until``. ``trouble``
    is the last status code, never the server's words, which may hold the address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("mail", "Waiting")
        SENT = "sent", pgettext_lazy("mail", "Sent")
        FAILED = "failed", pgettext_lazy("mail", "Failed")

    mailing = models.ForeignKey(
        Mailing,
        verbose_name=_("mailing"),
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="delivery_due",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                fields=["sent_at"],
                name="delivery_sent",
                condition=models.Q(state="sent"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscriber"], name="delivery_once_per_subscriber"
            ),
            models.CheckConstraint(
                name="delivery_sent_at_a_time",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.subscriber_id}"


def signature_of(delivery: int) -> str:
    """Return what makes a delivery's number unguessable in addresses of mail."""
    digest = salted_hmac("engagement.delivery", str(delivery), algorithm="sha256")
    return digest.hexdigest()[:16]
