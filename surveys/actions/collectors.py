"""What changes collectors, and what a kiosk clears away."""

import secrets
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from civic import activity
from civic.models import User
from surveys.models import Collector, Draft, Survey

# Letters that are told apart in print and on the telephone, in all five languages.
CONSONANTS = "bdfgkmnprstz"
VOWELS = "aeu"
SYLLABLES = 3
TRIES = 20


class AddressTaken(Exception):
    """The short address belongs to another collector."""


def proposed_slug() -> str:
    """Return a short address that is free, and easy to say and to type."""
    slug = _speakable(SYLLABLES)
    for _attempt in range(TRIES):
        if not Collector.objects.filter(slug__iexact=slug).exists():
            return slug
        slug = _speakable(SYLLABLES)
    return _speakable(2 * SYLLABLES)


def _speakable(syllables: int) -> str:
    return "".join(
        secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(syllables)
    )


def create_collector(  # noqa: PLR0913 - one keyword for each thing that is kept
    survey: Survey,
    *,
    kind: Collector.Kind,
    slug: str,
    name: str,
    actor: User,
    idle_seconds: int | None = None,
    pin: str = "",
) -> Collector:
    """Add a way for answers to come in; raise AddressTaken if ``slug`` is not free.

    Addresses are compared without regard to case: they are typed from posters.
    ``pin`` leaves a kiosk; only its hash is kept.
    """
    if Collector.objects.filter(slug__iexact=slug).exists():
        raise AddressTaken
    collector = Collector(survey=survey, kind=kind, slug=slug.lower(), name=name)
    collector.idle_seconds = idle_seconds or collector.idle_seconds
    collector.pin_hash = make_password(pin) if pin else ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                collector.save()
        except IntegrityError as error:  # somebody else was faster
            raise AddressTaken from error
        activity.record("collector_created", collector, actor=actor, kind=kind)
    return collector


@transaction.atomic
def change_collector(  # noqa: PLR0913 - one keyword for each thing that is kept
    collector: Collector,
    *,
    name: str,
    actor: User,
    idle_seconds: int | None = None,
    pin: str = "",
    removes_pin: bool = False,
) -> Collector:
    """Rename a collector and, of a kiosk, set its idle time and its PIN.

    Without ``pin`` the old one stays, unless ``removes_pin``.
    """
    collector.name = name
    collector.idle_seconds = idle_seconds or collector.idle_seconds
    if pin or removes_pin:
        collector.pin_hash = make_password(pin) if pin else ""
    collector.save(update_fields=["name", "idle_seconds", "pin_hash"])
    activity.record("collector_changed", collector, actor=actor)
    return collector


@transaction.atomic
def switch_collector(
    collector: Collector, *, is_active: bool, actor: User
) -> Collector:
    """Let a collector take answers, or pause it; do nothing if it is so."""
    if collector.is_active == is_active:
        return collector
    collector.is_active = is_active
    collector.save(update_fields=["is_active"])
    verb = "collector_resumed" if is_active else "collector_paused"
    activity.record(verb, collector, actor=actor)
    return collector


def discard_draft(collector: Collector, *, submission: UUID) -> bool:
    """Delete what was begun at ``collector`` and left; say whether there was any."""
    deleted, _by_model = Draft.objects.filter(
        submission=submission, collector=collector
    ).delete()
    return deleted > 0
