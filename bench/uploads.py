"""Five hundred conversations that a phone kept, sent in one upload.

usage: python -m bench.uploads; a part of ``make bench``. The ceiling is one INSERT of
as many rows.
"""

import http.client
import json
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from statistics import median
from uuid import uuid4

import psycopg

from bench import site
from bench.report import Figure

ENTRIES = 500
ROUNDS = 5  # the portal and the bare INSERT take turns
GOAL = 3.0  # seconds
BASE = "/en/desk/conversations/"

# Prints what a signed-in phone would know.
MAKE_PHONE = """
import datetime as dt, json
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from civic.models import User
from engagement.models import OutreachEvent
from surveys.models import Survey
user, _ = User.objects.get_or_create(email="phone@bench.example")
user.groups.add(Group.objects.get(name="librarian"))
began = timezone.now() - dt.timedelta(minutes=5)
event, _ = OutreachEvent.objects.update_or_create(slug="bench-event", defaults={
    "title_en": "Bench", "status": "confirmed", "starts_at": began,
    "ends_at": began + dt.timedelta(hours=3)})
guide = Survey.objects.guides().open().latest_first().with_questions()[0]
fields = {}
for question in guide.questions:
    codes = [choice.code for choice in question.choices.all()]
    if codes:
        fields[question.field_name] = codes[:1]
    elif question.kind in question.KINDS_IN_WORDS:
        fields[question.field_name] = ["Longer hours on Saturdays, please."]
client = Client()
client.force_login(user)
print(json.dumps({"session": client.cookies["sessionid"].value, "user": user.pk,
    "event": event.pk, "guide": guide.slug, "edition": guide.edition,
    "fields": fields}))
"""
BARE = """
INSERT INTO bench_upload (submission, survey, collector, language, people, answers,
    hash, state, started, submitted, event, staff, method)
VALUES (%s, 1, 1, 'fa', 1, %s, %s, 'accepted', now(), now(), 1, 1, 'conversation')
"""
BARE_TABLE = """
CREATE TABLE IF NOT EXISTS bench_upload (id bigserial PRIMARY KEY,
    submission uuid UNIQUE, survey bigint, collector bigint, language text,
    people int, answers jsonb, hash text, state text, started timestamptz,
    submitted timestamptz, event bigint, staff bigint, method text)
"""


def phone(environment: dict[str, str]) -> dict:
    """Make somebody with a phone at an event; return what the phone knows."""
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command"]
    done = subprocess.run(
        [*command, MAKE_PHONE], env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure(environment: dict[str, str]) -> Figure:
    known = phone(environment)
    with site.served("civic.wsgi:application", environment) as server:
        portal, bare = [], []
        for _round in range(1 + ROUNDS):
            portal.append(_upload(server.port, known))
            bare.append(_insert(environment["DATABASE_URL"], known))
    name = f"{ENTRIES} queued conversations in one upload, beside one INSERT"
    return Figure(name, "s", median(portal[1:]), median(bare[1:]), most=GOAL)


def _entries(known: dict) -> list[dict]:
    shared = {name: known[name] for name in ("user", "event", "guide", "edition")}
    setting = {"language": ["fa"], "people": ["1"], "method": ["conversation"]}
    fields = known["fields"] | setting | {"quotation_consent": ["none"]}
    made = datetime.now(UTC).isoformat()
    return [
        {"id": str(uuid4()), "kind": "conversation", "made_at": made, "fields": fields}
        | shared
        for _number in range(ENTRIES)
    ]


def _upload(port: int, known: dict) -> float:
    body = json.dumps({"entries": _entries(known)})
    headers = {
        "Host": "bench.example",
        "X-Forwarded-Proto": "https",
        "Origin": "https://bench.example",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Cookie": f"sessionid={known['session']}",
    }
    told, cookie = _ask(port, "GET", "session/", None, headers)
    headers["Cookie"] += f"; {cookie.partition(';')[0]}"
    headers["X-CSRFToken"] = told["csrf_token"]
    began = time.perf_counter()
    told, _cookie = _ask(port, "POST", "upload/", body, headers)
    seconds = time.perf_counter() - began
    if {one["state"] for one in told["entries"]} != {"stored"}:
        raise SystemExit(f"bench: not all was stored: {told['entries'][:2]}")
    return seconds


def _ask(
    port: int, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[dict, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as asking:
        asking.request(method, BASE + path, body, headers)
        answer = asking.getresponse()
        return json.loads(answer.read()), answer.headers.get("Set-Cookie", "")


def _insert(address: str, known: dict) -> float:
    """As one statement with as many rows, committed."""
    answers = json.dumps(known["fields"])
    one = BARE.partition("VALUES ")[2].strip()
    rows = [(uuid4(), answers, uuid4().hex * 2) for _number in range(ENTRIES)]
    statement = BARE.partition("VALUES ")[0] + "VALUES " + ", ".join([one] * ENTRIES)
    with psycopg.connect(address) as connection:
        connection.execute(BARE_TABLE)
        connection.commit()
        began = time.perf_counter()
        connection.execute(statement, [value for row in rows for value in row])
        connection.commit()
        return time.perf_counter() - began


def main() -> int:
    with site.demonstration() as environment:
        figure = measure(environment)
    print(figure)
    return 0 if figure.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
