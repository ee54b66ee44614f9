"""Invented responses to the community survey, spread over languages and days."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from civic.management.demonstration.chances import happens, one_of, seeded, some
from civic.management.demonstration.conversations import submission
from civic.management.demonstration.surveys import COMMUNITY, EXCLUSIVE, TABLE, WEB
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
DISTRICT_WEIGHTS = (6, 7, 17, 12, 15, 10, 14, 11, 5, 8)


def load_responses(scale: int) -> None:
    survey = Survey.objects.get(slug=COMMUNITY)
    collectors = [Collector.objects.get(slug=slug) for slug in (WEB, TABLE)]
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
                collector=chance.choices(collectors, [7, 3])[0],
                language=language,
                district=district,
                answers=answers(chance, language, district),
                started_at=now - ago - answering,
                submitted_at=now - ago,
            )


def answers(
    chance: random.Random, language: str, district: District | None
) -> dict[str, Any]:
    """Return one person's answers; all questions but the first may be skipped."""
    voices = part("voices", language)
    given: dict[str, Any] = {"KIND": one_of(chance, KINDS)}
    if happens(chance, 0.93):
        given |= several(chance, "CONCERNS", CONCERNS, voices["others"])
    if happens(chance, 0.95):
        given["WALKING"] = one_of(chance, WALKING)
    if happens(chance, 0.9):
        given |= several(chance, "SERVICES", SERVICES, voices["others"])
    if happens(chance, 0.45):
        given["CHANGE"] = chance.choice(voices["changes"])
    if happens(chance, 0.5):
        given["WORD"] = chance.choice(voices["words"])
    if district is not None:
        given["DISTRICT"] = district.code
    return given


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
