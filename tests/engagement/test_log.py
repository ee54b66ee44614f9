import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from civic import receipts
from engagement.models import Conversation
from surveys.models import Response
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.factories import BranchFactory
from tests.surveys.factories import ResponseFactory

pytestmark = pytest.mark.django_db

LIST = "/en/desk/conversations/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def event():
    return OutreachEventFactory(title_en="Spring festival")


@pytest.fixture
def guide():
    return GuideFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def address(event, language="en") -> str:
    return f"/{language}/desk/conversations/{event.pk}/"


def sent(**fields) -> dict:
    """What a browser sends of a common entry."""
    common = {
        "submission": str(uuid4()),
        "opened": str(int(timezone.now().timestamp())),
        "q-WHY": ["borrow", "space"],
        "q-WISH": "more manga",
        "people": "1",
        "language": "fa",
        "method": "conversation",
        "quotation_consent": "none",
    }
    return common | {name.replace("__", "-"): value for name, value in fields.items()}


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response) -> list[str]:
    found = response.context["form"].errors
    return [str(error) for messages in found.values() for error in messages]


# Choosing the event


def test_event_choice_begins_with_today(desk):
    today = OutreachEventFactory()
    planned = OutreachEventFactory(status="planned")
    past = OutreachEventFactory(starts_at=timezone.now() - 3 * DAY, status="held")
    OutreachEventFactory(starts_at=timezone.now() + 3 * DAY)
    OutreachEventFactory(status="canceled")

    context = desk.get(LIST).context

    assert list(context["todays_events"]) == [today, planned]
    assert list(context["earlier_events"]) == [past]


def test_event_choice_tells_what_is_logged(desk, event):
    ConversationFactory(event=event)
    ConversationFactory(event=event, method="question_board")
    ConversationFactory(event=event, method="question_board")

    html = desk.get(LIST).content.decode()

    assert "1 conversation logged" in html
    assert "2 notes from boards" in html


def test_event_choice_without_events_says_so(desk):
    assert "There is no event in the calendar today" in desk.get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_event_choice_takes_the_same_queries(desk, rows, django_assert_num_queries):
    for _number in range(rows):
        ConversationFactory()
        ConversationFactory(event__starts_at=timezone.now() - 3 * DAY)

    with django_assert_num_queries(6):
        desk.get(LIST)


# Who may


def addresses(event) -> list[str]:
    page = address(event)
    return [LIST, page, f"{page}board/", f"{page}reach/"]


@pytest.mark.usefixtures("guide")
def test_log_is_for_those_who_listen(as_user, event, librarian, editor, trainer):
    for person in (librarian, editor, trainer):
        client = as_user(person)
        statuses = [client.get(page).status_code for page in addresses(event)]
        assert statuses == [200, 200, 200, 200]


def test_log_refuses_other_roles(as_user, event, guide, translator, stranger):
    for person in (translator, stranger):
        client = as_user(person)
        for page in addresses(event):
            assert client.get(page).status_code == 403
        assert client.post(address(event), sent()).status_code == 403
    assert Response.objects.count() == 0


def test_log_asks_the_anonymous_to_sign_in(client, event, guide):
    for page in addresses(event):
        response = client.get(page)
        assert response.status_code == 302
        assert response["Location"] == f"/en/accounts/login/?next={page}"
    assert client.post(address(event), sent()).status_code == 302
    assert Response.objects.count() == 0


def test_log_of_an_unknown_event_is_not_found(desk, guide):
    for page in ("999/", "999/board/", "999/reach/"):
        assert desk.get(LIST + page).status_code == 404


# Logging


def test_log_stores_a_conversation_and_offers_a_fresh_form(desk, event, guide):
    response = desk.post(address(event), sent(people="3"), follow=True)

    stored = Conversation.objects.get()
    assert stored.response.answers == {"WHY": ["borrow", "space"], "WISH": "more manga"}
    assert (stored.response.people, stored.response.language) == (3, "fa")
    [(fresh, status)] = response.redirect_chain
    assert (fresh.partition("?saved=")[0], status) == (address(event), 303)
    html = response.content.decode()
    assert "Saved. 1 conversation logged at this event today." in html
    details = response.context["form"].details
    assert details["people"].value() == 1
    assert details["submission"].value() != stored.response.submission


def test_log_begins_with_the_last_language_and_branch(desk, event, guide):
    branch = BranchFactory()
    event.branches.add(branch)
    fresh = desk.get(address(event, "it")).context["form"].details

    desk.post(address(event), sent(language="vi", branch=branch.pk))
    after = desk.get(address(event, "it")).context["form"].details

    assert fresh["language"].value() == "it"
    assert after["language"].value() == "vi"
    assert after["branch"].value() == branch.pk


