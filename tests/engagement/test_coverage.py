"""Who was heard beside who lives here: counted once, compared fairly, shown safely."""

import datetime as dt
import itertools

import pytest

from civic.disclosure import DEMOGRAPHIC_THRESHOLD
from engagement.coverage import Coverage, coverage_of
from engagement.coverage_disclosure import published
from engagement.coverage_figures import (
    GroupCoverage,
    dimension_of,
    similarity,
)
from engagement.evidence import evidence_for
from engagement.heard import people_heard
from engagement.models import OutreachEvent, ReachCount
from surveys.models import Tally
from surveys.tallying import fold_responses
from tests.engagement.listening import IN_FALL, Listening
from tests.engagement.residents import population
from tests.factories import DistrictFactory
from tests.surveys.factories import ResponseFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 10, 31)
WHY, WISH = {"WHY": ["borrow"]}, {"WISH": "shade"}
SPOKEN = {"en": 600, "vi": 200, "pl": 40, "fa": 60, "it": 100}
AGES = {"0-12": 20, "13-17": 5, "18-24": 10, "25-44": 30, "45-64": 20, "65-": 15}


@pytest.fixture
def listening():
    return Listening()


@pytest.fixture
def places():
    return [
        DistrictFactory(code=code, name_en=code.title(), position=number)
        for number, code in enumerate(("west", "east", "north"))
    ]


def by(coverage: Coverage, name: str):
    return next(one for one in coverage.dimensions if one.name == name)


def heard(coverage: Coverage, name: str) -> dict[str, int | None]:
    return {one.code: one.heard for one in by(coverage, name).groups}


def levels(coverage: Coverage, name: str) -> dict[str, str]:
    return {one.code: one.level for one in by(coverage, name).groups}


def tally_ages(event: OutreachEvent, people: dict[str, int]) -> None:
    ReachCount.objects.bulk_create(
        ReachCount(event=event, dimension="age", group=group, people=number)
        for group, number in people.items()
    )


# Counting


def test_nothing_is_compared_without_a_table(listening):
    listening.entry(listening.event(), WHY)

    assert coverage_of(FIRST, LAST) is None


def test_people_are_counted_where_and_in_the_language_they_were_heard(
    listening, places
):
    west, east, _north = places
    population(
        districts={"west": 500, "east": 300, "north": 200},
        languages=SPOKEN | {"other": 400},
    )
    listening.entry(listening.event(district=west), WHY, people=60)
    board = listening.event(district=east)
    for answers, people, language in (
        (WHY, 25, "en"),
        (WISH, 10, "fa"),
        (WISH, 9, "vi"),
    ):
        listening.note(board, answers, people=people, language=language)
    excluded = listening.entry(listening.event(district=east), WHY, people=90)
    excluded.response.review_state = "excluded"
    excluded.response.save()
    online = listening.event(district=west)
    OutreachEvent.objects.filter(pk=online.pk).update(district=None)
    listening.entry(online, WHY, people=15, language="vi")
    early = dt.datetime(2025, 6, 30, 20, tzinfo=dt.UTC)
    listening.entry(listening.event(starts_at=early), WHY, people=40)

    coverage = coverage_of(FIRST, LAST)

    # At the board the twenty-five, not those of the other question as well.
    assert heard(coverage, "district") == {"west": 60, "east": 25, "north": 0}
    assert (by(coverage, "district").heard, by(coverage, "district").elsewhere) == (
        85,
        15,
    )
    assert levels(coverage, "district") == {"west": "", "east": "", "north": "hardly"}
    assert heard(coverage, "language") == {
        "en": 85,
        "vi": 15,
        "pl": 0,
        "fa": 0,
        "it": 0,
        "other": None,  # the log does not know them
    }
    assert by(coverage, "language").heard == 100
    # Four fifths of 60, 20, 4, 6 and 10 people
    assert [row.wanted for row in by(coverage, "language").rows] == [48, 16, 4, 5, 8, 0]
    assert levels(coverage, "language") == {
        "en": "",
        "vi": "little",
        "pl": "",  # of four people nothing can be said
        "fa": "hardly",
        "it": "hardly",
        "other": "",
    }
    assert [one.code for one in coverage.below_target] == ["north", "fa", "it", "vi"]
    assert [one.code for one in coverage.hardly_heard] == ["north", "fa", "it"]
    assert {one.name for one in coverage.dimensions} == {"district", "language"}


