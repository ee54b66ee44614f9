"""What may be shown of all findings of a summary together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from civic import languages
from engagement.coverage import Coverage
from engagement.coverage_figures import NOWHERE
from engagement.evidence import LanguageHeard
from engagement.finding_breakdowns import Counted, Counts, divided
from engagement.finding_evidence import FindingEvidence, Part
from engagement.population import DISTRICT

Findings = Mapping[int, FindingEvidence]


def told_together(
    counted: Findings,
    heard: Iterable[LanguageHeard],
    coverage: Coverage | None,
) -> dict[int, FindingEvidence]:
    """Return each finding as it may be shown beside the others and the period.

    ``heard`` and ``coverage`` are those of the period, as published with the findings.
    """
    by_language = {one.code: one.people or 0 for one in heard}
    by_district = _by_district(coverage)
    spoken = _divided(counted, "languages", languages.CODES, by_language)
    places = _divided(counted, "districts", sorted(by_district or ()), by_district)
    return {
        key: replace(
            one.published(),
            languages=spoken.get(key, ()),
            districts=places.get(key, ()),
        )
        for key, one in counted.items()
    }


def _by_district(coverage: Coverage | None) -> Counts | None:
    found = (
        [one for one in coverage.dimensions if one.name == DISTRICT] if coverage else []
    )
    if not found:
        return None
    groups = {one.code: one.heard or 0 for one in found[0].groups}
    return groups | {NOWHERE: found[0].elsewhere or 0}


def _divided(
    counted: Findings, name: str, known: Sequence[str], whole: Counts | None
) -> dict[int, tuple[Part, ...]]:
    told = {key: one for key, one in counted.items() if one.published().people}
    findings = {key: _counted(key, told, name) for key in told}
    found = divided(findings, _groups(told.values(), name, known, whole), whole)
    return {
        key: _named(parts, getattr(told[key], name)) for key, parts in found.items()
    }


def _groups(
    told: Collection[FindingEvidence],
    name: str,
    known: Sequence[str],
    whole: Counts | None,
) -> list[str]:
    """Return the groups that somebody may be in, by what readers know: most first.

    In which language and district events were is known; of answers to surveys not.
    """
    people = whole or {}
    met = {part.code for one in told for part in getattr(one, name) if part.people}
    met |= {code for code, number in people.items() if number}
    if any(one.answers for one in told):
        met |= set(known)
    by_place = [*(code for code in known if code in met), *sorted(met - set(known))]
    return sorted(by_place, key=lambda code: -people.get(code, 0))


def _counted(key: int, told: Findings, name: str) -> Counted:
    one = told[key]
    return Counted(
        people=_people(one, name),
        within=tuple(
            _people(other, name)
            for other_key, other in told.items()
            if other_key != key and _is_part(other, one) and not _is_part(one, other)
        ),
        may_be_divided=one.is_told_whole and not one.is_narrow,
    )


def _people(one: FindingEvidence, name: str) -> Counts:
    return {part.code: part.people or 0 for part in getattr(one, name)}


def _is_part(one: FindingEvidence, of: FindingEvidence) -> bool:
    """Whether, by all that is counted, everybody in one may be in the other."""
    for name in ("sources", "languages", "districts"):
        people = _people(of, name)
        if any(n > people.get(code, 0) for code, n in _people(one, name).items()):
            return False
    return all(event in of.events for event in one.events)


def _named(parts: Counts, exact: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts, most people first, those put together last."""
    labels = {part.code: part.labels for part in exact}
    named = [Part(code, labels.get(code, {}), n) for code, n in parts.items()]
    return tuple(
        sorted(named, key=lambda part: (part.is_joined, -(part.people or 0), part.code))
    )
