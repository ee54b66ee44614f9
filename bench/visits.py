"""What visitors do: read a page, or answer a survey from first page to thanks."""

import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from bench.load import Answer, Visit, WrongAnswer

HEADERS = (
    "Host: bench.example\r\nX-Forwarded-Proto: https\r\n"
    "Sec-Fetch-Site: same-origin\r\nAccept-Language: en\r\n"
)
SUBMISSION = re.compile(rb'name="submission" value="([^"]+)"')
TOKEN = re.compile(rb'name="token" value="([^"]+)"')
ACTION = re.compile(rb'<form[^>]* action="([^"]+)"')
# What people answer to bench.questionnaire, page by page.
ANSWERS = [
    [
        (f"q-visit{number}", "monthly"),
        (f"q-uses{number}", "books"),
        (f"q-uses{number}", "other"),
        (f"q-uses{number}-other", "A place to repair things"),
        (f"q-safe{number}", "4"),
        (f"q-wish{number}", "Longer hours on Sunday, and more Persian books: کتاب."),
    ]
    for number in (1, 2, 3)
]


def get(address: str) -> bytes:
    return f"GET {address} HTTP/1.1\r\n{HEADERS}\r\n".encode()


def post(address: str, fields: list[tuple[str, str]]) -> bytes:
    body = urlencode(fields)
    return (
        f"POST {address} HTTP/1.1\r\n{HEADERS}"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def reading(address: str) -> Callable[[], Visit]:
    request = get(address)

    def visit() -> Visit:
        (yield request).expect(200)

    return visit


def _found(pattern: re.Pattern[bytes], answer: Answer) -> str:
    match = pattern.search(answer.body)
    if match is None:
        raise WrongAnswer(f"{pattern.pattern!r} is not in {answer.body[:2000]!r}")
    return match[1].decode()


def filled(answer: Answer, number: int) -> list[tuple[str, str]]:
    """The fields of page ``number`` as somebody sends them."""
    hidden = [
        ("submission", _found(SUBMISSION, answer)),
        ("token", _found(TOKEN, answer)),
    ]
    return [*hidden, *ANSWERS[number - 1]]


def answering(address: str, *, pages: int) -> Callable[[], Visit]:
    """Open the form, send each page, and follow to the thank-you page."""

    def visit() -> Visit:
        answer = (yield get(address)).expect(200)
        for number in range(1, pages + 1):
            target = _found(ACTION, answer)
            answer = (yield post(target, filled(answer, number))).expect(303)
            where = answer.header(b"location").decode()
            answer = (yield get(where)).expect(200)
        if b"data-receipt" not in answer.body:
            raise WrongAnswer(f"no receipt in {answer.body[:2000]!r}")

    return visit


def three_bare_posts(*addresses: str) -> Callable[[], Visit]:
    """One page's form, the posts of all pages one after the other, one thank-you."""

    def visit() -> Visit:
        answer = (yield get(addresses[0])).expect(200)
        for number, address in enumerate(addresses, start=1):
            sent = (yield post(address, filled(answer, number))).expect(303)
        (yield get(sent.header(b"location").decode())).expect(200)

    return visit


def recorded(visit: Visit, pages: list[bytes]) -> Visit:
    """Do what ``visit`` does and keep the pages that it sees."""
    request = next(visit)
    while True:
        answer = yield request
        if answer.status == HTTPStatus.OK:
            pages.append(answer.body)
        try:
            request = visit.send(answer)
        except StopIteration:
            return
