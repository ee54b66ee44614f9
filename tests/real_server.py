"""The portal's server as it runs in production, to be killed and started again."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from django.db import connection

PATIENCE = 30  # seconds
GONE = (OSError, http.client.HTTPException)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """The web server with its workers, on a port of its own."""

    port: int
    address: str  # that answers 200 once it runs
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        granian = ("-m", "granian", "--interface=wsgi", "--host=127.0.0.1")
        self.process = subprocess.Popen(
            [
                *(sys.executable, *granian, f"--port={self.port}", "--workers=2"),
                *("--blocking-threads=4", "--backpressure=64", "--log-level=error"),
                "civic.wsgi:application",
            ],
            env={
                **os.environ,
                "DATABASE_URL": test_database(),
                "SURVEY_CHALLENGE_AFTER": "100000",
            },
            start_new_session=True,
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(*GONE):
                if self.ask("GET", self.address).status == 200:
                    return
            threading.Event().wait(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """As a power cut does it: main process and workers, in the middle of work."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def ask(self, method: str, path: str, body: str = "") -> http.client.HTTPResponse:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(asking):
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            asking.request(method, path, body, kind if body else {})
            answer = asking.getresponse()
            answer.text = answer.read().decode()
            return answer


def test_database() -> str:
    """The address of this test's database, for another process."""
    base, _slash, _name = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    _address, mark, options = os.environ["DATABASE_URL"].partition("?")
    return f"{base}/{connection.settings_dict['NAME']}{mark}{options}"


test_database.__test__ = False
