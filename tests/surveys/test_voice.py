"""Follow your voice: a receipt code shows what became of answers, never the answers."""

import datetime as dt
import inspect
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db.models import Model
from redis.exceptions import RedisError

from civic import receipts
from surveys import tokens
from surveys.models import Response
from tests.surveys.factories import ResponseFactory, one_page_survey
from tests.surveys.forms_in_pages import receipt, send, text_of

SUBMISSION = UUID("6f0f6a0e-3a40-4a52-9d5c-2f6f3f6f2d11")
CODE = receipts.code_for(SUBMISSION)
MISTYPED = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
UNKNOWN = receipts.code_for(UUID(int=5))
MISTAKE = "This is not a receipt code as we give them."
STRANGE = "We do not know this receipt code"


def contribution(**survey_fields) -> Response:
    return ResponseFactory(
        survey=one_page_survey(title_en="Parks", **survey_fields),
        submission=receipts.stored_id(SUBMISSION),
        receipt_hash=receipts.hash_code(CODE),
        answers={"visits": "weekly", "wish": "A secret wish"},
        submitted_at=dt.datetime(2025, 10, 9, 12, tzinfo=dt.UTC),
    )


def enter(client, code: str, language="en", **fields):
    return client.post(f"/{language}/voice/", {"code": code, **fields})


@pytest.mark.parametrize(
    "dressed", ["{}", " {} ", "{:.4}-{:.0}{}", "{}\u200f", "\u2066{}\u2069"]
)
def test_voice_shows_the_survey_and_the_month(client, db, dressed):
    contribution()
    typed = dressed if "{:.4}" not in dressed else receipts.grouped(CODE)

    page = enter(client, typed.format(CODE))

    assert page.status_code == 200
    assert page.context["survey"].title == "Parks"
    assert text_of(page).count("You answered this survey in October 2025.") == 1


@pytest.mark.parametrize("digits", ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_voice_takes_persian_and_arabic_digits(client, db, digits):
    contribution()
    typed = receipts.grouped(CODE).translate(str.maketrans("0123456789", digits))

    page = enter(client, typed, language="fa")

    assert page.status_code == 200
    assert page.context["contribution"].survey.title_en == "Parks"


def test_voice_never_shows_the_answers_or_the_code(client, db):
    contribution(results_policy="live")

    text = text_of(enter(client, CODE))

    assert text.count("A secret wish") == 0
    assert text.count("weekly") == 0
    assert text.count("/results/") == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"results_policy": "live"}, "Its results so far are public."),
        (
            {"results_policy": "closed", "status": "closed"},
            "The survey is closed, and its results are public.",
        ),
        ({"results_policy": "closed"}, "Its results will be public once it is closed"),
        (
            {
                "results_policy": "closed",
                "closes_at": dt.datetime(2099, 5, 1, 19, tzinfo=dt.UTC),
            },
            "The survey is open until May\u00a01,\u00a02099.",
        ),
        ({"results_policy": "staff"}, "are for the library’s staff."),
        ({"purpose": "guide"}, "You talked with the library’s staff in October 2025"),
    ],
)
def test_voice_says_when_results_are_public(client, db, fields, said):
    contribution(**fields)

    assert text_of(enter(client, CODE)).count(said) == 1


@pytest.mark.parametrize("state", Response.ReviewState.values)
def test_voice_never_tells_what_the_review_came_to(client, db, state):
    response = contribution()
    accepted = text_of(enter(client, CODE))
    response.review_state, response.review_reason = state, "pace"
    response.save()

    assert text_of(enter(client, CODE)) == accepted


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (MISTYPED, MISTAKE),
        ("1234", "You entered 4 digits, and a receipt code has 16."),
        (f"{CODE}۷", "You entered 17 digits, and a receipt code has 16."),
        ("nonsense", "A receipt code has digits only, without letters"),
        ("1" * 500, MISTAKE),
        (UNKNOWN, STRANGE),
        ("", "Enter the receipt code that stands on your receipt."),
    ],
    ids=["mistyped", "short", "long", "letters", "very long", "unknown", "empty"],
)
def test_voice_tells_a_typing_mistake_from_an_unknown_code(client, db, code, said):
    contribution()

    page = enter(client, code)

    assert page.status_code == 422
    assert page.context["form"].errors["code"][0].startswith(said)
    assert page.context["form"]["code"].value() == code


def test_voice_has_no_cookie_and_is_not_indexed_or_kept(client, db):
    contribution()

    for page in (client.get("/en/voice/"), enter(client, CODE), enter(client, "1")):
        assert page.cookies == {}
        assert text_of(page).count('<meta name="robots" content="noindex">') == 1
        assert page["Cache-Control"].count("no-store") == 1
        assert page.headers.get("Vary", "").count("Cookie") == 0


def test_voice_takes_no_code_from_an_address(client, db):
    contribution()

    page = client.get("/en/voice/", {"code": CODE})

    assert page.context["contribution"] is None
    assert page.context["form"].is_bound is False


def test_voice_keeps_what_is_typed_when_the_language_changes(client, db):
    page = enter(client, "1234 5", language="fa", in_language="fa")

    assert page.status_code == 200
    assert page.context["form"]["code"].value() == "1234 5"
    assert page.context["form"].errors == {}


def test_voice_shows_the_same_in_another_language(client, db):
    contribution()

    page = enter(client, CODE, language="fa", in_language="fa")

    assert page.context["contribution"].survey.title_en == "Parks"


def test_voice_answers_429_after_ten_wrong_codes_even_to_a_right_one(client, db):
    contribution()
    wrong = [enter(client, UNKNOWN).status_code for _ in range(10)]

    page = enter(client, CODE)

    assert wrong == [422] * 10
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 600
    assert page.context["contribution"] is None
    assert page.context["form"]["code"].value() == CODE


