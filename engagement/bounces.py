"""What mail servers say of mail that did not arrive: in an answer or in a report.

A report is a delivery status notification (RFC 3464). It is believed only where it
names the delivery with its signature, in the address it was sent to or in the mail
that it gives back: anybody can write something that looks like a report.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from engagement.models import Delivery
from engagement.models.mailings import signature_of

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NAMED = re.compile(r"(?:\+|<)(\d{1,18})-([0-9a-f]{16})@", re.IGNORECASE)
# No such mailbox, host or address; moved away; closed. Not: full, too large, policy,
# or something about the sender.
ADDRESS_GONE = {(1, each) for each in (0, 1, 2, 3, 4, 6, 9, 10)} | {(2, 0), (2, 1)}
GONE_CODES = {521, 550, 551, 553, 556}
PERMANENT = 500
SENT_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Trouble:
    """What was said of one mail: ``status`` such as “550 5.1.1”, without its words."""

    status: str
    is_permanent: bool
    is_address_gone: bool = False


@dataclass(frozen=True)
class Report:
    """A delivery and what became of it."""

    delivery: Delivery
    trouble: Trouble


def trouble_of(code: int, reply: bytes | str) -> Trouble:
    """Return what the answer of a server to a recipient's address means."""
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    found = STATUS.search(words)
    is_permanent = code >= PERMANENT
    if found is None:
        return Trouble(str(code), is_permanent, code in GONE_CODES)
    is_gone = is_permanent and _says_gone(found)
    return Trouble(f"{code} {found[0]}", is_permanent, is_gone)


def read_report(message: EmailMessage) -> Report | None:
    """Return what a report says of a delivery of ours; None if it is none."""
    troubles = [found for part in _statuses(message) if (found := _trouble(part))]
    delivery = _delivery(message) if troubles else None
    if delivery is None:
        return None
    worst = max(troubles, key=lambda one: (one.is_address_gone, one.is_permanent))
    return Report(delivery, worst)


def _says_gone(status: re.Match[str]) -> bool:
    return status[1] == "5" and (int(status[2]), int(status[3])) in ADDRESS_GONE


def _statuses(message: EmailMessage) -> Iterator[Any]:
    """Yield the fields about each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            if isinstance(payload, list):
                yield from payload


def _trouble(fields: Any) -> Trouble | None:
    action = str(fields.get("Action", "")).strip().lower()
    found = STATUS.search(str(fields.get("Status", "")))
    if action not in {"failed", "delayed"} or found is None:
        return None
    is_failed = action == "failed"
    return Trouble(found[0], is_failed, is_failed and _says_gone(found))


def _delivery(message: EmailMessage) -> Delivery | None:
    for number, signature in _names(message):
        if signature.lower() == signature_of(int(number)):
            known = Delivery.objects.select_related("subscriber")
            return known.filter(pk=number).first()
    return None


def _names(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Yield the deliveries that a report names, signed or not."""
    for header in SENT_TO:
        for value in message.get_all(header, []):
            yield from NAMED.findall(str(value))
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            yield from NAMED.findall(str(part.get_payload()))
        elif part is not message:
            yield from NAMED.findall(str(part.get("Message-ID", "")))
