"""Fills the database with subscribers and writes to them; a bare loop takes turns.

usage: python -m bench.mailing READERS, with the settings of the portal in the
environment; prints seconds and memory as JSON. A part of ``python -m bench.mail``.
"""

import json
import resource
import smtplib
import sys
import time

import django
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from civic import languages

TURNS = 10
BARE = "bare@bench.example"
FILL = """
INSERT INTO engagement_subscriber (address, address_hash, language, secret, asked_at,
    confirmed_at, letter_attempts, is_demonstration)
SELECT 'reader' || n || '@bench.example', md5(n::text),
    (ARRAY['en', 'vi', 'pl', 'fa', 'it'])[1 + n %% 5], md5('secret' || n), now(),
    now(), 0, true
FROM generate_series(1, %s) n
"""
CHOOSE = """
INSERT INTO engagement_subscription (subscriber_id, topic)
SELECT id, 'summaries' FROM engagement_subscriber
"""
HOLD_BACK = "UPDATE engagement_delivery SET due_at = now() + interval '1 day'"
RELEASE = """
UPDATE engagement_delivery SET due_at = now() WHERE id IN (
    SELECT id FROM engagement_delivery WHERE state = 'waiting' ORDER BY id LIMIT %s)
"""


def fill(readers: int) -> None:
    """Make subscribers in five languages, and publish what they are written to of."""
    from engagement.actions.mailing import find_mailings  # noqa: PLC0415
    from engagement.models import Mailing, Subscriber, Summary  # noqa: PLC0415

    Mailing.objects.all().delete()
    Subscriber.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [readers])
        cursor.execute(CHOOSE)
    latest = Summary.objects.published().order_by("-starts_on").first()
    Summary.objects.filter(pk=latest.pk).update(published_at=timezone.now())
    find_mailings()
    execute(HOLD_BACK)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def example() -> EmailMessage:
    """The same mail that the portal sends, made once."""
    from engagement.letters import letter_of  # noqa: PLC0415
    from engagement.models import Mailing, Subscriber  # noqa: PLC0415

    about = Mailing.objects.filter(kind="summary").latest("pk")
    # Every language once, whose texts are kept in memory from then on
    letter = [letter_of(about, code) for code in languages.CODES][-1]
    return letter.to(Subscriber(address=BARE, secret="x" * 32), {})


def send_bare(body: bytes, mails: int) -> float:
    began = time.perf_counter()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for _number in range(mails):
            server.sendmail("portal@bench.example", [BARE], body)
    return time.perf_counter() - began


def send(mails: int) -> float:
    from engagement.actions.sending import send_mailings  # noqa: PLC0415

    execute(RELEASE, mails)
    began = time.perf_counter()
    if send_mailings() != mails:
        raise SystemExit("bench: not all mails were sent")
    return time.perf_counter() - began


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    django.setup()
    readers = int(sys.argv[1])
    fill(readers)
    body = example().message().as_bytes(linesep="\r\n")
    portal, bare, memory = 0.0, 0.0, []
    for _turn in range(TURNS):
        portal += send(readers // TURNS)
        bare += send_bare(body, readers // TURNS)
        memory.append(megabytes())
    print(json.dumps({"portal": portal, "bare": bare, "memory": memory}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
