"""Conditions in the browser: the server's rules, at once and for everybody."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate
from playwright.sync_api import Page, expect

from civic import languages
from surveys import conditions
from surveys.answer_fields import read_number
from surveys.models import Response
from tests.surveys.factories import PageFactory, SurveyFactory, question

RULES = "/static/js/conditions.js"
IN_BROWSER = (
    f"async (cases) => {{ const {{ isShown }} = await import('{RULES}');"
    " return cases.map(([shownIf, answers]) => isShown(shownIf, answers)); }"
)
READ = (
    f"async ([name, all]) => {{ const read = (await import('{RULES}'))[name];"
    " return all.map((typed) => read(typed) ?? null); }"
)

CODES = st.sampled_from(["a", "b", "other"])
AMOUNTS = st.integers(-3, 3) | st.sampled_from([0.5, 17.5])
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9)).map(dt.date.isoformat)
PLAIN = CODES | AMOUNTS | DAYS | st.just("")
ANSWERS = st.dictionaries(
    st.sampled_from(["one", "two", "three"]),
    PLAIN
    | st.none()
    | st.lists(CODES, max_size=3)
    | st.dictionaries(st.sampled_from(["hours", "staff"]), CODES, max_size=2),
)
OPERATORS = st.sampled_from(
    sorted({one for kind in conditions.OPERATORS_BY_KIND.values() for one in kind})
)
CONDITIONS = st.fixed_dictionaries(
    {
        "question": st.sampled_from(["one", "two", "three"]),
        "operator": OPERATORS,
        "value": CODES | AMOUNTS | DAYS,
    },
    optional={"row": st.sampled_from(["hours", "staff"])},
)
SHOWN_IF = st.just({}) | st.fixed_dictionaries(
    {
        "match": st.sampled_from(["all", "any"]),
        "conditions": st.lists(CONDITIONS, max_size=3),
    }
)
CASES = st.lists(st.tuples(SHOWN_IF, ANSWERS), min_size=40, max_size=60)
THOROUGH = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],  # to make a case smaller would take the browser minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def rules(phone, transactional_db) -> Page:
    phone.goto("/en/surveys/")
    return phone


@THOROUGH
@given(cases=CASES)
def test_browser_and_server_agree_on_every_condition(rules, cases):
    expected = [conditions.is_shown(*case) for case in cases]

    assert rules.evaluate(IN_BROWSER, cases) == expected


@THOROUGH
@given(
    amounts=st.lists(
        st.decimals(-99_999, 99_999, places=2)
        | st.integers(-(10**9), 10**9).map(lambda number: f"{number:,}"),
        max_size=50,
    )
)
def test_browser_and_server_read_the_same_numbers(rules, amounts):
    typed = [form(str(one)) for one in amounts for form in (str, persian)]
    typed += ["", "x", "1.2.3", "1,5", "۱۲٫۵", "−3", "1 250"]
    expected = [read_number(one, 0) for one in typed]
    found = rules.evaluate(READ, ["readNumber", typed])

    assert found == [None if one is None else float(one) for one in expected]


def persian(text: str) -> str:
    return languages.BY_CODE["fa"].with_digits(text.replace(".", "٫"))


@THOROUGH
@given(
    days=st.lists(st.dates(dt.date(1925, 1, 1), dt.date(2100, 1, 1)), max_size=5),
)
def test_browser_reads_dates_of_both_calendars(rules, days):
    solar = [JalaliDate(day) for day in days]
    typed = [day.isoformat() for day in days]
    typed += [persian(f"{one.year}/{one.month}/{one.day}") for one in solar]
    typed += ["2025-02-30", "۱۴۰۴/۱۲/۳۰", "soon"]
    expected = [day.isoformat() for day in days] * 2 + [None] * 3

    assert rules.evaluate(READ, ["readDate", typed]) == expected


# On a page


def shown_if(code: str, operator: str, value=None) -> dict:
    condition = {"question": code, "operator": operator}
    if value is not None:
        condition["value"] = value
    return {"match": "all", "conditions": [condition]}


@pytest.fixture
def survey(transactional_db):
    """Whoever never visits is asked why, and how far it is if it is too far."""
    survey = SurveyFactory(slug="visits")
    page = PageFactory(survey=survey)
    question(page, "visits", "single", "weekly", "never", text_en="How often?")
    question(
        page,
        "why",
        "multiple",
        "far",
        "closed",
        has_other=True,
        is_required=True,
        text_en="Why not?",
        text_fa="چرا نه؟",
        shown_if=shown_if("visits", "is", "never"),
    )
    question(
        page,
        "km",
        "number",
        text_en="How far?",
        shown_if=shown_if("why", "includes", "far"),
    )
    question(page, "wish", "long_text", shown_if=shown_if("km", "at_least", 5))
    return survey


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name={name}][value={value}]").check()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_questions_appear_and_disappear_at_once(survey, phone, language):
    phone.goto(f"/{language}/surveys/visits/")
    places = phone.locator("[data-question]:visible")
    expect(places).to_have_count(1)
    expect(phone.locator("[data-only-if]:visible")).to_have_count(0)

    choose(phone, "q-visits", "never")
    expect(places).to_have_count(2)
    choose(phone, "q-why", "far")
    expect(places).to_have_count(3)
    phone.locator("[name=q-km]").fill("۵" if language == "fa" else "5")
    expect(places).to_have_count(4)
    choose(phone, "q-visits", "weekly")
    expect(places).to_have_count(1)
    assert phone.locator("[name=q-km]").is_disabled()


def test_appearing_questions_are_announced(survey, phone):
    phone.goto("/en/surveys/visits/")
    status = phone.locator("[data-conditions-status]")
    choose(phone, "q-visits", "never")
    expect(status).to_have_text("New question below: Why not?")
    choose(phone, "q-visits", "weekly")
    expect(status).to_have_text("No longer asked: Why not?")


def test_hidden_answers_are_not_sent(survey, phone):
    phone.goto("/en/surveys/visits/")
    choose(phone, "q-visits", "never")
    choose(phone, "q-why", "far")
    phone.locator("[name=q-km]").fill("12")
    choose(phone, "q-visits", "weekly")
    phone.get_by_role("button", name="Send my answers").click()

    expect(phone.locator("[data-receipt]")).to_be_visible()
    assert Response.objects.get().answers == {"visits": "weekly"}


def test_without_script_the_page_says_when_a_question_counts(survey, without_script):
    page = without_script
    page.goto("/en/surveys/visits/")
    expect(page.locator("[data-question]:visible")).to_have_count(4)
    hints = page.locator("[data-only-if]")
    assert hints.all_inner_texts() == [
        "Only if the answer to “How often?” is “Never”.",
        "Only if “Far” is chosen under “Why not?”.",
        "Only if the answer to “How far?” is 5 or more.",
    ]

    choose(page, "q-visits", "weekly")
    page.locator("[name=q-km]").fill("12")
    page.get_by_role("button", name="Send my answers").click()

    expect(page.locator("[data-receipt]")).to_be_visible()
    assert Response.objects.get().answers == {"visits": "weekly"}


def test_shown_if_in_the_page_is_what_the_server_holds(survey, phone):
    phone.goto("/en/surveys/visits/")
    place = phone.locator("[data-question=why]")

    assert json.loads(place.get_attribute("data-shown-if")) == shown_if(
        "visits", "is", "never"
    )
