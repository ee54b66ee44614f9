"""Results by group, and attempts to win back small groups from all tables together."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.models import PublishedTable
from surveys.breakdowns import (
    State,
    _advanced,
    _answers,
    _tables,
    breakdowns,
    dimensions_of,
)
from surveys.cells import cells_of
from surveys.looking import view_by
from surveys.models import Survey
from surveys.tabulation import Tabulated, _editions, tabulated
from surveys.tallying import Counts, Figures
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    matrix,
    question,
)

NOON = dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)


@pytest.fixture
def survey(db):
    survey = SurveyFactory(languages=["en", "vi", "fa"], results_policy="live")
    page = PageFactory(survey=survey)
    question(page, "visits", "single", "weekly", "monthly", "never")
    question(page, "uses", "multiple", "books", "wifi", "!none")
    question(page, "trust", "rating", minimum=1, maximum=3)
    question(page, "age", "number")
    question(page, "mail", "consent")
    question(page, "order", "ranking", "a", "b")
    matrix(page, "quality", ["staff", "rooms"], "good", "bad")
    question(page, "home", "district")
    return survey


def answer(  # noqa: PLR0913 - what responses differ in
    survey, times=1, *, kind="link", district=None, days=0, language="en", **answers
):
    collector = survey.collectors.filter(kind=kind).first()
    collector = collector or CollectorFactory(survey=survey, kind=kind)
    if district:
        answers["home"] = district.code
    for _ in range(times):
        ResponseFactory(
            survey=survey,
            collector=collector,
            language=language,
            district=district,
            submitted_at=NOON + dt.timedelta(days=days),
            answers=answers,
        )


def made(survey, *, is_public=True):
    survey = Survey.objects.with_questions().get(pk=survey.pk)
    table = tabulated(survey, is_public=is_public)
    return table, breakdowns(table, is_public=is_public)


def view(survey, by, group="", **how):
    table, found = made(survey, **how)
    return view_by(table, found, by, group)


def lines(shown, survey, code):
    """Each line of the question's tables: answers and people by column."""
    parts = shown.parts.get(survey.all_questions.get(code=code).pk, [])
    return [
        ([cell.code for cell in line.cells], [one.people for one in line.figures])
        for part in parts
        for line in part.lines
    ]


def test_language_has_a_column_for_each_group_that_is_large_enough(survey):
    answer(survey, 20, language="en", visits="weekly")
    answer(survey, 30, language="en", visits="never")
    answer(survey, 12, language="vi", visits="weekly")
    answer(survey, 10, language="vi", visits="never")
    answer(survey, 4, language="fa", visits="never")

    shown = view(survey, "language")

    assert [column.label for column in shown.columns] == [
        "English",
        "Vietnamese / Persian",
    ]
    assert [one.people for one in shown.took_part] == [50, 26]
    assert lines(shown, survey, "visits") == [
        (["weekly"], [20, 12]),
        (["monthly", "never"], [30, 14]),
    ]


def test_only_one_group_is_a_view_onto_the_same_table(survey):
    answer(survey, 20, language="en", visits="weekly")
    answer(survey, 20, language="en", visits="never")
    answer(survey, 20, language="vi", visits="weekly")
    answer(survey, 20, language="vi", visits="never")
    answer(survey, 1, language="fa", visits="never")

    shown = view(survey, "language", "fa")

    assert shown.chosen.label == "Vietnamese / Persian"
    assert lines(shown, survey, "visits")[0] == (["weekly"], [20])
    assert [one.people for one in shown.took_part] == [41]


def test_channels_are_named_for_readers(survey):
    answer(survey, 12, kind="kiosk", visits="weekly")
    answer(survey, 11, kind="paper", visits="weekly")

    shown = view(survey, "channel")

    assert [one.label for one in shown.columns] == ["On a library tablet", "On paper"]


def test_districts_keep_those_who_gave_none_together(survey):
    north = DistrictFactory(name_en="North", position=1)
    answer(survey, 25, district=north, visits="weekly")
    answer(survey, 25, visits="weekly")

    shown = view(survey, "district")

    assert [one.label for one in shown.columns] == ["North", "District not given"]
    assert lines(shown, survey, "home") == []


