"""Reading and sending survey forms the way a browser does it."""

import datetime as dt
import re
from html import unescape
from uuid import UUID

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
ACTION = re.compile(r'<form [^>]*data-survey[^>]* action="([^"]*)"')
RECEIPT = re.compile(r"data-receipt>([^<]*)<")
MISTAKE = re.compile(r'<li><a href="#(id_q-[\w-]+)">([^<]*)</a></li>')

CHECKED = re.compile(r'<input [^>]*id="(id_q-[\w-]+)"[^>]* checked')


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def hidden(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of the page's form: submission and token."""
    return dict(HIDDEN.findall(text_of(response)))


def submission(response: HttpResponse) -> UUID:
    return UUID(hidden(response)["submission"])


def action(response: HttpResponse) -> str:
    (address,) = ACTION.findall(text_of(response))
    return address


def mistakes(response: HttpResponse) -> dict[str, str]:
    """The error summary: the place each error leads to, and its words."""
    found = MISTAKE.findall(text_of(response))
    return {place: unescape(words) for place, words in found}


def checked(response: HttpResponse) -> list[str]:
    """The ids of the radio buttons and checkboxes that are chosen."""
    return CHECKED.findall(text_of(response))


def receipt(response: HttpResponse) -> str:
    (code,) = RECEIPT.findall(text_of(response))
    return code


def send(
    client: Client, page: HttpResponse, *, headers=None, **answers
) -> HttpResponse:
    """Send the form of ``page``; names are question codes, ``_x`` other fields."""
    fields = {
        name[1:] if name.startswith("_") else f"q-{name.replace('__', '-')}": value
        for name, value in answers.items()
    }
    return client.post(action(page), hidden(page) | fields, headers=headers)


def open_page(
    client: Client, language="en", slug="community", seconds_ago=60
) -> HttpResponse:
    """Open the first page some time ago."""
    with time_machine.travel(
        timezone.now() - dt.timedelta(seconds=seconds_ago), tick=False
    ):
        return client.get(f"/{language}/surveys/{slug}/")
