"""Receipts for people who talk with staff: of the talk just saved, and slips."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError

from civic import receipts
from engagement.actions.slips import refuse_slips_taken
from engagement.models import Conversation
from surveys.models import Response
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.queued import answers, queued, send
from tests.engagement.test_log import address, errors, sent
from tests.engagement.test_summaries import text_of

pytestmark = pytest.mark.django_db

SHEETS = "/en/desk/conversations/slips/"
TAKEN = "Another entry has this receipt slip already."


@pytest.fixture
def slip():
    return receipts.code_for(uuid4())


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def guide():
    return GuideFactory()


@pytest.fixture
def desk(as_user, librarian, guide):
    return as_user(librarian)


# The receipt of the talk just saved


def receipt_page(desk, event, **fields):
    saved = desk.post(address(event), sent(**fields))
    page = desk.get(saved["Location"])
    return desk.get(page.context["receipt"]), page


def test_saved_talk_has_a_receipt_in_the_language_spoken(desk, client, event):
    shown, page = receipt_page(desk, event, language="fa")

    assert "Receipt for the person" in text_of(page)
    assert urlsplit(page.context["receipt"]).path.startswith("/fa/")
    code = receipts.normalized(shown.context["code"])
    assert Response.objects.with_receipt(code).get().language == "fa"
    assert shown.content.decode().count("<svg") > 0


def test_receipt_leads_to_the_talk(desk, client, event):
    shown, _page = receipt_page(desk, event)

    found = client.post("/en/voice/", {"code": shown.context["code"]})

    assert found.context["contribution"].is_from_a_talk is True


def test_receipt_is_gone_after_a_while_and_says_so(desk, event):
    page = desk.get(f"{address(event)}receipt/", {"r": "forged"})

    assert "This receipt can no longer be shown" in text_of(page)
    assert "data-receipt" not in page.content.decode()


def test_next_talk_has_a_receipt_of_its_own(desk, event):
    saved = desk.post(address(event), sent())
    again = desk.post(saved["Location"], sent())

    query = parse_qs(urlsplit(again["Location"]).query)
    assert len(query["saved"]) == 1
    assert again["Location"] != saved["Location"]


def test_upload_answers_a_talk_with_its_receipt(desk, event, guide, librarian, slip):
    plain = queued(event, guide, librarian)
    with_slip = queued(event, guide, librarian, fields={"slip": [slip]})

    first, second = answers(send(desk, plain, with_slip))

    code = receipts.normalized(desk.get(first["receipt"]).context["code"])
    assert code == receipts.code_for(UUID(plain["id"]))
    assert "receipt" not in second


# Slips printed beforehand


@pytest.mark.parametrize("language", ["en", "fa"])
def test_slip_is_stored_as_a_hash_only(desk, event, slip, language):
    typed = receipts.grouped(slip)
    if language == "fa":
        typed = typed.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    saved = desk.post(address(event, language), sent(slip=typed))

    stored = Response.objects.get()
    assert stored.receipt_hash == receipts.hash_code(slip)
    assert slip not in repr(Response.objects.values().get())
    assert "saved" not in saved["Location"]


def test_mistyped_slip_is_refused_and_kept(desk, event, slip):
    typed = slip[:-1] + str((int(slip[-1]) + 1) % 10)

    response = desk.post(address(event), sent(slip=typed))

    assert response.status_code == 422
    assert errors(response)[0].startswith("This is not a receipt code as we give them.")
    assert f'value="{typed}"' in response.content.decode()
    assert not Conversation.objects.exists()


def test_slip_of_another_entry_is_refused(desk, event, slip):
    desk.post(address(event), sent(slip=slip))

    response = desk.post(address(event), sent(slip=slip))

    assert errors(response)[0].startswith(TAKEN)
    assert Conversation.objects.count() == 1


def test_same_entry_sent_twice_keeps_its_slip(desk, event, slip):
    entry = sent(slip=slip)

    for _time in range(2):
        assert desk.post(address(event), entry).status_code == 303

    assert Response.objects.with_receipt(slip).count() == 1


def test_two_uploaded_entries_with_one_slip_are_stored_once(
    desk, event, guide, librarian, slip
):
    entries = [
        queued(event, guide, librarian, fields={"slip": [slip]}) for _ in range(2)
    ]

    states = [one["state"] for one in answers(send(desk, *entries))]

    assert sorted(states) == ["refused", "stored"]
    assert Response.objects.with_receipt(slip).count() == 1


def test_slips_given_at_once_are_refused_by_the_action(slip):
    with pytest.raises(ValidationError, match=TAKEN):
        refuse_slips_taken({uuid4(): slip, uuid4(): slip})


def test_slip_can_be_added_when_correcting(desk, event, slip):
    desk.post(address(event), sent())
    entry = Conversation.objects.get()

    for _time in range(2):
        desk.post(f"{address(event)}{entry.pk}/", sent(slip=slip))

    assert Response.objects.with_receipt(slip).get() == entry.response


def test_correcting_without_a_slip_keeps_the_receipt(desk, event, slip):
    desk.post(address(event), sent(slip=slip))
    entry = Conversation.objects.get()

    desk.post(f"{address(event)}{entry.pk}/", sent(people="2"))

    assert Response.objects.with_receipt(slip).get().people == 2


# Sheets of slips


@pytest.mark.parametrize(
    ("language", "thanks"),
    [("", 5), ("fa", 1)],
)
def test_sheet_has_fresh_codes(desk, language, thanks):
    made = [desk.post(SHEETS, {"slips": "3", "language": language}) for _ in range(2)]

    codes = [slip["code"] for page in made for slip in page.context["slips"]]
    assert len(set(codes)) == 6
    assert all(receipts.normalized(code) for code in codes)
    assert made[0].content.decode().count('<p class="small" lang=') == 3 * thanks
    assert made[0]["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize("slips", ["0", "97", "many", ""])
def test_sheet_of_a_wrong_number_is_refused(desk, slips):
    response = desk.post(SHEETS, {"slips": slips})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["slips"]
