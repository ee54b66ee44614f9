"""A real mail server on a socket, in a thread, that answers as a test asks it to."""

import contextlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """What arrived, in order; ``answers`` are given to recipients or to whole mails."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str, EmailMessage]] = []
        self.to_recipient: dict[str, str] = {}
        self.to_mail: list[str] = []
        self.to_sender: list[str] = []

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.to_sender:
            return self.to_sender.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.to_recipient.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.to_mail:
            return self.to_mail.pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append((envelope.mail_from, envelope.rcpt_tos[0], mail))
        return "250 Message accepted for delivery"

    @property
    def readers(self) -> list[str]:
        return [reader for _sender, reader, _mail in self.arrived]

    def only(self) -> EmailMessage:
        """The only one that arrived."""
        ((_sender, _reader, mail),) = self.arrived
        return mail


@contextlib.contextmanager
def mail_server(port: int = 0) -> Iterator[tuple[Mailbox, int]]:
    """Serve for the block; give what arrives there, and the port."""
    mailbox = Mailbox()
    controller = _Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop()


class _Controller(Controller):
    """On whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