def test_log_begins_with_ones_own_branch(desk, event, guide, librarian):
    own = BranchFactory()
    event.branches.add(own)
    librarian.branches.add(own)

    assert desk.get(address(event)).context["form"].details["branch"].value() == own.pk


def offered(response) -> list[int]:
    field = response.context["form"].details.fields["branch"]
    return [branch.pk for branch in field.branches]


def test_log_offers_and_takes_only_ones_own_branches(desk, event, guide, librarian):
    attending, own = event.branches.get(), BranchFactory()
    event.branches.add(own)
    librarian.branches.add(own, BranchFactory())

    shown = desk.get(address(event))
    refused = desk.post(address(event), sent(branch=attending.pk))
    desk.post(address(event), sent(branch=own.pk))

    assert offered(shown) == [own.pk]
    assert errors(refused) == [
        "Choose a branch of yours that was at the event, or none."
    ]
    assert Conversation.objects.get().branch == own


def test_log_of_an_event_of_other_branches_begins_with_none_and_is_taken(
    desk, event, guide, librarian
):
    desk.post(address(event), sent(branch=event.branches.get().pk))
    librarian.branches.add(BranchFactory())

    shown = desk.get(address(event))
    refused = desk.post(address(event), sent(branch=event.branches.get().pk))
    desk.post(address(event), sent(branch=""))

    assert shown.context["form"].details["branch"].value() is None
    assert 'type="hidden" name="branch"' not in refused.content.decode()
    assert Conversation.objects.filter(branch=None).count() == 1


def test_wrong_branch_can_be_chosen_anew(desk, event, guide, librarian):
    own = BranchFactory()
    other = event.branches.get()
    event.branches.add(own)
    librarian.branches.add(own)

    page = desk.post(address(event), sent(branch=other.pk)).content.decode()

    assert f'<option value="{own.pk}">' in page or f'value="{own.pk}"' in page
    assert 'type="hidden" name="branch"' not in page


def test_log_offers_an_editor_every_branch_that_attends(as_user, event, guide, editor):
    editor.branches.add(BranchFactory())

    shown = as_user(editor).get(address(event))

    assert offered(shown) == [event.branches.get().pk]


def test_log_of_a_branch_left_since_can_still_be_corrected(
    desk, event, guide, librarian
):
    left = event.branches.get()
    desk.post(address(event), sent(branch=left.pk))
    librarian.branches.add(BranchFactory())
    entry = Conversation.objects.get()

    page = f"{address(event)}{entry.pk}/"
    desk.post(page, sent(branch=left.pk, q__WISH="more comics"))

    assert offered(desk.get(page)) == [left.pk]
    entry.refresh_from_db()
    assert (entry.branch, entry.response.answers["WISH"]) == (left, "more comics")


def test_log_sent_twice_saves_once_and_says_so(desk, event, guide):
    entry = sent()
    desk.post(address(event), entry)

    again = desk.post(address(event), entry)

    assert Response.objects.count() == 1
    assert said(again)[-1].startswith("This entry was saved before and counts once.")


def test_log_takes_persian_digits(desk, event, guide):
    desk.post(address(event, "fa"), sent(people="۱۲"))

    assert Response.objects.get().people == 12


def test_log_in_persian_is_mirrored(desk, event, guide):
    html = desk.get(address(event, "fa")).content.decode()

    assert '<html lang="fa" dir="rtl">' in html
    assert "چرا از کتابخانه استفاده می‌کنید؟" in html
    assert 'name="people" value="۱"' in html


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ("0", "At least 1 person took part."),
        ("-1", "At least 1 person took part."),
        ("99999999999", "At most 5000 people fit into one entry."),
        ("many", "Write how many people took part as a number, such as 3."),
        ("", "Write how many people took part, at least 1."),
        ("1\x00", "Write how many people took part as a number, such as 3."),
    ],
)
def test_log_refuses_a_wrong_number_of_people(desk, event, guide, people, message):
    response = desk.post(address(event), sent(people=people))

    assert errors(response) == [message]
    assert response.context["form"].details["people"].value() == people
    assert Response.objects.count() == 0


def test_log_refuses_an_empty_entry(desk, event, guide):
    response = desk.post(address(event), sent(q__WHY=[], q__WISH=" "))

    assert errors(response) == [
        "Nothing is written down yet: choose an answer or write a note."
    ]


