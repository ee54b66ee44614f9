"""Invented responses to the community survey, spread over languages and days."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from civic.management.demonstration.chances import happens, one_of, seeded, some
from civic.management.demonstration.conversations import submission
from civic.management.demonstration.surveys import (
    COMMUNITY,
    EXCLUSIVE,
    KIOSK,
    TABLE,
    WEB,
)
from civic.management.demonstration.texts import part
from civic.models import District
from surveys.models import Collector, Response, Survey

PEOPLE_BY_LANGUAGE = {"en": 92, "vi": 61, "fa": 34, "it": 28, "pl": 25}
DAYS = 75  # how far back the oldest one lies
KINDS = {"safe": 24, "helping": 27, "learning": 17, "green": 20, "cultures": 12}
WALKING = {1: 6, 2: 17, 3: 31, 4: 30, 5: 16}
CONCERNS = {
    "housing": 0.52,
    "traffic": 0.41,
    "youth": 0.29,
    "lonely": 0.24,
    "clean": 0.21,
    "safety": 0.26,
}
SERVICES = {
    "hours": 0.38,
    "hotspots": 0.27,
    "languages": 0.31,
    "homework": 0.25,
    "arts": 0.29,
    "gardening": 0.22,
    "teens": 0.19,
}
VISITS = {"weekly": 23, "monthly": 34, "rarely": 29, "never": 14}
SELDOM = {"rarely", "never"}
REASONS = {"hours": 0.44, "far": 0.28, "language": 0.31, "unaware": 0.36}
QUALITY = {
    "staff": {"good": 74, "fair": 15, "poor": 4, "unknown": 7},
    "collection": {"good": 48, "fair": 33, "poor": 9, "unknown": 10},
    "rooms": {"good": 39, "fair": 36, "poor": 16, "unknown": 9},
}
ORDER = {"hours": 9, "languages": 6, "youth": 7, "quiet": 3}
EVENINGS = {0: 4, 1: 12, 2: 34, 3: 27, 4: 13, 5: 8, 7: 2}
LONGEST_AGO = {"weekly": 10, "monthly": 40, "rarely": 200}
DISTRICT_WEIGHTS = (6, 7, 17, 12, 15, 10, 14, 11, 5, 8)


def load_responses(scale: int) -> None:
    survey = Survey.objects.get(slug=COMMUNITY)
    collectors = [Collector.objects.get(slug=slug) for slug in (WEB, TABLE, KIOSK)]
    districts = list(District.objects.order_by("position"))
    stored = set(survey.responses.values_list("submission", flat=True))
    Response.objects.bulk_create(
        response
        for copy in range(scale)
        for response in responses(survey, collectors, districts, copy)
        if response.submission not in stored
    )


def responses(
    survey: Survey, collectors: list[Collector], districts: list[District], copy: int
) -> Iterator[Response]:
    now = timezone.now()
    for language, number in PEOPLE_BY_LANGUAGE.items():
        for index in range(number):
            chance = seeded(language, copy, index)
            district = chance.choices([*districts, None], [*DISTRICT_WEIGHTS, 14])[0]
            ago = dt.timedelta(days=chance.random() * DAYS, minutes=5)
            answering = dt.timedelta(seconds=chance.randint(95, 540))
            yield Response(
                submission=submission(COMMUNITY, language, copy, index),
                survey=survey,
                collector=chance.choices(collectors, [6, 2, 2])[0],
                language=language,
                district=district,
                answers=answers(chance, language, district, (now - ago).date()),
                started_at=now - ago - answering,
                submitted_at=now - ago,
            )


def answers(
    chance: random.Random, language: str, district: District | None, day: dt.date
) -> dict[str, Any]:
    """Return one person's answers; all questions but the first may be skipped."""
    voices = part("voices", language)
    given: dict[str, Any] = {"KIND": one_of(chance, KINDS)}
    if happens(chance, 0.93):
        given |= several(chance, "CONCERNS", CONCERNS, voices["others"])
    if happens(chance, 0.95):
        given["WALKING"] = one_of(chance, WALKING)
    given |= library_answers(chance, voices["others"], day)
    if happens(chance, 0.9):
        given |= several(chance, "SERVICES", SERVICES, voices["others"])
    if happens(chance, 0.45):
        given["CHANGE"] = chance.choice(voices["changes"])
    if happens(chance, 0.5):
        given["WORD"] = chance.choice(voices["words"])
    if happens(chance, 0.7):
        given["ORDER"] = ranked(chance, ORDER)
    if happens(chance, 0.8):
        given["EVENINGS"] = one_of(chance, EVENINGS)
    if district is not None:
        given["DISTRICT"] = district.code
    if happens(chance, 0.55):
        given["CONSENT"] = "yes"
    return given


def library_answers(
    chance: random.Random, others: list[str], day: dt.date
) -> dict[str, Any]:
    """Return the answers about the library today, given on ``day``."""
    given: dict[str, Any] = {}
    visits = one_of(chance, VISITS)
    if happens(chance, 0.94):
        given["VISITS"] = visits
    if "VISITS" in given and visits in SELDOM and happens(chance, 0.85):
        given |= several(chance, "REASONS", REASONS, others)
    if "VISITS" in given and visits in LONGEST_AGO and happens(chance, 0.6):
        ago = dt.timedelta(days=chance.randint(0, LONGEST_AGO[visits]))
        given["LAST"] = (day - ago).isoformat()
    if happens(chance, 0.86):
        given["QUALITY"] = {
            row: one_of(chance, weights) for row, weights in QUALITY.items()
        }
    return given


def ranked(chance: random.Random, weights: dict[str, int]) -> list[str]:
    """Return some of the choices, the likeliest most often first."""
    left = dict(weights)
    order = []
    for _rank in range(chance.choice((2, 3, 4, 4))):
        order.append(one_of(chance, left))
        del left[order[-1]]
    return order


def several(
    chance: random.Random, code: str, likely: dict[str, float], others: list[str]
) -> dict[str, Any]:
    """Return some choices, now and then “none” or words of one’s own."""
    if happens(chance, 0.06):
        return {code: [EXCLUSIVE]}
    chosen = some(chance, likely)
    if happens(chance, 0.07):
        return {code: [*chosen, "other"], f"{code}-other": chance.choice(others)}
    return {code: chosen}
