"""Whatever is posted: a page with the right status, and nothing stored that is not
an answer."""

import uuid
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import tokens
from surveys.models import Draft, Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import community_survey, one_page_survey
from tests.surveys.forms_in_pages import hidden, text_of

URLENCODED = "application/x-www-form-urlencoded"
PATIENT = settings(
    max_examples=75,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NAMES = st.sampled_from(
    [
        *("submission", "token", "direction", "language", "contact_url"),
        *("q-visits", "q-uses", "q-uses-other", "q-trust", "q-wish", "q-home"),
        *("q-", "q-unknown", "", "csrfmiddlewaretoken"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *("weekly", "other", "none", "books", "3", "6", "-1", "north", "next"),
            *("back", "fa", "\x00", "\ud800", "null", "[]", "{}", "1e9", "٣", "%"),
            *("' OR 1=1 --", "<script>alert(1)</script>", "\u202e", "x" * 30_000),
        ]
    ),
    st.text(max_size=50),
)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=15)


@pytest.fixture
def survey(db):
    DistrictFactory(code="north")
    return community_survey(slug="community")


@pytest.fixture
def short(db):
    return one_page_survey(slug="short")


def encoded(pairs) -> bytes:
    return "&".join(
        f"{quote_from_bytes(name.encode('utf-8', 'surrogatepass'))}="
        f"{quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    ).encode()


def post(body: bytes, path="/en/surveys/community/", content_type=URLENCODED):
    return Client(raise_request_exception=False).post(
        path, body, content_type=content_type
    )


def signed(slug: str) -> dict[str, str]:
    submission = uuid.uuid4()
    return {
        "submission": str(submission),
        "token": tokens.form_token(submission, slug),
    }


def holds_only_answers(survey: Survey) -> bool:
    """Whether every stored answer is one that the survey offers."""
    offered = {
        question.code: {choice.code for choice in question.choices.all()}
        for question in survey.questions
    }
    return all(
        response.answers.get("visits") in offered["visits"]
        and {*response.answers.get("uses", [])} <= offered["uses"] | {"other"}
        and response.answers.get("trust", 3) in range(1, 6)
        and {*response.answers} <= {*offered, "uses-other"}
        and len(response.answers.get("wish", "")) <= 5000
        for response in Response.objects.all()
    )


@PATIENT
@given(pairs=PAIRS)
def test_hostile_posts_without_a_token_store_nothing(survey, pairs):
    answer = post(encoded(pairs))

    assert answer.status_code in {400, 403}
    assert "<h1>" in text_of(answer)
    assert not Response.objects.exists()
    assert not Draft.objects.exists()


@PATIENT
@given(pairs=PAIRS)
def test_hostile_posts_with_a_token_store_only_answers(survey, pairs):
    answer = post(encoded([*pairs, *signed("community").items()]))

    assert answer.status_code in {303, 400, 422}
    assert holds_only_answers(survey)


@PATIENT
@given(pairs=PAIRS)
def test_hostile_posts_of_a_last_page_store_only_answers(survey, pairs):
    form = signed("community")
    first = urlencode(form | {"q-visits": "weekly"}).encode()
    post(first)
    path = f"/fa/surveys/community/{form['submission']}/2/"
    answer = post(encoded([*pairs, *form.items()]), path)

    assert answer.status_code in {303, 400, 422}
    assert holds_only_answers(survey)


@PATIENT
@given(body=st.binary(max_size=300), of_forms=st.booleans())
def test_hostile_bytes_are_refused_with_a_page(survey, body, of_forms):
    kind = URLENCODED if of_forms else "multipart/form-data; boundary=x"
    answer = post(body, content_type=kind)

    assert answer.status_code in {400, 403}
    assert "<h1>" in text_of(answer)


@pytest.mark.parametrize("body", [b"q-wish=\xff\xfe", b"q-wish=%ff%fe", b"%c3=1"])
def test_hostile_broken_utf8_is_a_bad_request(survey, body):
    answer = post(body, "/fa/surveys/community/")

    assert answer.status_code == 400
    assert '<html lang="fa" dir="rtl">' in text_of(answer)


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", ""]
)
def test_hostile_content_types_are_refused(survey, kind):
    assert post(b'{"a": 1}', content_type=kind).status_code in {400, 403}


def test_hostile_encoding_is_refused(survey):
    answer = post(b"q-wish=a", content_type=f"{URLENCODED}; charset=utf-16")

    assert answer.status_code == 400


def test_hostile_number_of_fields_is_refused(survey):
    answer = post(b"&".join([b"q-wish=a"] * 5000))

    assert answer.status_code == 400
    assert "This could not be read" in text_of(answer)


def test_hostile_size_is_refused_in_words(survey):
    answer = post(b"q-wish=" + b"a" * 5_000_000, "/en/surveys/community/")

    assert answer.status_code == 413
    assert "That was too much at once" in text_of(answer)
    assert not Response.objects.exists()


def test_hostile_megabyte_of_text_is_a_mistake_at_its_field(client, short):
    form = hidden(client.get("/en/surveys/short/"))
    words = "ż" * 500_000
    answer = client.post(
        "/en/surveys/short/", form | {"q-visits": "weekly", "q-wish": words}
    )

    assert answer.status_code == 422
    assert 'id="id_q-wish_error"' in text_of(answer)
    assert words in text_of(answer)
    assert not Response.objects.exists()


def test_hostile_null_characters_are_left_out(client, short):
    form = hidden(client.get("/en/surveys/short/"))
    client.post("/en/surveys/short/", form | {"q-visits": "weekly", "q-wish": "a\0b"})

    assert Response.objects.get().answers["wish"] == "ab"


def test_hostile_null_characters_in_a_draft_are_left_out(client, survey):
    form = hidden(client.get("/en/surveys/community/"))
    fields = {"q-uses-other": "a\0b", "language": "fa"}
    client.post("/en/surveys/community/", form | fields)

    assert Draft.objects.get().answers["q-uses-other"] == ["ab"]


def test_hostile_markup_is_shown_as_text(client, short):
    form = hidden(client.get("/en/surveys/short/"))
    answer = client.post("/en/surveys/short/", form | {"q-wish": "<script>x</script>"})

    assert "<script>x" not in text_of(answer)
    assert "&lt;script&gt;x" in text_of(answer)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_hostile_methods_are_refused(client, short, method):
    assert getattr(client, method)("/en/surveys/short/").status_code == 405


def test_hostile_page_number(client, survey):
    path = f"/en/surveys/community/{uuid.uuid4()}/{'9' * 40}/"

    assert client.get(path).status_code == 404
    assert client.post(path, {}).status_code == 404