def test_months_follow_each_other(survey):
    for days, times in ((0, 12), (31, 3), (62, 14)):
        answer(survey, times, days=days, trust=1)
        answer(survey, times, days=days, trust=2)
        answer(survey, times, days=days, trust=3)

    shown = view(survey, "month")

    assert [one.label for one in shown.columns] == [
        "March 2026",
        "April\u2009–\u2009May 2026",
    ]
    assert lines(shown, survey, "trust")[0] == (["1"], [12, 17])
    part = shown.parts[survey.all_questions.get(code="trust").pk][0]
    assert [mean.value for _column, mean in part.means] == [2.0, 2.0]


def test_each_kind_is_shown_by_group(survey):
    for kind in ("link", "event"):
        for number in range(20):
            answer(
                survey,
                kind=kind,
                uses=["books"]
                if number % 2
                else ["wifi", "books"][: 1 + number % 4 // 2],
                age=20 + (kind == "event"),
                order=["a", "b"] if number % 2 else ["b", "a"],
                quality={"staff": "good" if number % 2 else "bad"},
                **({"mail": "yes"} if number % 2 else {}),
            )

    shown = view(survey, "channel")

    assert lines(shown, survey, "order") == [(["a"], [10, 10]), (["b"], [10, 10])]
    assert lines(shown, survey, "mail") == [(["yes"], [10, 10]), (["no"], [10, 10])]
    assert lines(shown, survey, "quality") == [
        (["good"], [10, 10]),
        (["bad"], [10, 10]),
    ]
    part = shown.parts[survey.all_questions.get(code="age").pk][0]
    assert [mean.value for _column, mean in part.means] == [20.0, 21.0]


def test_nothing_is_shown_by_a_dimension_with_one_group(survey):
    answer(survey, 60, language="en", visits="weekly")

    assert view(survey, "language") is None
    assert made(survey)[1].available() == []


def test_public_tables_by_group_change_when_enough_came_to_each(survey):
    for kind in ("link", "event"):
        answer(survey, 10, kind=kind, visits="weekly")
        answer(survey, 10, kind=kind, visits="never")
    assert lines(view(survey, "channel"), survey, "visits")[0][1] == [10, 10]

    answer(survey, 3, kind="link", visits="weekly")
    answer(survey, 3, kind="event", visits="never")
    shown = view(survey, "channel")
    assert lines(shown, survey, "visits")[0][1] == [10, 10]
    early = view(survey, "channel", is_public=False)
    assert lines(early, survey, "visits")[0][1] == [13, 10]

    answer(survey, 4, kind="link", visits="never")
    answer(survey, 4, kind="event", visits="weekly")
    shown = view(survey, "channel")
    assert lines(shown, survey, "visits")[0][1] == [13, 14]


def test_tables_by_group_are_of_the_same_moment_as_the_table_of_all(survey):
    for kind in ("link", "event"):
        answer(survey, 10, kind=kind, visits="weekly")
        answer(survey, 10, kind=kind, visits="never")
    made(survey)
    answer(survey, 4, kind="link", visits="weekly")

    table, found = made(survey)

    key = next(k for k, e in table.editions.items() if e.total == 40 and e.counts)
    cells = found.tables["channel"][key]
    assert [sum(row) for row in cells.people] == [20, 20]


def test_staff_do_not_publish_by_looking(survey):
    answer(survey, 30, kind="link", visits="weekly")
    answer(survey, 30, kind="event", visits="weekly")

    made(survey, is_public=False)

    assert PublishedTable.objects.count() == 0


def test_tables_by_group_are_kept_as_they_were_published(survey):
    for kind in ("link", "event"):
        answer(survey, 10, kind=kind, visits="weekly", trust=1, age=3)
        answer(survey, 10, kind=kind, visits="never", trust=3, age=5)
    first, second = made(survey)[1], made(survey)[1]

    assert first == second


@pytest.mark.parametrize("responses", [1, 30])
def test_tables_by_group_cost_the_same_for_any_number_of_responses(
    survey, responses, django_assert_num_queries
):
    answer(survey, responses, visits="weekly")
    made(survey)

    # Survey, pages, questions, choices, rows; jit and sums in a transaction of two
    # more; districts, what is public, collectors, and the public tables by group.
    with django_assert_num_queries(13):
        made(survey)


# Attempts. The attacker knows every number published so far, of all questions and
# dimensions, and this very program. A small group is safe if some of its people could
# change places with others and all would have been published the same way.

LANGUAGES, CHANNELS = ("en", "vi", "fa"), ("link", "event", "kiosk")
VISITS = ("weekly", "monthly", "never")
QUESTIONS = ("visits", "trust")
DIMENSIONS = ("language", "channel", "month")


@pytest.fixture(scope="module")
def fixed(django_db_setup, django_db_blocker):
    """A survey in memory; what it asks of the database is asked here, once."""
    with django_db_blocker.unblock():
        survey = SurveyFactory(languages=list(LANGUAGES))
        page = PageFactory(survey=survey)
        question(page, "visits", "single", *VISITS)
        question(page, "trust", "rating", minimum=1, maximum=3)
        for kind in CHANNELS:
            CollectorFactory(survey=survey, kind=kind)
        found = Survey.objects.with_questions().prefetch_related("collectors")
        kept = found.get(pk=survey.pk)
        cells = {one.pk: cells_of(one, (), []) for one in kept.questions}
        yield kept, cells
        survey.delete()


def counted(survey, people):
    """What ``tallying`` would count of the people."""
    ids = {one.code: one.pk for one in survey.questions}
    overall, by_group = {}, {}

    def add(place, key):
        place[key] = Figures(place.get(key, Figures()).people + 1)

    for person in people:
        keys = [(None, "")]
        for code in QUESTIONS:
            keys += [(ids[code], ""), (ids[code], person[code])]
        for key in keys:
            add(overall, key)
            for name in DIMENSIONS:
                groups = by_group.setdefault(name, {})
                add(groups.setdefault(person[name], {}), key)
    return Counts(overall, by_group)


def publications(fixed, people, moments):
    """Everything published at each moment, when so many people have come."""
    survey, cells = fixed
    editions, state, seen = {}, State(), []
    for moment in moments:
        counts = counted(survey, people[:moment])
        current = _editions(survey, cells, counts)
        for key, edition in current.items():
            last = editions.get(key)
            if last is None or last.total < 5:
                editions[key] = edition
            elif edition.may_follow(last):
                editions[key] = edition.following(last)
        table = Tabulated(survey, counts, cells, current, dict(editions), [])
        dimensions = dimensions_of(table)
        parts = _answers(table)
        state = _advanced(state, table, dimensions, parts)
        seen.append({key: edition.shown() for key, edition in editions.items()})
        seen.append({key: edition.total for key, edition in editions.items()})
        seen.append(tables_of(state, dimensions, parts))
    return seen


def tables_of(state, dimensions, parts):
    return {
        key: _tables(key, kept, dimensions, parts, state.classes)
        for key, kept in state.kept.items()
    }


def small_groups(people):
    """Small groups of two traits: answers and groups; of a language, up to nine."""
    names = [*QUESTIONS, *DIMENSIONS]
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            members = {}
            for number, person in enumerate(people):
                pair = person[first], person[second]
                members.setdefault(pair, []).append(number)
            for (one, other), found in members.items():
                if len(found) < (10 if "language" in {first, second} else 5):
                    yield {first: one, second: other}, found


def could_be_different(  # noqa: PLR0913, PLR0917 - the city and what is known of it
    fixed, people, moments, group, members, seen
):
    """Whether another city with another number in the group looks the same."""
    chance = random.Random(len(people))  # noqa: S311 - any choice will do
    others = [n for n in range(len(people)) if n not in members]
    for _ in range(300):
        inside, outside = chance.choice(members), chance.choice(others)
        name = chance.choice(list(group))
        other = list(people)
        other[inside] = people[inside] | {name: people[outside][name]}
        other[outside] = people[outside] | {name: group[name]}
        size = sum(group.items() <= person.items() for person in other)
        if size != len(members) and publications(fixed, other, moments) == seen:
            return True
    return False


@settings(deadline=None, max_examples=8)
@given(st.randoms(use_true_random=False), st.integers(60, 160), st.integers(1, 3))
def test_no_small_group_is_given_away_by_all_tables_together(
    fixed, chance, size, times
):
    people = [
        {
            "visits": chance.choice(["weekly"] * 5 + ["monthly"] * 3 + ["never"]),
            "trust": chance.choice(["1", "2", "2", "2", "3", "3"]),
            "language": chance.choice(["en"] * 5 + ["vi"] * 3 + ["fa"]),
            "channel": chance.choice(["link"] * 5 + ["event"] * 3 + ["kiosk"]),
            "month": chance.choice(["2026-03", "2026-03", "2026-04"]),
        }
        for _ in range(size)
    ]
    moments = sorted({size, *(chance.randrange(20, size) for _ in range(times))})
    seen = publications(fixed, people, moments)

    for group, members in list(small_groups(people))[:12]:
        assert could_be_different(fixed, people, moments, group, members, seen)
