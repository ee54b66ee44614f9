import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.models import District


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def hash_address(address: str) -> str:
    """Return what stays of an address once it is deleted: a keyed hash of it."""
    digest = salted_hmac("engagement.subscriber", address.lower(), algorithm="sha256")
    return digest.hexdigest()


class Topic(models.TextChoices):
    """What a subscriber may be written to about."""

    SUMMARIES = "summaries", _("What we heard: the summary of each season")
    COMMITMENTS = "commitments", _("What became of what we promised")
    EVENTS = "events", _("Events near me, a few days before")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def unconfirmed(self) -> "SubscriberQuerySet":
        """Those who asked and have not said yes by the link in the mail."""
        return self.filter(confirmed_at=None)

    def active(self) -> "SubscriberQuerySet":
        """Those who said yes and did not end it."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def wanting(self, topic: str, district: District | None) -> "SubscriberQuerySet":
        """Those who chose the topic; of a district's events not those of another one.

        What belongs to no district is for the whole city.
        """
        chosen = models.Q(subscriptions__topic=topic)
        if district is not None:
            chosen &= models.Q(subscriptions__district=None) | models.Q(
                subscriptions__district=district
            )
        return self.filter(chosen)

    def with_topics(self) -> "SubscriberQuerySet":
        return self.prefetch_related("subscriptions__district")


class Subscriber(models.Model):
    """Somebody who asked for mail: an address while it lasts, then only its hash.

    ``secret`` is the unguessable part of the links in each mail. ``letter_due_at``:
    when the letter with these links is to be sent, if one is asked for.
    """

    address = models.EmailField(  # noqa: DJ001 - those deleted are not alike
        _("e-mail address"), null=True, blank=True
    )
    address_hash = models.CharField(max_length=64)
    language = models.CharField(
        _("language"), max_length=2, choices=languages.CHOICES, default="en"
    )
    secret = models.CharField(max_length=43, unique=True, default=new_secret)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    letter_due_at = models.DateTimeField(null=True, blank=True)
    letter_attempts = models.PositiveSmallIntegerField(default=0)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["address_hash"], name="subscriber_hash"),
            models.Index(
                fields=["letter_due_at"],
                name="subscriber_letter_due",
                condition=models.Q(letter_due_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], name="subscriber_address_unique"
            ),
            models.CheckConstraint(
                name="subscriber_address_lowercase",
                condition=models.Q(address=None)
                | models.Q(address=Lower(models.F("address"))),
            ),
            models.CheckConstraint(
                name="subscriber_address_until_ended",
                condition=models.Q(ended_at=None, address__isnull=False)
                | models.Q(
                    ended_at__isnull=False,
                    address=None,
                    confirmed_at__isnull=False,
                    letter_due_at=None,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.language})"

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None


class Subscription(models.Model):
    """One topic that a subscriber chose; of events those of one district, or all."""

    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    district = models.ForeignKey(
        "civic.District",
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "topic"], name="subscription_once_per_topic"
            ),
            models.CheckConstraint(
                name="subscription_district_of_events",
                condition=models.Q(district=None) | models.Q(topic="events"),
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class ConsentEvent(models.Model):
    """What a subscriber agreed to or took back, when, and on which wording.

    ``topics`` holds codes, such as “summaries” or “events:east”. Rows are only ever
    added.
    """

    class Kind(models.TextChoices):
        ASKED = "asked"
        CONFIRMED = "confirmed"
        CHANGED = "changed"
        ENDED = "ended"
        BOUNCED = "bounced"

    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="consent_events",
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    wording = models.CharField(_("wording"), max_length=20)
    topics = ArrayField(
        models.CharField(max_length=60), verbose_name=_("topics"), default=list
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consent")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d}"
