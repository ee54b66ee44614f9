"""Handing a mail to the server that carries it, with one last question before.

All of a mail is transmitted first. Only then is it asked whether it may be sent, and
the answer is final: the one line that makes the server responsible follows at once. So
whoever writes the answer down sends once, also where the process is killed: before the
answer nothing was sent, after it everything was.
"""

import smtplib
from collections.abc import Callable

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

TAKEN = (250, 251)
GO_AHEAD = 354


class NotSent(Exception):
    """The last question was answered with no: the mail was withdrawn."""


def hand_over(
    connection: BaseEmailBackend,
    message: EmailMessage,
    *,
    sender: str,
    may_be_sent: Callable[[], bool],
) -> None:
    """Send ``message`` to its one recipient, with ``sender`` on the envelope.

    Raises NotSent, or what smtplib raises. A connection that is no SMTP connection,
    such as that to a folder, is asked before it writes.
    """
    server = getattr(connection, "connection", None)
    if isinstance(server, smtplib.SMTP):
        _transmit(server, message, sender)
        _conclude(server, may_be_sent)
    elif may_be_sent():
        connection.send_messages([message])
    else:
        raise NotSent


def _transmit(server: smtplib.SMTP, message: EmailMessage, sender: str) -> None:
    """Say all but the line that ends the mail."""
    recipient = sanitize_address(message.recipients()[0], "utf-8")
    lines = _lines(message.message().as_bytes(linesep="\r\n"))
    server.ehlo_or_helo_if_needed()
    code, reply = server.mail(sender)
    if code not in TAKEN:
        server.rset()
        raise smtplib.SMTPSenderRefused(code, reply, sender)
    code, reply = server.rcpt(recipient)
    if code not in TAKEN:
        server.rset()
        raise smtplib.SMTPRecipientsRefused({recipient: (code, reply)})
    code, reply = server.docmd("DATA")
    if code != GO_AHEAD:
        server.rset()
        raise smtplib.SMTPDataError(code, reply)
    server.send(lines)


def _lines(body: bytes) -> bytes:
    """Return the lines as they go over the wire: a leading dot is doubled."""
    lines = body.replace(b"\r\n.", b"\r\n..")
    doubled = b"." + lines if lines.startswith(b".") else lines
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _conclude(server: smtplib.SMTP, may_be_sent: Callable[[], bool]) -> None:
    try:
        is_agreed = may_be_sent()
    except BaseException:
        server.close()
        raise
    if not is_agreed:
        server.close()  # there is no other way to withdraw it
        raise NotSent
    server.send(b".\r\n")
    code, reply = server.getreply()
    if code not in TAKEN:
        raise smtplib.SMTPDataError(code, reply)
