"""Outlines of districts out of a GeoJSON file."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from civic.models import District
from civic.outlines import check_outline


class UnreadableFile(Exception):
    """The file is not what was expected; the message says in what way."""


@dataclass
class Found:
    """What a file holds: outlines by district, and what is wrong with the others."""

    outlines: dict[District, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_outlines(content: bytes, *, code_property: str) -> Found:
    """Read a FeatureCollection; ``code_property`` of each feature is its district."""
    found = Found()
    districts = {district.code: district for district in District.objects.all()}
    for number, feature in enumerate(_features(content), start=1):
        try:
            district = _district(feature, code_property, districts)
            if district in found.outlines:
                raise UnreadableFile(f"{district.code} stands in the file twice.")
            check_outline(feature.get("geometry"))
        except UnreadableFile as error:
            found.problems.append(f"feature {number}: {error}")
        except ValidationError as error:
            found.problems.append(
                f"feature {number} ({district.code}): {' '.join(error.messages)}"
            )
        else:
            found.outlines[district] = feature["geometry"]
    return found


def _features(content: bytes) -> list[Any]:
    try:
        collection = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"This is not JSON: {error}") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise UnreadableFile("This is not a GeoJSON FeatureCollection.")
    return features


def _district(
    feature: Any, code_property: str, districts: dict[str, District]
) -> District:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get(code_property) if isinstance(properties, dict) else None
    if code is None:
        raise UnreadableFile(f"it has no property “{code_property}”.")
    if str(code) not in districts:
        raise UnreadableFile(f"there is no district with the code “{code}”.")
    return districts[str(code)]


@transaction.atomic
def store_outlines(outlines: dict[District, dict[str, Any]]) -> None:
    """Give each district its outline; the others keep theirs."""
    for district, outline in outlines.items():
        district.outline = outline
        district.save(update_fields=["outline"])