def test_people_heard_are_those_of_the_evidence(listening, places):
    west, east, _north = places
    for number, district in enumerate((west, east, west)):
        event = listening.event(district=district)
        for answers, people, language in (
            (WHY, 5, "en"),
            (WISH, 3, "fa"),
            (WISH, 2 + number, "vi"),
            ({**WHY, **WISH}, 2, "pl"),
            ({"WHY": [], "WISH": ""}, 9, "it"),
            ({"GONE": "x"}, 9, "it"),
        ):
            listening.note(event, answers, people=people, language=language)
        listening.entry(event, {}, people=2, language="fa", method="panel")

    counted = people_heard(FIRST, LAST)

    evidence = evidence_for(FIRST, LAST)
    assert sum(one.people for one in counted) == evidence.people_heard
    spoken: dict[str, int] = {}
    for one in counted:
        spoken[one.language] = spoken.get(one.language, 0) + one.people
    assert spoken == {one.code: one.people for one in evidence.languages}
    assert {one.district for one in counted} == {west.pk, east.pk}


def test_events_count_by_the_citys_days(listening, places):
    midnight = dt.timedelta(hours=7)  # UTC after the city's, in summer
    for moment, people in (
        (dt.datetime(2025, 7, 1, tzinfo=dt.UTC) + midnight, 1),
        (dt.datetime(2025, 6, 30, 23, 59, tzinfo=dt.UTC) + midnight, 10),
        (dt.datetime(2025, 10, 31, 23, 59, tzinfo=dt.UTC) + midnight, 100),
        (dt.datetime(2025, 11, 1, 0, 0, tzinfo=dt.UTC) + midnight, 1000),
    ):
        event = listening.event(district=places[0], starts_at=moment)
        listening.entry(event, WHY, people=people)

    assert [one.people for one in people_heard(FIRST, LAST)] == [101]
    assert evidence_for(FIRST, LAST).people_heard == 101


def test_ages_are_those_tallied_at_tables(listening, places):
    population(ages=AGES)
    tally_ages(listening.event(), {"0-12": 30, "25-44": 50, "65-": 4})
    tally_ages(listening.event(), {"25-44": 16})
    for status in ("canceled", "planned"):
        tally_ages(listening.event(status=status), {"65-": 70})
    tally_ages(listening.event(starts_at=IN_FALL.replace(month=12)), {"65-": 70})

    ages = by(coverage_of(FIRST, LAST), "age")

    assert {one.code: one.heard for one in ages.groups} == {
        "0-12": 30,
        "13-17": 0,
        "18-24": 0,
        "25-44": 66,
        "45-64": 0,
        "65-": 4,
    }
    assert (ages.heard, ages.events) == (100, 2)
    assert {one.code: one.level for one in ages.groups} == {
        "0-12": "",
        "13-17": "hardly",
        "18-24": "hardly",
        "25-44": "",
        "45-64": "hardly",
        "65-": "hardly",
    }


def test_answers_to_surveys_are_counted_apart(listening, places):
    population(districts={"west": 5, "east": 5, "north": 5}, languages=SPOKEN)
    now = dt.datetime(2025, 9, 1, 20, tzinfo=dt.UTC)
    for district, language in ((places[0], "fa"), (None, "fa"), (places[0], "vi")):
        ResponseFactory(submitted_at=now, district=district, language=language)
    ResponseFactory(submitted_at=now + dt.timedelta(days=100), language="fa")
    listening.entry(listening.event(district=places[1]), WHY)
    while fold_responses():
        pass
    assert Tally.objects.exists()

    coverage = coverage_of(FIRST, LAST)

    answers = {
        one.code: one.answers
        for each in coverage.dimensions
        for one in each.groups
        if one.answers
    }
    assert answers == {"west": 2, "fa": 2, "vi": 1}
    assert all(
        one.answers is None
        for each in coverage.published().dimensions
        for one in each.groups
    )


