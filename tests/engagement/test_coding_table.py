"""Which answers the table finds: each condition, one that fits and one that could."""

import datetime as dt

import pytest
from django.http import QueryDict

from engagement import coding_table
from engagement.actions.coding import code_answer
from engagement.actions.log import conversation_collector
from engagement.coding_rows import Row
from engagement.coding_table import page_of
from engagement.forms.bench import BenchFilterForm
from engagement.models import OutreachEvent
from surveys import tallying
from surveys.models import OpenAnswer, Question
from tests.engagement.factories import ConversationFactory
from tests.engagement.listening import Listening
from tests.engagement.theming import coded, note, theme_of
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)

pytestmark = pytest.mark.django_db


def found(**criteria) -> list[str]:
    """The texts that the table shows for a query string, newest first."""
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in criteria.items()})
    form = BenchFilterForm(data)
    answers = form.applied_to(OpenAnswer.objects.counted())
    assert form.is_valid(), form.errors
    return [answer.text for answer in page_of(answers).answers]


def test_without_criteria_all_that_count_are_found_newest_first():
    note("one")
    two = note("two")
    OpenAnswer.objects.filter(pk=note("excluded").pk).update(is_counted=False)

    assert found() == ["two", "one"]
    assert OpenAnswer.objects.get(pk=two.pk).text == "two"


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("Łódź potrzebuje ławek", "lawek lodz"),
        ("می‌خواهم کتابخانه باز باشد", "ميخواهم كتابخانه"),
        ("می خواهم", "می‌خواهم"),
        ("Mở cửa đến 21 giờ", "mo cua ۲۱"),
        ("100 % more_chairs", "% more_"),
    ],
)
def test_words_are_found_folded_and_in_any_order(text, search):
    note(text)
    note("nothing of the kind")

    assert found(q=search) == [text]


def test_all_words_must_be_there():
    note("more chairs")

    assert found(q="more tables") == []


def test_language():
    note("fa", language="fa")
    note("vi", language="vi")

    assert found(language="fa") == ["fa"]


def test_question_and_survey():
    page = PageFactory(survey=SurveyFactory())
    wish = question(page, "wish", "long_text", speaks_of=Question.SpeaksOf.WISH)
    worry = question(page, "worry", "long_text", speaks_of=Question.SpeaksOf.CONCERN)
    other = question(PageFactory(survey=SurveyFactory()), "wish", "long_text")
    for asked, text in ((wish, "wish"), (worry, "worry"), (other, "other")):
        note(text, question=asked)

    assert found(asked=f"question-{wish.pk}") == ["wish"]
    assert found(asked=f"survey-{page.survey.pk}") == ["worry", "wish"]
    assert found(speaks_of="concern") == ["worry"]


class Heard(Listening):
    """Listening whose entries come through their event's collector, as in the log."""

    def entry(self, event, answers, **fields):
        self.collector = conversation_collector(event, self.guide)
        return super().entry(event, answers, **fields)


@pytest.fixture
def heard():
    """A talk at a market, a board at a school, and an answer by a code at the market.

    The market was on 12 September in the city, the school a minute later on the 13th.
    """
    heard = Heard()
    midnight = dt.datetime(2025, 9, 13, 7, tzinfo=dt.UTC)
    minute = dt.timedelta(minutes=1)
    market = heard.event(setting="market", starts_at=midnight - minute)
    school = heard.event(setting="school", starts_at=midnight)
    heard.entry(market, {"WISH": "talk"})
    heard.note(school, {"WISH": "board"})
    tallying.fold_responses()
    code = CollectorFactory(kind="event")
    market.collectors.add(code)
    wish = question(PageFactory(survey=code.survey), "wish", "long_text")
    note("code", collector=code, question=wish, submitted_at=midnight)
    return heard


@pytest.mark.parametrize(
    ("kind", "source"),
    [("link", "web"), ("event", "web"), ("kiosk", "kiosk"), ("paper", "paper")],
)
def test_source_of_surveys(heard, kind, source):
    note(kind, collector=CollectorFactory(kind=kind, survey=wish().survey))

    assert kind in found(source=source)
    others = {"web", "kiosk", "paper", "conversation", "board"} - {source}
    assert [text for one in others for text in found(source=one) if text == kind] == []


def wish() -> Question:
    return Question.objects.get(code="wish")


def test_source_of_talks_and_boards(heard):
    assert found(source="conversation") == ["talk"]
    assert found(source="board") == ["board"]


def test_event_has_its_talks_and_what_came_through_its_code(heard):
    market, school = OutreachEvent.objects.order_by("starts_at")

    assert found(event=market.pk) == ["code", "talk"]
    assert found(event=school.pk) == ["board"]
    assert found(event=heard.event(setting="park").pk) == []


def test_setting(heard):
    assert found(setting="market") == ["code", "talk"]
    assert found(setting="park") == []


def test_district_is_where_people_live_or_else_where_they_were_heard(heard):
    market = OutreachEvent.objects.get(setting="market")
    home = DistrictFactory()
    note("lives", district=home, question=wish())
    answer = OpenAnswer.objects.get(text="talk")
    OpenAnswer.objects.filter(pk=answer.pk).update(district=home)

    assert found(district=home.code) == ["lives", "talk"]
    assert found(district=market.district.code) == ["code"]


