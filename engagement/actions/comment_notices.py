"""Telling authors what became of their comments, and forgetting their addresses."""

import logging
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from engagement.comment_notices import notice_of
from engagement.models import Comment

MOST_AT_ONCE = 200
LASTING = range(500, 600)  # what a mail server refuses for good
logger = logging.getLogger(__name__)


def tell_authors() -> int:
    """Write to the authors who are to be told; return how many were.

    Found by what is stored, so that nothing is forgotten if a worker dies. Each row
    stays locked while its mail is handed over, so that two workers never both write.
    A mail server that is away is asked again at the next run.
    """
    keys = list(
        Comment.objects.to_be_told().values_list("pk", flat=True)[:MOST_AT_ONCE]
    )
    if not keys:
        return 0
    try:
        with get_connection() as connection:
            return sum(_told(key, connection) for key in keys)
    except (SMTPServerDisconnected, OSError) as error:
        logger.warning("No mail to authors of comments for now: %s", error)
        return 0


def _told(key: int, connection: Any) -> bool:
    """One that the server does not take must not keep the others from theirs."""
    try:
        return _tell(key, connection)
    except SMTPServerDisconnected:
        raise
    except SMTPException as error:
        logger.warning("No mail to the author of comment %s for now: %s", key, error)
        return False


@transaction.atomic
def _tell(key: int, connection: Any) -> bool:
    rows = Comment.objects.to_be_told().select_for_update(skip_locked=True)
    comment = rows.filter(pk=key).first()
    if comment is None:  # another worker has it, or it was undone
        return False
    mail = notice_of(comment)
    mail.connection = connection
    is_told = _is_handed_over(mail)
    comment.email, comment.told_at = "", timezone.now() if is_told else None
    comment.save(update_fields=["email", "told_at"])
    return is_told


def _is_handed_over(mail: EmailMessage) -> bool:
    """Send it; False if it will never be taken, and the address is of no more use."""
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        if not all(code in LASTING for code, _said in refusal.recipients.values()):
            raise
        return False
    except SMTPDataError as refusal:
        if refusal.smtp_code not in LASTING:
            raise
        return False
    return True


def forget_addresses() -> int:
    """Delete addresses that were kept for as long as we say; return how many."""
    return Comment.objects.with_address_outdated().update(email="")