def test_log_refuses_consent_without_a_quotation(desk, event, guide):
    response = desk.post(address(event), sent(quotation_consent="anonymous"))

    assert errors(response) == [
        "Write down the words that may be published, or choose “Do not publish”."
    ]


@pytest.mark.parametrize(
    "field",
    [
        {"q__WHY": ["unknown"]},
        {"language": "xx"},
        {"method": "question_board"},
        {"branch": "999999"},
        {"branch": "x\x00"},
        {"quotation_consent": "always"},
        {"q__WISH": "a" * 1_000_000},
        {"quotation": "a" * 1_000_000},
    ],
)
def test_log_refuses_what_was_not_offered(desk, event, guide, field):
    response = desk.post(address(event), sent(**field))

    assert response.status_code == 422
    assert len(errors(response)) == 1
    assert Response.objects.count() == 0


def test_log_strips_control_characters(desk, event, guide):
    desk.post(address(event), sent(q__WISH="more\x00 manga\x07", reading="\x00so"))

    stored = Conversation.objects.get()
    assert stored.response.answers["WISH"] == "more manga"
    assert stored.reading == "so"


@pytest.mark.parametrize("submission", ["", "forged", "\x00", "1" * 5000])
def test_log_renews_a_damaged_submission_id(desk, event, guide, submission):
    entry = sent(submission=submission)
    response = desk.post(address(event), entry)

    renewed = response.context["form"].details["submission"].value()
    assert len(errors(response)) == 1
    assert response.context["form"].pages[0]["q-WISH"].value() == "more manga"
    desk.post(address(event), entry | {"submission": renewed})
    assert Response.objects.count() == 1


def test_log_refuses_the_submission_of_another(desk, event, guide):
    foreign = uuid4()
    ResponseFactory(submission=receipts.stored_id(foreign))

    response = desk.post(address(event), sent(submission=str(foreign)))

    assert errors(response) == [
        "This form belongs to another entry. Save it once more."
    ]
    assert response.context["form"].details["submission"].value() != str(foreign)
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize("opened", ["", "abc", "-5", "9" * 40])
def test_log_survives_a_wrong_opening_time(desk, event, guide, opened):
    desk.post(address(event), sent(opened=opened))

    assert Response.objects.count() == (opened != "abc")


def test_log_asks_the_guide_opened_last_or_the_one_chosen(desk, event):
    now = timezone.now()
    older = GuideFactory(slug="older", opens_at=now - 2 * DAY)
    newer = GuideFactory(slug="newer", opens_at=now - DAY)
    GuideFactory(slug="timeless")
    GuideFactory(slug="closed", status="closed")

    assert desk.get(address(event)).context["guide"] == newer
    assert desk.get(address(event) + "?guide=older").context["guide"] == older


@pytest.mark.parametrize("guide", ["none", "%00", "draft", "a b"])
def test_log_knows_no_such_guide(desk, event, guide):
    GuideFactory(slug="draft", status="draft")

    assert desk.get(f"{address(event)}?guide={guide}").status_code == 404


def test_log_keeps_what_was_typed_when_the_guide_closes(desk, event, guide):
    guide.status = "closed"
    guide.save()

    response = desk.post(f"{address(event)}?guide={guide.slug}", sent())

    assert errors(response) == [
        "This conversation guide is closed: choose one that is open."
    ]
    assert response.context["form"].pages[0]["q-WISH"].value() == "more manga"


def test_log_without_an_open_guide_says_so(desk, event):
    assert "No conversation guide is open" in desk.get(address(event)).content.decode()
    assert desk.post(address(event), sent()).status_code == 409


def test_log_offers_no_form_for_a_canceled_event(desk, guide):
    event = OutreachEventFactory(status="canceled")

    html = desk.get(address(event)).content.decode()

    assert "This event is canceled." in html
    assert 'id="desk-form"' not in html


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("rows", [1, 3])
def test_log_takes_the_same_queries(desk, event, rows, django_assert_num_queries):
    for _number in range(rows):
        desk.post(address(event), sent())
        event.branches.add(BranchFactory())

    with django_assert_num_queries(15):
        desk.get(address(event))


# Privacy


@pytest.mark.parametrize("field", ["q-WISH", "quotation", "reading", "q-WHY-other"])
def test_log_asks_before_it_stores_a_telephone_number(desk, event, guide, field):
    entry = sent() | {field: "call ۰۹۱۲ ۳۴۵ ۶۷۸۹"}

    refused = desk.post(address(event), entry)

    assert errors(refused) == [
        "This looks like a telephone number: “\u2068۰۹۱۲ ۳۴۵ ۶۷۸۹\u2069”."
    ]
    assert "None of this identifies anyone" in refused.content.decode()
    assert Response.objects.count() == 0

    desk.post(address(event), entry | {"confirms_privacy": "on"})
    assert Response.objects.count() == 1


