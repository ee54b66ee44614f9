"""Whatever is posted to a question of any kind: a message, and only answers kept."""

import datetime as dt
import math
import uuid
from urllib.parse import quote_from_bytes

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import tokens
from surveys.forms import page_form_class
from surveys.models import Question, Response
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    PageFactory,
    SurveyFactory,
    every_kind_survey,
    matrix,
    question,
)
from tests.surveys.forms_in_pages import mistakes, text_of

URLENCODED = "application/x-www-form-urlencoded"
PATIENT = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CODES = ["agrees", "visits", "uses", "branch", "home", "trust", "services", "order"]
TYPED = ["age", "distance", "since", "street", "wish", "welcome"]
PARTS = ["hours", "staff", "roof", "chairs", "light", "quiet", "plants", "other"]
NAMES = st.one_of(
    st.sampled_from([f"q-{code}" for code in CODES + TYPED]),
    st.sampled_from([f"q-{code}-{part}" for code in CODES for part in PARTS]),
    st.text(max_size=10),
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *("yes", "weekly", "other", "none", "books", "main", "north", "good"),
            *("0", "1", "2", "4", "5", "-1", "1.5", "12,5", "۱۲٫۵", "1e9", "NaN"),
            *("Infinity", "-0", "9" * 400, "0." + "1" * 400, "٣", "½", "①", "+", "."),
            *("2025-02-30", "0000-00-00", "9999-12-31", "1404/12/30", "0001-01-01"),
            *("1699-12-31", "1700-01-01", "۱۴۰۴/۰۷/۰۱", "-001-01-01", "\x00", "\ud800"),
            *("null", "[]", "{}", "<b>", "%s", "%(question)s", "\u202e", "x" * 9000),
        ]
    ),
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=25)


@pytest.fixture
def survey(db):
    DistrictFactory(code="north")
    return every_kind_survey(slug="kinds")


@pytest.fixture
def form_classes(survey):
    return [page_form_class(page) for page in survey.pages.all()]


def is_offered(asked: Question, answer) -> bool:
    """Whether ``answer`` has the shape and the values that the question allows."""
    codes = {choice.code for choice in asked.choices.all()}
    rows = {row.code for row in asked.rows.all()}
    allowed = {
        "single": lambda: answer in codes | {"other"},
        "dropdown": lambda: answer in codes | {"other"},
        "multiple": lambda: is_set(answer) and set(answer) <= codes | {"other"},
        "ranking": lambda: is_set(answer) and set(answer) <= codes,
        "matrix": lambda: set(answer) <= rows and set(answer.values()) <= codes,
        "number": lambda: math.isfinite(answer) and answer >= asked.minimum,
        "date": lambda: dt.date.fromisoformat(answer) >= asked.earliest_on,
        "rating": lambda: answer in asked.scale,
        "consent": lambda: answer == "yes",
    }
    return allowed.get(asked.kind, lambda: isinstance(answer, str))()


def is_set(answer: list[str]) -> bool:
    return len(set(answer)) == len(answer) > 0


def all_offered(form) -> bool:
    words = {f"{one.code}-other" for one in form.questions if one.has_other}
    by_code = {one.code: one for one in form.questions}
    return all(
        code in words or is_offered(by_code[code], answer)
        for code, answer in form.answers().items()
    )


@PATIENT
@given(pairs=PAIRS)
def test_hostile_values_never_become_answers(form_classes, pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    forms = [form_class(data) for form_class in form_classes]

    assert all(all_offered(form) for form in forms)
    assert all(form.is_valid() or form.mistakes for form in forms)


@PATIENT
@given(values=st.dictionaries(NAMES, st.one_of(VALUES, st.lists(VALUES), st.none())))
def test_hostile_arrays_and_nothing_in_place_of_texts(form_classes, values):
    forms = [form_class(values) for form_class in form_classes]

    assert all(all_offered(form) for form in forms)


@settings(PATIENT, max_examples=40)
@given(pairs=PAIRS, language=st.sampled_from(["en", "fa"]))
def test_hostile_values_bring_the_page_again(survey, pairs, language):
    submission = uuid.uuid4()
    own = {
        "submission": str(submission),
        "token": tokens.form_token(submission, "kinds"),
    }
    pairs = [
        *((name, value) for name, value in pairs if name[:2] == "q-"),
        *own.items(),
    ]
    body = "&".join(
        f"{quote_from_bytes(name.encode('utf-8', 'surrogatepass'))}="
        f"{quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    )
    answer = Client(raise_request_exception=False).post(
        f"/{language}/surveys/kinds/", body.encode(), content_type=URLENCODED
    )

    assert answer.status_code in {303, 400, 422}


@pytest.fixture
def short(db):
    """A survey of one page with a matrix and a ranking."""
    page = PageFactory(survey=SurveyFactory(slug="short"))
    matrix(page, "services", ["hours", "staff"], "good", "bad", is_required=True)
    question(page, "order", "ranking", "a", "b")
    return page.survey


def send(**values):
    submission = uuid.uuid4()
    own = {
        "submission": str(submission),
        "token": tokens.form_token(submission, "short"),
    }
    fields = {f"q-{name.replace('__', '-')}": value for name, value in values.items()}
    return Client().post("/en/surveys/short/", own | fields)


def test_hostile_half_a_matrix_names_the_missing_row(short):
    answer = send(services__hours="good")

    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["id_q-services-staff"]
    assert 'id="id_q-services-staff"' in text_of(answer)
    assert not Response.objects.exists()


def test_hostile_rows_that_do_not_exist_are_no_answers(short):
    send(services__hours="good", services__staff="bad", services__roof="bad")

    assert Response.objects.get().answers == {
        "services": {"hours": "good", "staff": "bad"}
    }


def test_hostile_hundreds_of_values_for_one_field(short):
    answer = send(services__hours=["good"] * 400, services__staff=["forged"] * 400)

    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["id_q-services-staff"]


def test_hostile_thousands_of_values_are_refused_in_words(short):
    answer = send(services__hours=["good"] * 10_000)

    assert answer.status_code == 400
    assert "This could not be read" in text_of(answer)


def test_hostile_ranks_are_shown_again_as_they_were_sent(short):
    answer = send(
        services__hours="good", services__staff="bad", order__a='1"><b>', order__b="999"
    )

    assert answer.status_code == 422
    assert 'value="1&quot;&gt;&lt;b&gt;"' in text_of(answer)
    assert 'value="999"' in text_of(answer)
