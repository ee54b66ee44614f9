"""Handing what is due to the mail server, and writing down what it says."""

import logging
import smtplib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from civic.handing_over import Mail, NotSent, hand_over
from engagement import letters
from engagement.actions import mailing
from engagement.actions.subscribing import end_subscription
from engagement.bounces import Report, Trouble, trouble_of
from engagement.letters import Letter
from engagement.models import Delivery, Mailing, Subscriber

BATCH = 50  # mails on one connection; servers allow about as many
FRESH_FOR = 10.0  # seconds; then a letter is written anew, or found to be withdrawn
MOST_TROUBLE = 3  # mails in a row that came back, until an address is given up
CLOSING = 421
AWAY = (OSError, smtplib.SMTPServerDisconnected)
UNSENDABLE = Trouble("unsendable", is_permanent=True)
logger = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server cannot be used now; what waits goes on waiting."""


def send_mailings() -> int:
    """Send what is due; return how many mails were handed over.

    Several senders share the work, each with connections of its own: what a mail
    takes is mostly waiting for the mail server and for the database.
    """
    number = settings.MAIL_SENDERS
    if number == 1:
        return _send_all()
    with ThreadPoolExecutor(number) as senders:
        running = [senders.submit(_send_beside_others) for _sender in range(number)]
        return sum(one.result() for one in running)


def _send_beside_others() -> int:
    try:
        return _send_all()
    finally:
        connection.close()


def _send_all() -> int:
    """Send batch by batch until nothing is due.

    Where the server is away or refuses the sender, the rest waits for the next time.
    """
    shelf, sent = Shelf(), 0
    while True:
        mark, deliveries = mailing.claim(BATCH)
        if not deliveries:
            return sent
        try:
            sent += _send_batch(deliveries, mark, shelf)
        except ServerAway as error:
            logger.warning("No mail can be sent: %s", error)
            return sent
        finally:
            mailing.give_back(mark)


def send_letters() -> int:
    """Send the letters that were asked for, with the links to say yes or to choose."""
    sent = 0
    try:
        while _send_next_letter():
            sent += 1
    except ServerAway as error:
        logger.warning("No letter can be sent: %s", error)
    return sent


def take_report(report: Report) -> None:
    """Write down that a delivery did not arrive; give up an address that is gone.

    One that takes no mail for another reason is given up after three in a row.
    """
    delivery, trouble = report.delivery, report.trouble
    if not trouble.is_permanent:
        return
    mailing.fail(delivery, trouble=trouble.status)
    if trouble.is_address_gone or _comes_back(delivery.subscriber):
        end_subscription(delivery.subscriber, is_bounced=True)


def _comes_back(subscriber: Subscriber) -> bool:
    done = subscriber.deliveries.exclude(state=Delivery.State.WAITING)
    states = list(done.order_by("-pk").values_list("state", flat=True)[:MOST_TROUBLE])
    return states == [Delivery.State.FAILED] * MOST_TROUBLE


class Shelf:
    """The letters of this run, written once for each language and kept a while."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str], tuple[float, Letter | None]] = {}

    def letter(self, about: Mailing, language: str) -> Letter | None:
        now, key = time.monotonic(), (about.pk, language)
        written_at, letter = self._kept.get(key, (-FRESH_FOR, None))
        if now - written_at >= FRESH_FOR:
            self._kept = {
                name: kept
                for name, kept in self._kept.items()
                if now - kept[0] < FRESH_FOR
            }
            letter = letters.letter_of(about, language)
            self._kept[key] = (now, letter)
        return letter


def _send_batch(deliveries: list[Delivery], mark: UUID, shelf: Shelf) -> int:
    post, sent = get_connection(), 0
    try:
        _open(post)
        for delivery in deliveries:
            sent += _send(post, delivery, mark, shelf)
    finally:
        _close(post)
    return sent