def test_voice_right_and_empty_codes_do_not_count_as_wrong(client, db):
    contribution()
    for _ in range(12):
        enter(client, "")
        enter(client, CODE)

    assert enter(client, CODE).status_code == 200


def test_voice_limit_is_of_a_browser_before_it_is_of_an_address(client, db):
    """A branch's visitors share one address and must not keep each other out."""
    contribution()
    for _ in range(10):
        client.post("/en/voice/", {"code": UNKNOWN}, HTTP_USER_AGENT="one")

    other = client.post("/en/voice/", {"code": CODE}, HTTP_USER_AGENT="other")

    assert other.status_code == 200


def test_voice_limit_holds_for_an_address_that_changes_its_browser(client, db):
    contribution()
    for number in range(100):
        client.post("/en/voice/", {"code": UNKNOWN}, HTTP_USER_AGENT=str(number))

    page = client.post("/en/voice/", {"code": CODE}, HTTP_USER_AGENT="new")

    assert page.status_code == 429


def test_voice_without_a_cache_each_process_counts_for_itself(client, db, settings):
    contribution()
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }
    with pytest.raises(RedisError):
        cache.get("anything")

    right = client.post("/en/voice/", {"code": CODE}, REMOTE_ADDR="192.0.2.77")
    wrong = [
        client.post("/en/voice/", {"code": "1"}, REMOTE_ADDR="192.0.2.77").status_code
        for _ in range(11)
    ]

    assert right.status_code == 200
    assert wrong == [422] * 10 + [429]


def test_voice_refuses_a_body_that_cannot_be_read(client, db):
    page = client.post(
        "/en/voice/", b"code=%ff%fe", content_type="application/x-www-form-urlencoded"
    )

    assert page.status_code == 400


def test_voice_costs_three_queries(client, db, django_assert_num_queries):
    contribution()
    with django_assert_num_queries(3):
        enter(client, CODE)


# The slip


@pytest.fixture
def thanks(client, db):
    one_page_survey(slug="parks", title_en="Parks")
    sent = send(client, client.get("/en/surveys/parks/"), visits="weekly")
    return client.get(sent["Location"])


def test_slip_shows_the_code_of_the_thanks_page_and_a_picture(client, thanks):
    address = thanks.request["PATH_INFO"] + "slip/"

    page = client.get(address, {"r": thanks.context["reference_text"]})

    assert receipt(page) == receipt(thanks)
    assert text_of(page).count("<svg aria-hidden") == 1
    assert page["Cache-Control"].count("no-store") == 1
    assert page.cookies == {}


def test_slip_is_linked_from_a_thanks_page_served_from_memory(client, thanks):
    sent = send(client, client.get("/en/surveys/parks/"), visits="never")
    page = client.get(sent["Location"])
    reference = sent["Location"].partition("=")[2]

    assert page.context is None  # no template made it
    assert text_of(page).count(f"/en/surveys/parks/thanks/slip/?r={reference}") == 1


@pytest.mark.parametrize("reference", ["", "forged", "a.b.c.d"])
def test_slip_is_not_found_without_a_good_reference(client, thanks, reference):
    page = client.get("/en/surveys/parks/thanks/slip/", {"r": reference})

    assert page.status_code == 404


# Reissue


def everything_stored() -> str:
    """All rows of all tables, as text."""
    rows = [
        row
        for model in apps.get_models()
        for row in model._base_manager.values_list(*columns(model))
    ]
    return repr(rows)


def columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def ids_in(stored: Response) -> set[UUID]:
    """Whatever of a response a function that takes an id could be given."""
    halves = stored.receipt_hash[:32], stored.receipt_hash[32:]
    return {stored.submission, UUID(int=stored.pk), *(UUID(hex=one) for one in halves)}


def test_receipt_cannot_be_given_out_again_from_all_that_is_stored(client, thanks):
    """Not even with the secret key: nothing stored leads to what codes are made of."""
    stored = Response.objects.get()
    sent_as = tokens.referred(thanks.context["reference_text"], "parks").submission
    code = receipts.normalized(receipt(thanks))
    kept = everything_stored()

    assert receipts.code_for(sent_as) == code
    assert stored.submission == receipts.stored_id(sent_as)
    assert stored.receipt_hash == receipts.hash_code(code)
    assert kept.count(repr(stored.submission)) == 1
    assert [kept.count(one) for one in (code, str(sent_as), sent_as.hex)] == [0, 0, 0]
    known = ids_in(stored)
    again = known | {receipts.stored_id(one) for one in known}
    assert code not in {receipts.code_for(one) for one in again}


def test_receipt_codes_are_made_by_one_function_from_an_id_alone():
    makers = {
        name
        for name, function in inspect.getmembers(receipts, inspect.isfunction)
        if function.__module__ == receipts.__name__
        and "submission" in inspect.signature(function).parameters
    }

    assert makers == {"code_for", "stored_id"}


def test_receipt_of_a_form_sent_twice_is_the_same_and_stored_once(client, thanks):
    page = client.get("/en/surveys/parks/")
    first, second = (send(client, page, visits="never") for _ in range(2))

    assert receipt(client.get(first["Location"])) == receipt(
        client.get(second["Location"])
    )
    assert Response.objects.count() == 2  # with that of the fixture


@pytest.mark.parametrize("path", ["", "thanks/"])
def test_receipt_is_not_shown_to_somebody_who_knows_no_signed_reference(
    client, thanks, path
):
    page = client.get(f"/en/surveys/parks/{path}")

    assert text_of(page).count("data-receipt>") == 0


def test_receipt_of_two_submissions_is_never_the_same():
    assert receipts.code_for(uuid4()) != receipts.code_for(uuid4())
