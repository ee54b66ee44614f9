"""Measures within the portal: the composer of a summary over a very full period.

Run by ``bench.proposing`` on a database of its own; prints one line of JSON.
"""

# ruff: noqa: E402 - models can be imported once Django is set up

import datetime as dt
import json
import sys
import time
from statistics import median

import django

django.setup()

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from bench.counting import folded, make, prepare, vacuum
from bench.notes import fill
from civic.models import User
from civic.roles import Role
from engagement.evidence import evidence_for
from engagement.models import Conversation, Summary, Theme

ROUNDS = 5
FINDINGS = 3
LOGGED = 3 / 5  # of what ``fill`` makes; the rest answers surveys


def editor() -> Client:
    user = User.objects.create_user("editor@bench.example")
    user.groups.add(Group.objects.get(name=Role.EDITOR))
    client = Client(headers={"Host": "bench.example"})
    client.force_login(user)
    return client


def draft() -> Summary:
    """A summary whose days hold everything, with findings on three themes."""
    summary = Summary.objects.create(
        year=2025,
        season="summer",
        starts_on=dt.date(2025, 1, 1),
        ends_on=timezone.localdate(),
    )
    for theme in Theme.objects.at_the_top()[:FINDINGS]:
        finding = summary.findings.create(title=theme.name)
        finding.evidence.create(theme=theme)
    return summary


def seconds(function) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        function()
        times.append(time.perf_counter() - began)
    return median(times)


def main(notes: int, responses: int) -> None:
    prepare()
    fill(round(notes / LOGGED))
    make("bench-many", responses)
    vacuum()
    folded(responses)
    vacuum()
    client, summary = editor(), draft()
    if Conversation.objects.count() < notes:
        sys.exit("bench: there are too few notes.")

    def page() -> None:
        answer = client.get(f"/en/desk/summaries/{summary.pk}/", secure=True)
        if answer.status_code != 200:  # noqa: PLR2004 - as in HTTP
            sys.exit(f"bench: {answer.status_code} for the composer.")

    def counting() -> None:
        evidence_for(summary.starts_on, summary.ends_on)

    print(json.dumps({"page": seconds(page), "counting": seconds(counting)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