def _send(post: BaseEmailBackend, delivery: Delivery, mark: UUID, shelf: Shelf) -> bool:
    subscriber = delivery.subscriber
    letter = shelf.letter(delivery.mailing, subscriber.language)
    if letter is None:
        mailing.withdraw(delivery.mailing)
        return False
    if subscriber.address is None:
        return False
    try:
        mail = letter.mail_to(subscriber, delivery.pk)
    except ValueError:  # no mail server takes such an address
        _take_trouble(delivery, UNSENDABLE)
        return False
    return _handed_over(
        post,
        mail,
        sender=letters.envelope_sender(delivery.pk),
        may_be_sent=lambda: mailing.mark_as_sent(delivery, mark),
        told=lambda trouble: _take_trouble(delivery, trouble),
    )


def _take_trouble(delivery: Delivery, trouble: Trouble) -> None:
    if not trouble.is_permanent:
        mailing.postpone(delivery, trouble=trouble.status)
        return
    take_report(Report(delivery, trouble))


def _handed_over(
    post: BaseEmailBackend,
    mail: Mail,
    *,
    sender: str,
    may_be_sent: Callable[[], bool],
    told: Callable[[Trouble], None],
) -> bool:
    """Hand over one mail; what the server says against it is ``told``.

    Raises ServerAway where no other mail would fare better.
    """
    try:
        hand_over(post, mail, sender=sender, may_be_sent=may_be_sent)
    except NotSent:
        _reopen(post)
        return False
    except smtplib.SMTPSenderRefused as error:
        raise ServerAway(f"{error.smtp_code} for the sender") from error
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()))
        told(trouble_of(code, reply))
        _reopen_if_closing(post, code)
        return False
    except smtplib.SMTPDataError as error:
        found = trouble_of(error.smtp_code, error.smtp_error)
        told(Trouble(found.status, found.is_permanent))  # it was not the address
        _reopen_if_closing(post, error.smtp_code)
        return False
    except AWAY as error:
        told(Trouble("no answer", is_permanent=False))
        raise ServerAway(type(error).__name__) from error
    except ValueError:
        told(UNSENDABLE)
        _reopen(post)
        return False
    return True


def _open(post: BaseEmailBackend) -> None:
    try:
        post.open()
    except OSError as error:  # smtplib's own are of this kind, too
        raise ServerAway(type(error).__name__) from error


def _close(post: BaseEmailBackend) -> None:
    try:
        post.close()
    except OSError as error:
        logger.info("The mail server went away: %s", type(error).__name__)


def _reopen(post: BaseEmailBackend) -> None:
    _close(post)
    _open(post)


def _reopen_if_closing(post: BaseEmailBackend, code: int) -> None:
    if code == CLOSING:
        _reopen(post)


@transaction.atomic
def _send_next_letter() -> bool:
    """Send one letter; False if none is due. Sent twice it would do no harm."""
    due = Subscriber.objects.filter(letter_due_at__lte=timezone.now())
    free = due.select_for_update(skip_locked=True).order_by("letter_due_at")
    subscriber = free.first()
    if subscriber is None:
        return False
    is_known = subscriber.is_active
    letter = (letters.reminder if is_known else letters.confirmation)(subscriber)
    troubles: list[Trouble] = []
    is_server_there = _send_letter(letter.mail_to(subscriber), troubles)
    subscriber.letter_due_at = None
    subscriber.save()
    _take_letter_trouble(subscriber, troubles)
    return is_server_there


def _send_letter(mail: Mail, troubles: list[Trouble]) -> bool:
    """Send it on a connection of its own; False if the server went away with it."""
    post = get_connection()
    try:
        _open(post)
        _handed_over(
            post,
            mail,
            sender=letters.envelope_sender(),
            may_be_sent=lambda: True,
            told=troubles.append,
        )
    except ServerAway:
        if not troubles:
            raise
        return False
    finally:
        _close(post)
    return True


def _take_letter_trouble(subscriber: Subscriber, troubles: list[Trouble]) -> None:
    if not troubles:
        return
    if troubles[0].is_address_gone:
        end_subscription(subscriber, is_bounced=True)
    elif subscriber.letter_attempts < mailing.MOST_ATTEMPTS:
        delay = mailing.FIRST_DELAY * 2**subscriber.letter_attempts
        subscriber.letter_attempts += 1
        subscriber.letter_due_at = timezone.now() + delay
        subscriber.save()