def test_log_shows_no_privacy_question_without_need(desk, event, guide):
    html = desk.get(address(event)).content.decode()

    assert "id_confirms_privacy" not in html


# Correcting


@pytest.fixture
def logged(desk, event, guide):
    desk.post(address(event), sent(quotation="Open earlier"))
    return Conversation.objects.get()


def test_log_lists_ones_own_entries_in_words(desk, event, logged):
    html = desk.get(address(event)).content.decode()

    assert "<bdi>Borrow</bdi>" in html
    assert "<bdi>more manga</bdi>" in html
    assert f'href="{address(event)}{logged.pk}/"' in html


def test_correction_shows_the_entry_and_stores_the_change(desk, event, logged):
    page = f"{address(event)}{logged.pk}/"
    form = desk.get(page).context["form"]
    assert form.pages[0]["q-WHY"].value() == ["borrow", "space"]
    assert form.details["quotation"].value() == "Open earlier"

    change = sent(q__WISH="more comics", people="2", quotation="Open at nine")
    response = desk.post(page, change)

    logged.refresh_from_db()
    assert response["Location"] == address(event)
    assert logged.response.answers["WISH"] == "more comics"
    assert (logged.response.people, logged.quotation) == (2, "Open at nine")
    assert Response.objects.count() == 1


def test_correction_keeps_what_was_typed_wrongly(desk, event, logged):
    response = desk.post(f"{address(event)}{logged.pk}/", sent(people="0"))

    assert errors(response) == ["At least 1 person took part."]


def test_take_back_takes_the_entry_off_the_list(desk, event, logged):
    response = desk.post(f"{address(event)}{logged.pk}/take-back/", follow=True)

    assert "Taken back." in response.content.decode()
    assert response.context["own_entries"] == []
    assert Response.objects.get().review_state == "excluded"
    assert desk.get(f"{address(event)}{logged.pk}/").status_code == 404


def test_take_back_is_undone_from_the_page_it_leads_to(desk, event, logged):
    page = desk.post(f"{address(event)}{logged.pk}/take-back/", follow=True)
    assert page.context["taken_back"] == logged
    assert f"{address(event)}{logged.pk}/put-back/" in page.text

    page = desk.post(f"{address(event)}{logged.pk}/put-back/", follow=True)

    assert "The entry counts again." in page.text
    assert [one.conversation for one in page.context["own_entries"]] == [logged]
    for wrong in ("x", "0", str(logged.pk)):
        page = desk.get(address(event), {"taken_back": wrong})
        assert page.context["taken_back"] is None


def test_take_back_is_a_post(desk, event, logged):
    assert desk.get(f"{address(event)}{logged.pk}/take-back/").status_code == 405


def test_entry_of_another_is_not_found(as_user, event, logged, trainer, editor):
    page = f"{address(event)}{logged.pk}/"

    for method, path in (
        ("get", page),
        ("post", page),
        ("post", f"{page}take-back/"),
        ("post", f"{page}put-back/"),
    ):
        assert getattr(as_user(trainer), method)(path, sent()).status_code == 404
    assert as_user(editor).get(page).status_code == 200


def test_entry_is_refused_to_other_roles(as_user, client, event, logged, stranger):
    page = f"{address(event)}{logged.pk}/"

    assert as_user(stranger).get(page).status_code == 403
    assert as_user(stranger).post(f"{page}take-back/").status_code == 403
    assert client.get(page).status_code == 302
    assert client.post(f"{page}take-back/").status_code == 302
    assert Response.objects.get().review_state == "accepted"


def test_entry_under_another_event_is_not_found(desk, logged):
    other = OutreachEventFactory()

    assert desk.get(f"{address(other)}{logged.pk}/").status_code == 404


def test_summary_of_mistakes_names_a_question_once(desk, event, guide):
    page = desk.post(address(event), sent(**{"q-WHY": ["hunger"]})).content.decode()
    summary = page.partition("data-error-summary")[2].partition("</div>")[0]
    question = guide.pages.get().questions.get(code="WHY").text

    assert summary.count(question) == 1
    assert summary.count('<a href="#id_q-WHY">') == 1


def test_summary_of_mistakes_names_a_field_before_its_message(desk, event, guide):
    page = desk.post(address(event), sent(people="0")).content.decode()

    link = '<a href="#id_people">How many people took part</a>'
    assert page.count(f"<li>{link}: At least 1 person took part.</li>") == 1
