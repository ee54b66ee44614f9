"""Comments as readers find and send them: no account, no cookie, nothing lost."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from civic import editions, public_pages
from engagement.actions.comments import refuse_comment, undo_decision
from engagement.models import Comment
from tests.engagement.commenting import (
    HERE,
    PAGE,
    comment_on,
    opened,
    published_comment,
    published_summary,
    result,
    sent,
)
from tests.engagement.writing import fall_summary
from tests.surveys.forms_in_pages import hidden, text_of

TEXTS = re.compile(r'<div class="comment__text"><p>([^<]*)')


@pytest.fixture
def summary(db):
    return published_summary()


@pytest.fixture(autouse=True)
def noon():
    """The beginning of a window of the limits."""
    with time_machine.travel(dt.datetime(2026, 3, 2, 12, 0, 30, tzinfo=dt.UTC)):
        yield


def texts(page) -> list[str]:
    return TEXTS.findall(text_of(page))


# Reading


def test_comment_page_shows_published_comments_only(client, summary):
    published_comment(summary, text="Good", name="Ana")
    comment_on(summary, text="Waits")
    refused = comment_on(summary, text="Refused")
    refuse_comment(refused, rule="subject", actor=None)

    page = client.get(PAGE)

    assert texts(page) == ["Good"]
    assert text_of(page).count("Ana") == 1
    assert text_of(page).count("1 comment</h2>") == 1


def test_comment_page_of_a_draft_is_not_there(client, db):
    fall_summary()
    assert client.get(PAGE).status_code == 404


def test_comment_page_begins_with_its_own_language(client, summary):
    published_comment(summary, text="Dobrze", language="pl")
    published_comment(summary, text="خوب", language="fa")
    published_comment(summary, text="Good", language="en")

    persian = client.get(PAGE.replace("/en/", "/fa/"))

    assert texts(persian)[0] == "خوب"
    assert texts(client.get(PAGE))[0] == "Good"
    assert text_of(persian).count('<article lang="pl" dir="ltr">') == 1
    assert text_of(client.get(PAGE)).count('<article lang="fa" dir="rtl">') == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_comment_page_takes_the_same_queries(
    client, summary, rows, django_assert_num_queries
):
    for number in range(rows):
        published_comment(summary, text=f"Comment {number}", language="pl")
    client.get("/en/")
    with django_assert_num_queries(3):
        client.get(PAGE + "?page=1")


def test_comment_page_is_kept_for_everyone_with_a_form_of_their_own(
    client, summary, django_assert_num_queries
):
    published_comment(summary, text="Good")
    first = client.get(PAGE.replace("/en/", "/fa/"))
    with django_assert_num_queries(0):
        second = Client().get(PAGE.replace("/en/", "/fa/"))

    assert hidden(first)["submission"] != hidden(second)["submission"]
    assert not second.cookies
    assert sent(client, second).status_code == 303
    assert sent(client, first).status_code == 303
    assert Comment.objects.waiting().count() == 2


def test_kept_comment_page_changes_with_a_decision(client, summary, editor):
    client.get(PAGE)
    comment = comment_on(summary, text="Good")
    assert texts(client.get(PAGE)) == []
    comment = published_comment(summary, text="Better")
    editions.forget()
    assert texts(client.get(PAGE)) == ["Better"]
    undo_decision(comment, actor=editor)
    editions.forget()
    assert texts(client.get(PAGE)) == []


def test_comment_with_markup_is_shown_as_typed(client, summary):
    published_comment(summary, text="<script>x</script>\n\nTwo", name="<b>")
    page = text_of(client.get(PAGE))
    assert page.count("<p>&lt;script&gt;x&lt;/script&gt;</p>") == 1
    assert page.count("&lt;b&gt;") == 1


def test_summary_leads_to_its_comments(client, summary):
    address = PAGE.removesuffix("comments/")
    assert text_of(client.get(address)).count("Write the first comment") == 1
    published_comment(summary)
    editions.forget()
    assert text_of(client.get(address)).count("1 comment: read it") == 1


# Sending


@pytest.mark.parametrize("language", ["en", "fa", "vi", "pl", "it"])
def test_comment_is_taken_in_the_language_of_the_page(client, summary, language):
    page = opened(client, language)

    done = sent(client, page, text="متن", name="Reza", email="r@example.org")

    assert done.status_code == 303
    assert done["Location"] == f"/{language}/summaries/2025/fall/comments/sent/"
    assert client.get(done["Location"]).status_code == 200
    comment = Comment.objects.get()
    assert (comment.language, comment.state, comment.name) == (
        language,
        "waiting",
        "Reza",
    )
    assert (comment.summary, comment.flags) == (summary, [])


def test_persian_page_asks_in_persian_digits(client, summary):
    page = text_of(opened(client, "fa"))
    assert re.search(r"data-sum>[۱-۹] \+ [۱-۹]</bdi>", page)


@pytest.mark.parametrize("digits", ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_sum_is_read_in_any_digits(client, summary, digits):
    page = opened(client)
    typed = str(result(page)).translate(str.maketrans("0123456789", digits))
    assert sent(client, page, sum=f" {typed} ").status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("sum", "1", "That is not the result."),
        ("sum", "", "Work out the small sum and write the result here."),
        ("sum", "seven", "Write the result in digits."),
        ("text", "  ", "Write your comment here first."),
        ("text", "x" * 3001, "This is too long by 1 character."),
        ("name", "x" * 82, "This is too long by 2 characters."),
        ("email", "nobody", "This is no e-mail address."),
    ],
)
def test_mistake_is_said_where_it_is_and_nothing_is_lost(
    client, summary, field, value, said
):
    typed = {"text": "Long thoughts", "name": "Ana", "email": "a@example.org"}
    page = opened(client)
    back = sent(client, page, **typed | {field: value})

    assert back.status_code == 422
    assert said in text_of(back)
    kept = text_of(back)
    for name in typed.keys() - {field}:
        assert typed[name] in kept
    assert hidden(back) == hidden(page)
    assert not Comment.objects.exists()
    assert sent(client, back, **typed).status_code == 303


def test_comment_sent_twice_is_stored_once(client, summary):
    page = opened(client)
    assert sent(client, page).status_code == 303
    assert sent(client, page).status_code == 303
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"token": ""},
        {"token": "1" * 10 + ".aa"},
        {"token": "é" * 75},
        {"submission": "00000000-0000-4000-8000-000000000007"},
        {"submission": "x"},
    ],
)
def test_form_that_is_not_ours_comes_back_with_what_was_typed(client, summary, forged):
    back = sent(client, opened(client), **forged, text="My words")

    assert back.status_code == 403
    assert "My words" in text_of(back)
    assert not Comment.objects.exists()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=9)):
        assert sent(client, back, text="My words").status_code == 303


def test_comment_from_another_site_is_not_taken(client, summary):
    page = opened(client)
    data = hidden(page) | {"text": "Words", "sum": result(page)}
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}

    back = client.post(PAGE, data, headers=elsewhere)

    assert back.status_code == 403
    assert not Comment.objects.exists()


def test_old_form_comes_back_with_a_new_sum(client, summary):
    page = opened(client, seconds_ago=25 * 3600)
    back = sent(client, page, text="Slow words")

    assert back.status_code == 422
    assert "Slow words" in text_of(back)
    assert hidden(back) != hidden(page)
    assert not Comment.objects.exists()


def test_trap_and_haste_are_told_to_the_moderator(client, summary):
    sent(client, opened(client), contact_url="http://buy.example")
    sent(client, opened(client, seconds_ago=1))
    flags = Comment.objects.order_by("pk").values_list("flags", flat=True)
    assert list(flags) == [["trap"], ["pace"]]


def test_many_comments_from_one_browser_wait(client, summary):
    for _ in range(10):
        assert sent(client, opened(client)).status_code == 303
    back = sent(client, opened(client), text="The eleventh")

    assert back.status_code == 429
    assert 1 <= int(back["Retry-After"]) <= 600
    assert "The eleventh" in text_of(back)
    assert Comment.objects.count() == 10
    other = Client(headers={"user-agent": "Another"})
    assert sent(other, opened(other)).status_code == 303


def test_guessing_the_sum_is_limited(client, summary):
    page = opened(client)
    for _ in range(10):
        assert sent(client, page, sum="1").status_code == 422
    assert sent(client, page).status_code == 429


def test_way_to_a_person_is_marked_before_it_is_sent(client, summary):
    page = opened(client)
    back = sent(client, page, text="Call me at 408 555 0187.")

    assert back.status_code == 422
    assert "This looks like a telephone number" in text_of(back)
    assert text_of(back).count('name="confirms_privacy"') == 1
    assert not Comment.objects.exists()
    said = {"text": "Call me at 408 555 0187.", "confirms_privacy": "on"}
    assert sent(client, back, **said).status_code == 303


def test_persons_name_is_no_reason_to_ask(client, summary):
    text = "Mrs Nguyen at the desk was very kind."
    assert sent(client, opened(client), text=text).status_code == 303


def test_typed_comment_is_shown_in_the_other_language(client, summary):
    page = opened(client)
    data = hidden(page) | {"text": "Half a thought", "in_language": "fa"}
    persian = client.post(PAGE.replace("/en/", "/fa/"), data, headers=HERE)

    assert persian.status_code == 200
    assert text_of(persian).count("Half a thought") == 1
    assert text_of(persian).count("data-error-summary") == 0
    assert result(persian) == result(page)
    assert not Comment.objects.exists()


def test_broken_post_is_answered_in_words(client, summary):
    broken = client.post(
        PAGE, "text=%ff%fe", content_type="application/x-www-form-urlencoded"
    )
    assert broken.status_code == 400
    assert "What arrived was damaged on its way" in text_of(broken)


def test_page_is_made_anew_where_a_query_asks_for_more(client, summary):
    client.get(PAGE)
    public_pages.forget()
    assert client.get(PAGE + "?page=99").status_code == 200


def test_comment_sent_while_the_database_is_away_comes_back(client, summary):
    data = hidden(opened(client)) | {"text": "Long thoughts", "sum": "7"}

    def away(execute, sql, params, many, context):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(away):
        back = client.post(PAGE, data, headers=HERE)

    assert back.status_code == 503
    assert back["Retry-After"] == "30"
    assert hidden(back) == data
    assert text_of(back).count(f'action="{PAGE}"') == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "a\0b\u202e"},
        {"text": ["one", "two"]},
        {"name": "\u202e\u2066\0"},
        {"sum": "9" * 4000},
        {"sum": "-1"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"submission": ["x", "y"]},
        {"language": "xx", "state": "published"},
    ],
)
def test_hostile_comment_is_never_an_error_of_the_server(client, summary, fields):
    response = sent(client, opened(client), **fields)
    assert response.status_code in {303, 403, 422}
    for comment in Comment.objects.all():
        assert (comment.state, comment.language) == ("waiting", "en")
        assert not {"\0", "\u202e"} & set(comment.text + comment.name)


def test_file_instead_of_a_comment_is_refused(client, summary):
    data = hidden(opened(client)) | {"text": ContentFile(b"x", "text.txt")}
    assert client.post(PAGE, data, headers=HERE).status_code == 400
