"""What is written to subscribers: each letter once for a language, not for a reader.

Only the links to a reader's own page differ from mail to mail. Where their secret
belongs the letter holds ``SECRET``, which is replaced for each reader.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import make_msgid
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext

from civic import calendars, languages
from civic.absolute import absolute_address
from civic.context import portal_name
from civic.handing_over import Mail, wire_of
from civic.translations import translation_of
from engagement.actions.subscribing import CONFIRM_WITHIN
from engagement.evidence import Evidence
from engagement.letter_style import style_of
from engagement.models import (
    CommitmentUpdate,
    Mailing,
    OutreachEvent,
    Subscriber,
    Summary,
)
from engagement.models.mailings import signature_of

READER = "the-reader@reader.invalid"
NUMBER = "<the-number-of-the-delivery@reader.invalid>"
SECRET = "-the-secret-of-the-reader-"  # noqa: S105 - a place, not a secret
PROMISES_SHOWN = 3
LONGEST_SUBJECT = 120
BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True)
class Letter:
    """A letter in one language, as text and as HTML."""

    subject: str
    text: str
    html: str
    language: str

    def to(
        self, subscriber: Subscriber, headers: dict[str, str]
    ) -> EmailMultiAlternatives:
        """Return the mail for one reader, with ways to end it that programs know."""
        end = _own_link("subscription-end", self.language, subscriber.secret)
        own = {
            "From": settings.DEFAULT_FROM_EMAIL,
            "Auto-Submitted": "auto-generated",
            "Content-Language": self.language,
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        mail = EmailMultiAlternatives(
            self.subject,
            self.text.replace(SECRET, subscriber.secret),
            to=[str(subscriber.address)],
            headers=own | headers,
        )
        html = self.html.replace(SECRET, subscriber.secret)
        mail.attach_alternative(html, "text/html")
        return mail

    def mail_to(self, subscriber: Subscriber, delivery: int | None = None) -> Mail:
        """Return the mail for one reader, made from what is the same for all."""
        address = sanitize_address(str(subscriber.address), "utf-8")
        number = message_id(delivery)
        own = {SECRET: subscriber.secret, READER: address, NUMBER: number}
        message = partial(self.to, subscriber, {"Message-ID": number})
        return Mail(
            address, message, lambda: self._filled_in(own) or wire_of(message())
        )

    def _filled_in(self, own: dict[str, str]) -> bytes | None:
        if any(set("\r\n") & set(value) for value in own.values()):
            raise ValueError("A header cannot have a second line.")
        mail = self._wire
        for place, value in own.items():
            mail = mail and mail.replace(place.encode(), value.encode("ascii"))
        return mail

    @cached_property
    def _wire(self) -> bytes | None:
        """The whole mail with places for what is a reader's own.

        None where they cannot be found again: Django encodes very long lines.
        """
        nobody = Subscriber(address=READER, secret=SECRET, language=self.language)
        wire = wire_of(self.to(nobody, {"Message-ID": NUMBER}))
        places = self.text.count(SECRET) + self.html.count(SECRET) + 1
        return wire if wire.count(SECRET.encode()) == places else None


def letter_of(mailing: Mailing, language: str) -> Letter | None:
    """Return the letter about an item; None if it is not public, or is over."""
    with translation.override(language):
        found = _ITEMS[mailing.kind](mailing.number)
        return _letter(mailing.kind, *found) if found else None


def confirmation(subscriber: Subscriber) -> Letter:
    """Return the letter that asks whether it was the reader who asked for mail."""
    with translation.override(subscriber.language):
        context = {
            "topics": list(subscriber.subscriptions.select_related("district")),
            "days": CONFIRM_WITHIN.days,
        }
        return _letter("confirmation", gettext("Please confirm: mail to you"), context)


def reminder(subscriber: Subscriber) -> Letter:
    """Return the letter to a reader who asks again, with the link to their choices."""
    with translation.override(subscriber.language):
        return _letter("reminder", gettext("You get our mail already"), {})


def message_id(delivery: int | None) -> str:
    """Return what tells a delivery from all others, the same at each attempt."""
    if delivery is None:
        return make_msgid(domain=settings.PORTAL_DOMAIN)
    return f"<{delivery}-{signature_of(delivery)}@{settings.PORTAL_DOMAIN}>"


def envelope_sender(delivery: int | None = None) -> str:
    """Return where a report that a mail did not arrive is sent to."""
    address = settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL
    if delivery is None or not settings.BOUNCE_ADDRESS:
        return address
    name, _at, host = address.rpartition("@")
    return f"{name}+{delivery}-{signature_of(delivery)}@{host}"


def _letter(kind: str, subject: str, context: dict[str, Any]) -> Letter:
    language = languages.current()
    common = {
        "language": language,
        "subject": subject,
        "portal_name": portal_name(),
        "portal_address": settings.PORTAL_ADDRESS,
        "style": style_of(language),
        "confirm": _own_link("subscription-confirm", language.code, SECRET),
        "own_page": _own_link("subscription", language.code, SECRET),
        "end": _own_link("subscription-end", language.code, SECRET),
        **context,
    }
    text = render_to_string(f"engagement/mail/{kind}.txt", common)
    return Letter(
        " ".join(subject.split()),
        BLANK_LINES.sub("\n\n", text).strip() + "\n",
        render_to_string(f"engagement/mail/{kind}.html", common),
        language.code,
    )


def _own_link(name: str, language: str, secret: str) -> str:
    with translation.override(language):
        path = reverse(f"engagement:{name}", args=[secret])
    return absolute_address(path)


Found = tuple[str, dict[str, Any]] | None


def _summary(number: int) -> Found:
    summary = Summary.objects.published().filter(pk=number).first()
    if summary is None:
        return None
    spoken = summary.quotations.agreed_to().filter(is_paraphrase=False)
    context = {
        "summary": summary,
        "evidence": Evidence.from_json(summary.evidence).published(),
        "quotation": spoken.first(),
        "commitments": summary.commitments.all()[:PROMISES_SHOWN],
        "address": absolute_address(summary.get_absolute_url()),
    }
    return gettext("What we heard: %(season)s") % {"season": summary.name}, context


def _report(number: int) -> Found:
    public = Summary.objects.published()
    update = (
        CommitmentUpdate.objects.filter(commitment__summary__in=public, pk=number)
        .select_related("commitment__summary")
        .first()
    )
    if update is None:
        return None
    commitment = update.commitment
    words = {
        "state": update.get_status_display(),
        "statement": translation_of(commitment, "statement")[0],
    }
    subject = pgettext("mail", "%(state)s: %(statement)s") % words
    context = {
        "update": update,
        "commitment": commitment,
        "address": absolute_address(commitment.get_absolute_url()),
    }
    return Truncator(subject).chars(LONGEST_SUBJECT), context


def _event(number: int) -> Found:
    expected = OutreachEvent.objects.public().expected()
    event = expected.select_related("district").filter(pk=number).first()
    if event is None or event.has_begun:
        return None
    words = {
        "day": calendars.full_date(event.first_day, languages.current()),
        "title": translation_of(event, "title")[0],
    }
    subject = gettext("Meet us on %(day)s: %(title)s") % words
    address = absolute_address(event.get_absolute_url())
    context = {"event": event, "address": address}
    return Truncator(subject).chars(LONGEST_SUBJECT), context


_ITEMS: dict[str, Callable[[int], Found]] = {
    Mailing.Kind.SUMMARY: _summary,
    Mailing.Kind.REPORT: _report,
    Mailing.Kind.EVENT: _event,
}