def test_what_was_logged_belongs_to_the_first_day_of_its_event(heard):
    """All of it was typed in long afterwards; the code was used on the 13th."""
    assert found(since="2025-09-12", until="2025-09-12") == ["talk"]
    assert found(since="2025-09-13") == ["code", "board"]
    assert found(until="2025-09-12") == ["talk"]
    assert found(since="۱۴۰۴/۰۶/۲۲") == ["code", "board"]


@pytest.fixture
def themes():
    space = theme_of("space")
    return space, theme_of("quiet", space), theme_of("hours")


def test_theme_includes_what_belongs_to_it_in_the_first_round(themes, editor):
    space, quiet, hours = themes
    coded("place", space)
    coded("hush", quiet, space)
    late = coded("late", hours)
    code_answer(late, themes=[quiet], actor=editor, round="second")

    assert found(theme="space") == ["hush", "place"]
    assert found(theme="quiet") == ["hush"]
    assert found(theme="hours") == ["late"]


def test_state(themes, editor):
    space, quiet, _hours = themes
    waits = note("waits")
    coded("nothing")
    coded("tension", quiet, space, in_tension=[quiet])
    coded("minority", quiet, minority_view=[quiet])
    code_answer(waits, themes=[quiet], in_tension=[quiet], actor=editor, round="second")

    assert found(state="uncoded") == ["waits"]
    assert found(state="coded") == ["minority", "tension", "nothing"]
    assert found(state="nothing_fits") == ["nothing"]
    assert found(state="in_tension") == ["tension"]
    assert found(state="minority_view") == ["minority"]


def test_coder(themes, editor, librarian):
    coded("hers", themes[0], actor=editor)
    coded("his", themes[0], actor=librarian)

    assert found(coder=librarian.pk) == ["his"]


def test_conditions_combine(heard, themes, editor):
    elsewhere = question(PageFactory(), "elsewhere", "long_text")
    answer = note("quiet elsewhere", question=elsewhere)
    code_answer(answer, themes=[themes[1]], actor=editor)
    heard.entry(OutreachEvent.objects.get(setting="market"), {"WISH": "quiet"})
    tallying.fold_responses()
    answer = OpenAnswer.objects.get(text="quiet")
    code_answer(answer, themes=[themes[1]], actor=editor)

    assert found(q="quiet", theme="space", setting="market", coder=editor.pk) == [
        "quiet"
    ]
    assert found(q="quiet", theme="space", setting="school") == []


def test_what_cannot_be_read_asks_for_nothing_and_is_said():
    note("one", language="fa")
    form = BenchFilterForm(
        {"language": "xx", "event": "x", "since": "soon", "theme": "gone", "q": "one"}
    )

    answers = form.applied_to(OpenAnswer.objects.counted())

    assert answers.count() == 1
    assert sorted(form.errors) == ["event", "language", "since", "theme"]
    assert form.errors["theme"] == ["This is not in the list. Choose from the list."]
    assert form.number_of_further == 2


# Pages


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(coding_table, "SHOWN", 2)


def test_pages_follow_each_other_without_a_gap(small_pages):
    pks = [note(f"note {number}").pk for number in range(5)]
    answers = OpenAnswer.objects.counted()

    first = page_of(answers)
    second = page_of(answers, before=first.older)
    note("comes meanwhile")
    last = page_of(answers, before=second.older)

    shown = [answer.pk for page in (first, second, last) for answer in page.answers]
    assert shown == pks[::-1]
    assert (first.matching, second.matching, last.matching) == (5, 5, 6)
    assert last.older is None


def test_a_full_last_page_leads_nowhere(small_pages):
    note()
    note()

    assert page_of(OpenAnswer.objects.all()).older is None


def test_pages_go_on_beyond_those_counted(small_pages, monkeypatch):
    monkeypatch.setattr(coding_table, "COUNTED_TO", 3)
    pks = [note(f"note {number}").pk for number in range(7)]

    pages, older = [], None
    while not pages or older:
        pages.append(page_of(OpenAnswer.objects.counted(), before=older))
        older = pages[-1].older

    assert [one.pk for page in pages for one in page.answers] == pks[::-1]
    assert {page.matching for page in pages} == {None}


@pytest.mark.parametrize("page", [1, 2])
def test_page_holds_all_that_its_rows_show(
    small_pages, heard, django_assert_num_queries, page
):
    for text in ("one", "two", "three"):
        entry = coded(text)
        ConversationFactory(response=entry.response, event=OutreachEvent.objects.last())
    older = page_of(OpenAnswer.objects.counted()).older if page > 1 else None

    with django_assert_num_queries(4):  # picked, read, who coded, with which themes
        shown = page_of(OpenAnswer.objects.counted(), before=older)
        rows = [Row(answer, []) for answer in shown.answers]
        assert {row.event.title_en for row in rows if row.event}
        assert all(row.source and row.heard_on and row.as_json for row in rows)
        assert all(row.answer.question.text_en for row in rows)

    assert len(rows) == 2


def test_more_than_the_limit_is_not_counted(monkeypatch):
    monkeypatch.setattr(coding_table, "COUNTED_TO", 2)
    for _number in range(3):
        note()

    answers = OpenAnswer.objects.all()
    assert page_of(answers).matching is None
    assert page_of(answers.filter(pk__lte=answers.first().pk + 1)).matching == 2


def test_no_answers_make_an_empty_page():
    page = page_of(OpenAnswer.objects.all())

    assert (page.answers, page.matching, page.older) == ([], 0, None)
