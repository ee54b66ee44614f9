"""Measures within the portal: the theming table's answers to filters.

Run by ``bench.theming``; prints one line of JSON. Each filter is asked for as a whole
page, and its condition bare: the ids of one page, and how many there are.
"""

# ruff: noqa: E402 - models can be imported once Django is set up

import json
import sys
import time
from statistics import median

import django

django.setup()

from django.contrib.auth.models import Group
from django.http import QueryDict
from django.test import Client

from bench.counting import prepare
from bench.notes import RARE, fill
from civic.models import User
from civic.roles import Role
from engagement.actions.learning import learn_where_due
from engagement.coding_table import COUNTED_TO, SHOWN
from engagement.forms.bench import BenchFilterForm
from engagement.models import OutreachEvent
from surveys.models import OpenAnswer, Question

ROUNDS = 9

FILTERS = {
    "all": "",
    "frequent word": "q=library",
    "rare word": f"q={RARE}",
    "Persian word, typed otherwise": "q=كتابخانه",
    "two letters": "q=lo",
    "no such word": "q=xyzzy",
    "language": "language=it",
    "question": "asked=question-{question}",
    "paper": "source=paper",
    "boards": "source=board",
    "event": "event={event}",
    "setting": "setting=market",
    "district": "district=bench-3",
    "period": "since=2026-01-01&until=2026-03-31",
    "theme with sub-themes": "theme=bench-0",
    "theme given long ago": "theme=bench-7-4",
    "not coded": "state=uncoded",
    "coded": "state=coded",
    "nothing fits": "state=nothing_fits",
    "in tension": "state=in_tension",
    "coder": "coder={coder}",
    "word, old theme, language": "q=library&theme=bench-7-4&language=en",
    "district, theme, word": "district=bench-3&theme=bench-0&q=library",
    "boards, not coded, setting": "source=board&state=uncoded&setting=market",
    "all, halfway down": "before={halfway}",
    "coded, a few pages down": "state=coded&before={below}",
}


def librarian() -> Client:
    user = User.objects.create_user("librarian@bench.example")
    user.groups.add(Group.objects.get(name=Role.LIBRARIAN))
    client = Client(headers={"Host": "bench.example"})
    client.force_login(user)
    return client


def page(client: Client, query: str) -> None:
    answer = client.get(f"/en/desk/themes/?{query}", secure=True)
    if answer.status_code != 200 or b"data-invalid" in answer.content:  # noqa: PLR2004 - as in HTTP
        sys.exit(f"bench: {answer.status_code} for the answers of {query!r}.")


def bare(query: str) -> None:
    """The same condition in two plain statements."""
    filters = BenchFilterForm(QueryDict(query))
    found = filters.applied_to(OpenAnswer.objects.counted()).order_by("-pk")
    list(found.values_list("pk", flat=True)[: SHOWN + 1])
    found.order_by()[: COUNTED_TO + 1].count()


def milliseconds(function, *arguments) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        function(*arguments)
        times.append((time.perf_counter() - began) * 1000)
    return median(times[2:])


def main(notes: int) -> None:
    prepare()
    fill(notes)
    learn_where_due()
    answers = OpenAnswer.objects.counted().order_by("-pk")
    coded = answers.filter(coded__round="first")
    places = {
        "question": Question.objects.get(survey__slug="bench-words-1", code="wish1").pk,
        "event": OutreachEvent.objects.get(slug="bench-12").pk,
        "coder": User.objects.get(email="coder1@bench.example").pk,
        "halfway": answers[notes // 2].pk,
        "below": coded[notes // 100].pk,
    }
    client = librarian()
    queries = {name: query.format(**places) for name, query in FILTERS.items()}
    print(
        json.dumps(
            {
                name: [milliseconds(page, client, query), milliseconds(bare, query)]
                for name, query in queries.items()
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
