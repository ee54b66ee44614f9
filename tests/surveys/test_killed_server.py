"""The server is killed amid many submissions: what it confirmed is stored, once."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.db import connection

from surveys.models import Response
from tests.surveys.factories import CollectorFactory, one_page_survey
from tests.surveys.forms_in_pages import HIDDEN, RECEIPT

ADDRESS = "/en/surveys/short/"
PEOPLE, AT_ONCE, KILLED_AFTER = 240, 8, 60
PATIENCE = 30  # seconds
GONE = (OSError, http.client.HTTPException)


@dataclass
class Server:
    """The portal's web server as it runs in production, on a port of its own."""

    port: int
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
                if self.ask("GET", ADDRESS).status == 200:
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


@pytest.fixture
def server(transactional_db):
    CollectorFactory(survey=one_page_survey(slug="short"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(port)
    server.start()
    yield server
    server.kill()


def test_server_killed_amid_submissions_confirms_each_once(server):
    """Whoever saw a receipt is counted; whoever did not sends again and is, too."""
    confirmed: dict[int, str] = {}
    unconfirmed: dict[int, str] = {}
    is_killed, one_at_a_time = threading.Event(), threading.Lock()

    def submit(person: int) -> None:
        if is_killed.is_set():
            return
        try:
            form = dict(HIDDEN.findall(server.ask("GET", ADDRESS).text))
        except GONE:
            return
        words = {"q-visits": "weekly", "q-wish": f"wish {person}"}
        unconfirmed[person] = urlencode(form | words)
        with contextlib.suppress(*GONE):
            send(person)

    def send(person: int) -> None:
        answer = server.ask("POST", ADDRESS, unconfirmed[person])
        assert answer.status == 303
        confirmed[person] = unconfirmed.pop(person)
        with one_at_a_time:
            if len(confirmed) >= KILLED_AFTER and not is_killed.is_set():
                is_killed.set()
                server.kill()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(submit, range(PEOPLE)))
    assert is_killed.is_set()
    stored = wishes()
    assert {f"wish {person}" for person in confirmed} <= set(stored)

    server.start()
    for person in list(unconfirmed):
        send(person)
    for person in list(confirmed)[:AT_ONCE]:  # and some once more
        assert server.ask("POST", ADDRESS, confirmed[person]).status == 303

    assert sorted(wishes()) == sorted(f"wish {person}" for person in confirmed)
    assert not unconfirmed


def test_form_sent_by_many_hands_at_once_counts_once(server):
    """A double click, a second tab, a network that sends again: one receipt for all."""
    form = dict(HIDDEN.findall(server.ask("GET", ADDRESS).text))
    body = urlencode(form | {"q-visits": "weekly", "q-wish": "once"})

    def receipt(_hand: int) -> str:
        sent = server.ask("POST", ADDRESS, body)
        assert sent.status == 303
        (code,) = RECEIPT.findall(server.ask("GET", sent.headers["Location"]).text)
        return code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        receipts = set(pool.map(receipt, range(3 * AT_ONCE)))

    assert len(receipts) == 1
    assert wishes() == ["once"]


def wishes() -> list[str]:
    return list(Response.objects.values_list("answers__wish", flat=True))
