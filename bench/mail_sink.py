"""A mail server that takes everything and counts it, in a process of its own.

usage: python -m bench.mail_sink PORT; ends with its standard input, then tells how
many mails came, and to how many readers.
"""

import json
import logging
import sys
from collections import Counter

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self) -> None:
        self.readers: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.readers[envelope.rcpt_tos[0]] += 1
        return "250 OK"


def main() -> int:
    logging.disable(logging.CRITICAL)
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("ready", flush=True)
    sys.stdin.read()
    controller.stop()
    print(json.dumps(sink.readers.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
