"""The server is killed amid many submissions: what it confirmed is stored, once."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from surveys.models import Response
from tests.real_server import GONE, Server, free_port
from tests.surveys.factories import CollectorFactory, one_page_survey
from tests.surveys.forms_in_pages import HIDDEN, RECEIPT

ADDRESS = "/en/surveys/short/"
PEOPLE, AT_ONCE, KILLED_AFTER = 240, 8, 60


@pytest.fixture
def server(transactional_db):
    CollectorFactory(survey=one_page_survey(slug="short"))
    server = Server(free_port(), address=ADDRESS)
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
