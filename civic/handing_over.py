"""Handing a mail to the server that carries it, with one last question before.

All of a mail is transmitted first. Only then is it asked whether it may be sent, and
the answer is final: the one line that makes the server responsible follows at once. So
whoever writes the answer down sends once, also where the process is killed: before the
answer nothing was sent, after it everything was.
"""

import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

TAKEN = (250, 251)
GO_AHEAD = 354


class NotSent(Exception):
    """The last question was answered with no: the mail was withdrawn."""


@dataclass(frozen=True)
class Mail:
    """A mail to one recipient, as Django knows it and as it goes over the wire.

    ``recipient`` is in ASCII, its host too.
    """

    recipient: str
    as_message: Callable[[], EmailMessage]
    as_bytes: Callable[[], bytes]


def mail_of(message: EmailMessage) -> Mail:
    """Return the mail that Django makes of ``message``."""
    return Mail(
        sanitize_address(message.recipients()[0], "utf-8"),
        lambda: message,
        lambda: wire_of(message),
    )


def wire_of(message: EmailMessage) -> bytes:
    """Return ``message`` with the line ends that mail servers expect."""
    made: Any = message.message()
    return made.as_bytes(linesep="\r\n")


def hand_over(
    connection: BaseEmailBackend,
    mail: Mail,
    *,
    sender: str,
    may_be_sent: Callable[[], bool],
) -> None:
    """Send ``mail`` to its recipient, with ``sender`` on the envelope.

    Raises NotSent, or what smtplib raises. A connection that is no SMTP connection,
    such as that to a folder, is asked before it writes.
    """
    server = getattr(connection, "connection", None)
    if isinstance(server, smtplib.SMTP):
        _transmit(server, mail, sender)
        _conclude(server, may_be_sent)
    elif may_be_sent():
        connection.send_messages([mail.as_message()])
    else:
        raise NotSent


def _transmit(server: smtplib.SMTP, mail: Mail, sender: str) -> None:
    """Say all but the line that ends the mail."""
    lines = _lines(mail.as_bytes())
    server.ehlo_or_helo_if_needed()
    _answer_at_once(server)
    code, reply = server.mail(sender)
    if code not in TAKEN:
        server.rset()
        raise smtplib.SMTPSenderRefused(code, reply, sender)
    code, reply = server.rcpt(mail.recipient)
    if code not in TAKEN:
        server.rset()
        raise smtplib.SMTPRecipientsRefused({mail.recipient: (code, reply)})
    code, reply = server.docmd("DATA")
    if code != GO_AHEAD:
        server.rset()
        raise smtplib.SMTPDataError(code, reply)
    server.send(lines)


def _answer_at_once(server: smtplib.SMTP) -> None:
    """The last line is a packet of its own: it must not wait for the one before.

    Else each mail would take as long as the other side delays its acknowledgment.
    """
    if server.sock is not None:
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


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