def test_coverage_takes_as_many_queries_for_much_as_for_nothing(
    listening, places, django_assert_num_queries
):
    population(
        districts={"west": 5, "east": 5, "north": 5}, languages=SPOKEN, ages=AGES
    )
    with django_assert_num_queries(6):
        coverage_of(FIRST, LAST)

    for place in places:
        event = listening.event(district=place)
        listening.note(event, WISH, people=9)
        tally_ages(event, AGES)
    with django_assert_num_queries(6):
        coverage_of(FIRST, LAST)


# Comparing


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(50, 5), (50, 5)], 1),
        ([(50, 10), (50, 0)], 0.5),
        ([(100, 0), (0, 7)], 0),
        ([(60, 3), (40, 7)], 0.7),
        ([(60, 0), (40, 0)], None),
        ([(0, 5), (0, 5)], None),
    ],
)
def test_similarity_is_the_part_that_both_mixes_share(pairs, expected):
    found = similarity(pairs)

    assert found == (None if expected is None else pytest.approx(expected))


# Publishing


def dimension(residents, people, name="district", elsewhere=0):
    groups = [
        GroupCoverage(name, f"g{number}", {}, lived, heard)
        for number, (lived, heard) in enumerate(zip(residents, people, strict=True))
    ]
    return dimension_of(name, groups, elsewhere=elsewhere)


def test_small_groups_are_hidden_and_named_without_their_number():
    exact = dimension((400, 300, 200, 100), (160, 40, 3, 2))

    shown = published(exact)

    assert [one.level for one in exact.groups] == ["", "little", "hardly", "hardly"]
    # Beside the two the next by place is hidden: five people are too few to share.
    assert [one.heard for one in shown.groups] == [160, None, None, None]
    # Of 45 people in the three, the 61.5 expected of the second are out of reach.
    # Of nine people, half of the 41 and of the 20.5 expected of the others are.
    assert [one.level for one in shown.groups] == ["", "little", "hardly", "hardly"]
    assert exact.similarity == pytest.approx(0.4 + 40 / 205 + 3 / 205 + 2 / 205)
    assert shown.similarity == pytest.approx(0.4 + 45 / 205)


def test_where_few_were_heard_nothing_is_shown():
    shown = published(dimension((500, 500), (5, 4)))

    assert (shown.heard, shown.similarity, shown.elsewhere) == (None, None, None)
    assert [(one.heard, one.level) for one in shown.groups] == [(None, "")] * 2


def test_where_every_group_is_hidden_no_likeness_is_told():
    shown = published(dimension((500, 500), (100, 0)))

    assert (shown.heard, shown.similarity) == (100, None)
    assert [one.level for one in shown.groups] == ["", "hardly"]


def test_people_heard_elsewhere_are_hidden_like_a_group():
    shown = published(dimension((500, 500), (50, 40), elsewhere=4))

    assert shown.elsewhere is None
    assert shown.heard == 94  # those of the districts alone would tell the four
    assert [one.heard for one in shown.groups] == [50, None]

    shown = published(dimension((500, 500), (50, 40), elsewhere=12))
    assert (shown.heard, shown.elsewhere) == (90, 12)


def cities(residents):
    """Every small city: three groups, or two and people heard elsewhere."""
    for people in itertools.product(range(41), repeat=3):
        if sum(people) > 40:
            continue
        inside = people[: len(residents)]
        rest = people[len(residents) :]
        yield people, dimension(residents, inside, elsewhere=sum(rest))


