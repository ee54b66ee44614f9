"""Surveys and themes in the evidence of a period, and what of them may be shown."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from engagement.actions import publish_summary
from engagement.evidence import Evidence, evidence_for
from engagement.models import CodedAnswer, Theme
from engagement.theme_counts import Tree, count_people, voices_of
from engagement.theme_figures import ThemeFigures
from surveys.models import Collector, OpenAnswer, Response, Survey
from surveys.tallying import fold_responses
from tests.engagement.listening import IN_FALL
from tests.engagement.writing import fall_summary

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 10, 31)


@pytest.fixture
def survey(db):
    return Survey.objects.create(
        slug="community", title_en="Community", status="open", results_policy="live"
    )


def fall():
    return evidence_for(FIRST, LAST)


def answer(survey, *, people, day=IN_FALL, kind=Collector.Kind.LINK, **fields):
    collector, _new = Collector.objects.get_or_create(
        survey=survey, kind=kind, defaults={"slug": f"{survey.slug}-{kind}"}
    )
    return Response.objects.create(
        submission=uuid.uuid4(),
        survey=survey,
        collector=collector,
        language="en",
        people=people,
        started_at=day,
        submitted_at=day,
        **fields,
    )


# Surveys


@pytest.mark.parametrize("is_folded", [False, True])
def test_survey_answers_are_told_apart_from_people_heard(listening, survey, is_folded):
    listening.entry(listening.event(), {"WISH": "x"}, people=9)
    answer(survey, people=6)
    answer(survey, people=5, kind=Collector.Kind.PAPER)
    answer(survey, people=50, review_state="excluded")
    answer(survey, people=70, kind=Collector.Kind.CONVERSATION)
    if is_folded:
        fold_responses()

    evidence = fall()

    assert (evidence.people_heard, evidence.survey_answers) == (9, 11)
    assert [(one.slug, one.people) for one in evidence.surveys] == [("community", 11)]


def test_survey_answers_keep_to_the_days_of_the_city(survey):
    answer(survey, people=6, day=dt.datetime(2025, 11, 1, 6, 59, tzinfo=dt.UTC))
    answer(survey, people=7, day=dt.datetime(2025, 11, 1, 7, 1, tzinfo=dt.UTC))

    assert fall().survey_answers == 6


@pytest.mark.parametrize(
    ("policy", "shown"), [("live", 11), ("closed", None), ("staff", None)]
)
def test_open_survey_tells_its_answers_only_where_its_results_are_public(
    survey, policy, shown
):
    Survey.objects.update(results_policy=policy)
    answer(survey, people=11)

    published = fall().published()

    assert (published.survey_answers, published.surveys[0].people) == (shown, shown)


def test_survey_is_not_told_where_a_month_of_few_could_be_worked_out(survey):
    answer(survey, people=11)
    answer(survey, people=3, day=IN_FALL + dt.timedelta(days=90))

    assert fall().survey_answers == 11
    assert fall().published().survey_answers is None


def test_survey_beside_one_not_told_is_told_alone(survey):
    answer(survey, people=8)
    small = Survey.objects.create(slug="small", title_en="Small", status="closed")
    answer(small, people=4)

    published = fall().published()

    assert published.survey_answers == 8
    assert [(one.slug, one.people) for one in published.surveys] == [
        ("community", 8),
        ("small", None),
    ]


# Themes


def theme(code, **fields):
    return Theme.objects.create(code=code, name_en=code, **fields)


def code(entry, *themes, **marks):
    """Give what somebody wished themes, as a coder does."""
    response = getattr(entry, "response", entry)
    question = response.survey.pages.get().questions.get(code="WISH")
    words, _new = OpenAnswer.objects.get_or_create(
        response=response,
        question=question,
        defaults={
            "collector": response.collector,
            "text": "x",
            "language": response.language,
            "people": response.people,
            "day": timezone.localdate(response.submitted_at),
        },
    )
    coded = CodedAnswer.objects.create(answer=words)
    for one in themes:
        coded.codings.create(theme=one, **marks)


def rows(evidence):
    return {one.code: one for one in evidence.themes}


def test_themes_are_ranked_with_their_sources(listening):
    reading, coming = theme("reading"), theme("coming")
    comics = theme("comics", parent=reading)
    fair = listening.event()
    code(listening.entry(fair, {"WISH": "x"}, people=3), comics, coming)
    code(listening.note(fair, {"WISH": "x"}, people=4), reading)
    code(answer(listening.guide, people=2), reading)

    evidence = fall()

    assert [one.code for one in evidence.themes] == ["reading", "comics", "coming"]
    found = rows(evidence)["reading"]
    assert (found.people, found.talks, found.boards, found.surveys) == (7, 3, 4, 2)
    assert rows(evidence)["comics"].parent == "reading"
    assert (evidence.coded.people, evidence.without_theme.people) == (7, 0)


def test_themes_count_a_board_by_its_fullest_question(listening):
    quiet = theme("quiet")
    fair = listening.event()
    for people, question in ((5, "WISH"), (3, "WISH")):
        code(listening.note(fair, {question: "x"}, people=people), quiet)

    assert rows(fall())["quiet"].boards == 8


def test_marks_are_counted_beside_their_theme(listening):
    quiet = theme("quiet")
    market = listening.event()
    code(listening.entry(market, {"WISH": "x"}, people=9), quiet)
    code(listening.entry(market, {"WISH": "x"}, people=6), quiet, is_in_tension=True)
    code(listening.entry(market, {"WISH": "x"}, people=2), quiet, is_minority_view=True)

    found = rows(fall())["quiet"]
    shown = rows(fall().published())["quiet"]

    assert (found.people, found.in_tension, found.minority_views) == (17, 6, 2)
    assert (shown.people, shown.in_tension, shown.minority_views) == (None, None, None)


def test_published_themes_are_the_upper_ones_that_no_number_gives_away(listening):
    reading, coming = theme("reading"), theme("coming")
    comics = theme("comics", parent=reading)
    market = listening.event()
    code(listening.entry(market, {"WISH": "x"}, people=9), comics)
    code(listening.note(market, {"WISH": "x"}, people=8), reading)
    code(listening.entry(market, {"WISH": "x"}, people=12), coming)
    code(listening.note(market, {"WISH": "x"}, people=7), coming)
    code(listening.entry(market, {"WISH": "x"}, people=6))
    code(listening.note(market, {"WISH": "x"}, people=6))

    published = fall().published()

    shown = [(one.code, one.people, one.talks, one.boards) for one in published.themes]
    assert shown == [("coming", 19, 12, 7), ("reading", 17, 9, 8)]
    assert published.coded.people == 48


def test_themes_agree_with_those_of_the_theme_pages(listening):
    tops = [theme(f"top-{number}") for number in range(3)]
    below = [theme(f"below-{number}", parent=tops[number]) for number in range(3)]
    below.append(theme("gone", parent=tops[0], retired_at=timezone.now()))
    given = [*tops, *below]
    events = [listening.event() for _number in range(6)]
    for number in range(24):
        log = listening.note if number % 3 else listening.entry
        entry = log(events[number // 4], {"WISH": "x"}, people=1 + number % 5)
        themes = {given[number * 5 % 7], given[number * 3 % 7]} if number % 6 else ()
        code(entry, *themes)

    summary = fall_summary()
    counted = count_people(voices_of([summary]), Tree.current())
    evidence = fall()

    found = {one.code: one.people for one in evidence.themes}
    found |= {"*": evidence.coded.people, "-": evidence.without_theme.people}
    assert found == {
        cell: people.total() for cell, people in counted.items() if cell[0] != "="
    }


def test_theme_pages_show_what_the_summary_published(listening):
    for number in range(4):
        given = theme(f"top-{number}", position=4 - number)
        log = listening.entry if number % 2 else listening.note
        people = (9, 3, 12, 0)[number]
        if people:
            code(log(listening.event(), {"WISH": "x"}, people=people), given)
    code(listening.entry(listening.event(), {"WISH": "x"}, people=20))

    summary = publish_summary(fall_summary(), actor=None)

    frozen = Evidence.from_json(summary.evidence)
    figures = ThemeFigures.read()
    for one in Theme.objects.all():
        [season] = figures.seasons(one)
        assert season.people == rows(frozen)[one.code].people
        assert season.out_of == frozen.coded.people


def test_new_kinds_of_rows_come_back_from_json(listening, survey):
    code(listening.entry(listening.event(), {"WISH": "x"}, people=9), theme("quiet"))
    answer(survey, people=11)

    assert Evidence.from_json(fall().as_json()) == fall()
    assert Evidence.from_json(fall().published().as_json()) == fall().published()


def test_evidence_frozen_before_there_were_surveys_in_it_still_reads(listening):
    listening.entry(listening.event(), {"WISH": "x"}, people=9)
    stored = fall().published().as_json()
    for name in ("survey_answers", "surveys", "coded", "without_theme", "themes"):
        del stored[name]
    for question in stored["questions"]:
        del question["family"]

    read = Evidence.from_json(stored)

    assert (read.people_heard, read.survey_answers, read.themes) == (9, None, ())
