"""Measures within the portal: folding responses, and the results page of many.

Run by ``bench.figures`` on a database of its own; prints one line of JSON.
"""

# ruff: noqa: E402 - models can be imported once Django is set up

import json
import sys
import time
from statistics import median

import django

django.setup()

from django.db import connection
from django.test import Client

from bench.questionnaire import make_survey
from civic import public_pages
from civic.models import District
from surveys import counting_sql, tallying
from surveys.models import Collector, Survey

FEW = 1_000
ROUNDS = 15
# Five languages, eleven districts with none given, three channels, ninety days.
FILL = """
INSERT INTO surveys_response (submission, survey_id, collector_id, language, people,
    district_id, answers, receipt_hash, review_state, review_reason, started_at,
    submitted_at)
SELECT gen_random_uuid(), %(survey)s,
    (%(collectors)s::bigint[])[1 + n %% 3],
    (ARRAY['en', 'vi', 'pl', 'fa', 'it'])[1 + (n / 3) %% 5], 1,
    (%(districts)s::bigint[])[1 + (n / 7) %% 11],
    jsonb_build_object(
        'visit1', (ARRAY['weekly', 'monthly', 'seldom', 'never'])[1 + (n / 2) %% 4],
        'uses1', (ARRAY['["books", "quiet"]', '["events"]', '["books", "other"]',
                        '["books", "computers", "children"]'])[1 + (n / 5) %% 4]::jsonb,
        'safe1', 1 + (n / 11) %% 5,
        'wish1', 'Longer hours on Saturdays, please.'),
    '', 'accepted', '', moment, moment
FROM generate_series(1, %(responses)s) n,
    LATERAL (SELECT timestamptz '2025-07-01 12:00Z'
                    + (n::bigint * 7919 %% 90) * interval '1 day') AS at(moment)
"""


def make(slug: str, responses: int) -> Survey:
    """Make a survey whose results are public, and so many responses to it."""
    survey = make_survey(slug, pages=1)
    Survey.objects.filter(pk=survey.pk).update(results_policy="live")
    for kind in (Collector.Kind.KIOSK, Collector.Kind.PAPER):
        Collector.objects.create(survey=survey, slug=f"{slug}-{kind}", kind=kind)
    collectors = list(survey.collectors.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            FILL,
            {
                "survey": survey.pk,
                "collectors": collectors,
                "districts": list(District.objects.values_list("pk", flat=True)),
                "responses": responses,
            },
        )
    return survey


def prepare() -> None:
    for number in range(10):
        District.objects.get_or_create(
            code=f"bench-{number}", defaults={"name": f"District {number}"}
        )


def vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE surveys_response")
        cursor.execute("VACUUM ANALYZE surveys_unfoldedresponse")


def folded(responses: int) -> float:
    """Responses a second until the queue is empty."""
    began = time.perf_counter()
    while tallying.fold_responses():
        pass
    return responses / (time.perf_counter() - began)


def grouped(survey: Survey, responses: int) -> float:
    """Responses a second of the same grouping in one statement that stores nothing."""
    cells = counting_sql.CELLS.format(which="r.survey_id = %(survey)s")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off; SET work_mem = '64MB'")
        cursor.execute(
            f"SELECT count(*) FROM ({cells}) AS cells",  # noqa: S608 - our own
            {"zone": "UTC", "survey": survey.pk},
        )
    return responses / (time.perf_counter() - began)


def checked(survey: Survey) -> float:
    """Seconds in which the tallies of a survey are compared with a recount."""
    began = time.perf_counter()
    if tallying.count_differences([survey]):
        sys.exit("bench: the tallies differ from a recount.")
    return time.perf_counter() - began


def page_times(slugs: list[str], query: str) -> dict[str, float]:
    """Median milliseconds of each survey's results page, made anew; they take turns."""
    client = Client(headers={"Host": "bench.example"})
    times: dict[str, list[float]] = {slug: [] for slug in slugs}
    for _round in range(ROUNDS):
        for slug in slugs:
            public_pages.forget()
            began = time.perf_counter()
            answer = client.get(f"/en/surveys/{slug}/results/{query}", secure=True)
            times[slug].append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:  # noqa: PLR2004 - as in HTTP
                sys.exit(f"bench: {answer.status_code} for the results of {slug}.")
    return {slug: median(each[2:]) for slug, each in times.items()}


def main(responses: int) -> None:
    prepare()
    make("bench-few", FEW)
    folded(FEW)  # and whatever else waits
    many = make("bench-many", responses)
    vacuum()
    figures = {"folding": folded(responses), "grouping": grouped(many, responses)}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE surveys_tally")
        cursor.execute("VACUUM ANALYZE surveys_tallysum")
    figures["check_seconds"] = checked(many)
    for name, query in (("page", ""), ("page_by_channel", "?by=channel")):
        figures[name] = page_times(["bench-few", "bench-many"], query)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]))