@pytest.mark.parametrize("residents", [(50, 30, 20), (1, 2, 97), (50, 50)])
def test_no_hidden_number_can_be_worked_out(residents):
    """Count what each hidden number can be in all cities that look the same."""
    alike: dict[tuple, list[tuple[int, ...]]] = {}
    for people, exact in cities(residents):
        shown = published(exact)
        numbers = [one.heard for one in shown.groups]
        assert all(n is None or n >= DEMOGRAPHIC_THRESHOLD for n in numbers)
        if shown.heard is not None:
            told = [*numbers, *(one.level for one in shown.groups)]
            look = (sum(people), shown.elsewhere, shown.heard, shown.similarity)
            alike.setdefault((*told, *look), []).append(people)
    for look, same in alike.items():
        for place, group in enumerate(zip(*same, strict=True)):
            if min(group) < DEMOGRAPHIC_THRESHOLD or len(set(group)) > 1:
                is_nowhere = place == len(residents) and max(group) == 0
                assert len(set(group)) >= 4 or is_nowhere, (place, look, same)


def test_a_group_that_is_named_is_below_target():
    for people in itertools.product((0, 3, 9, 10, 14, 30), repeat=3):
        exact = dimension((50, 30, 20), people)
        for one, true in zip(published(exact).groups, exact.groups, strict=True):
            assert one.level in {"", true.level} or true.level == "hardly"


def test_no_language_is_shown_that_the_summary_hides(listening, places):
    population(languages=SPOKEN)
    for numbers in ((50, 3, 0, 0, 0), (50, 12, 4, 0, 0), (40, 30, 20, 12, 3)):
        event = listening.event(district=places[0])
        entries = [
            listening.entry(event, WHY, people=people, language=code)
            for code, people in zip(SPOKEN, numbers, strict=True)
            if people
        ]
        evidence = evidence_for(FIRST, LAST).published()
        shown = heard(coverage_of(FIRST, LAST).published(), "language")
        told = {one.code: one.people for one in evidence.languages}
        assert all(
            told[code] == people for code, people in shown.items() if people is not None
        )
        for entry in entries:
            entry.response.delete()


def test_ages_are_published_of_events_that_show_all_of_them(listening, places):
    population(ages=AGES)
    large = dict.fromkeys(AGES, 10)
    tally_ages(listening.event(), large)
    tally_ages(listening.event(), large | {"0-12": 100})
    tally_ages(listening.event(), large | {"65-": 9})

    coverage = coverage_of(FIRST, LAST)
    shown = by(coverage.published(), "age")

    assert by(coverage, "age").heard == 60 + 150 + 59
    assert (shown.heard, shown.events) == (60 + 150, 2)
    assert {one.code: one.heard for one in shown.groups} == dict.fromkeys(AGES, 20) | {
        "0-12": 110
    }


def test_ages_are_left_out_where_no_event_shows_them(listening, places):
    population(ages=AGES, languages=SPOKEN)
    tally_ages(listening.event(), {"0-12": 300})

    assert [one.name for one in coverage_of(FIRST, LAST).published().dimensions] == [
        "language"
    ]


def test_coverage_is_frozen_and_read_again(listening, places):
    population(
        districts={"west": 5, "east": 5, "north": 5}, languages=SPOKEN, ages=AGES
    )
    event = listening.event(district=places[0])
    listening.entry(event, WHY, people=80, language="fa")
    tally_ages(event, dict.fromkeys(AGES, 12))

    exact = coverage_of(FIRST, LAST)
    frozen = exact.published()

    for one in (exact, frozen):
        assert Coverage.from_json(one.as_json()) == one
    assert frozen.published() is frozen
    assert frozen.source == {"en": "City census", "fa": "سرشماری شهر"}
    assert (frozen.first_day, frozen.last_day) == (FIRST, LAST)
    assert by(frozen, "district").groups[0].labels["en"] == "West"
