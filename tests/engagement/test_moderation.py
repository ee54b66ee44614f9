"""The moderator's queue: oldest first, decided with one press, undone for a while."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from engagement.models import Comment
from tests.engagement.commenting import (
    comment_on,
    published_comment,
    published_summary,
)
from tests.surveys.forms_in_pages import text_of

QUEUE = "/en/desk/moderation/"
TEXTS = re.compile(r'class="queued__text"[^>]*>([^<]*)')
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def summary(db):
    return published_summary()


@pytest.fixture
def desk(as_user, moderator):
    return as_user(moderator)


def texts(page) -> list[str]:
    return TEXTS.findall(text_of(page))


def decide(desk, comment, what: str, query: str = "", **fields):
    address = f"{QUEUE}{comment.pk}/{what}/{query}"
    return desk.post(address, {"seen": comment.state} | fields)


def state_of(comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_queue_has_what_waits_the_oldest_first(desk, summary):
    comment_on(summary, text="Newer")
    comment_on(summary, text="Older", sent_at=timezone.now() - HOUR)
    published_comment(summary, text="Published")

    page = desk.get(QUEUE)

    assert texts(page) == ["Older", "Newer"]
    assert text_of(page).count('Waiting <span class="soft">2</span>') == 1
    assert text_of(page).count('Published <span class="soft">1</span>') == 1
    assert texts(desk.get(QUEUE + "?state=published")) == ["Published"]


def test_queue_is_filtered_by_language(desk, summary):
    comment_on(summary, text="Hello", language="en")
    comment_on(summary, text="سلام", language="fa")
    assert texts(desk.get(QUEUE + "?language=fa")) == ["سلام"]
    assert texts(desk.get(QUEUE + "?language=xx&state=yy")) == ["Hello", "سلام"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_the_same_queries(desk, summary, rows, django_assert_num_queries):
    for _ in range(rows):
        comment_on(summary, text="Ask Tom Baker, 12 Oak Street.", language="pl")
    with django_assert_num_queries(8):
        desk.get(QUEUE)


def test_queue_marks_ways_to_people_and_programs(desk, summary):
    comment_on(summary, text="Call 408 555 0187 now", flags=["trap", "pace"])
    page = text_of(desk.get(QUEUE))
    assert page.count("Call <mark>408 555 0187</mark> now") == 1
    assert page.count("This looks like a telephone number") == 1
    assert page.count("only programs do that") == 1
    assert page.count("faster than anyone reads and writes") == 1


def test_queue_never_shows_the_address(desk, summary):
    comment_on(summary, email="ana@example.org")
    page = text_of(desk.get(QUEUE))
    assert "ana@example.org" not in page
    assert page.count("Its author left an address") == 1


def test_publish_goes_on_to_the_next(desk, summary):
    first, second = comment_on(summary, text="One"), comment_on(summary, text="Two")

    done = decide(desk, first, "publish", "?language=en")

    assert done["Location"] == f"{QUEUE}?language=en#comment-{second.pk}"
    assert state_of(first) == "published"
    page = text_of(desk.get(QUEUE))
    assert page.count(f'action="{QUEUE}{first.pk}/undo/"') == 1


def test_refusal_needs_a_rule_and_keeps_what_was_typed(desk, summary):
    comment = comment_on(summary)
    back = decide(desk, comment, "refuse", explanation="Please be kind.")
    assert back.status_code == 422
    assert "Please be kind." in text_of(back)
    assert "Say which rule of the policy the comment breaks." in text_of(back)
    assert state_of(comment) == "waiting"

    done = decide(desk, comment, "refuse", rule="insulting", explanation="Be kind.")

    assert done["Location"] == QUEUE
    comment.refresh_from_db()
    assert (comment.state, comment.rule, comment.explanation) == (
        "refused",
        "insulting",
        "Be kind.",
    )
    page = text_of(desk.get(QUEUE + "?state=refused"))
    assert (
        page.count(
            "Refused: it does not keep the rule “Nobody is insulted or threatened.”"
        )
        == 1
    )


def test_decision_on_an_outdated_page_is_refused_in_words(desk, summary, editor):
    comment = comment_on(summary)
    published = published_comment(summary)
    published.state = "waiting"  # as the page still shows it
    said = "Somebody else has decided about this comment meanwhile."

    back = decide(desk, published, "refuse", rule="subject")
    assert back.status_code == 422
    assert said in text_of(back)
    comment.state = "refused"
    page = desk.post(f"{QUEUE}{comment.pk}/publish/", {"seen": "refused"}, follow=True)
    assert said in text_of(page)
    assert state_of(comment) == "waiting"


def test_undo_brings_it_back(desk, summary):
    comment = comment_on(summary)
    decide(desk, comment, "publish")
    done = desk.post(f"{QUEUE}{comment.pk}/undo/")
    assert done["Location"] == f"{QUEUE}#comment-{comment.pk}"
    assert state_of(comment) == "waiting"
    assert "/undo/" not in text_of(desk.get(QUEUE))


def test_undo_too_late_says_so(desk, summary):
    comment = published_comment(summary)
    long_ago = timezone.now() - HOUR
    Comment.objects.filter(pk=comment.pk).update(moderated_at=long_ago)
    page = desk.post(f"{QUEUE}{comment.pk}/undo/", follow=True)
    assert "This can no longer be undone" in text_of(page)
    assert state_of(comment) == "published"


def test_published_comment_is_answered_and_withdrawn(client, desk, summary):
    comment = published_comment(summary)
    decide(desk, comment, "answer", answer="We will look at it.")
    public = "/en/summaries/2025/fall/comments/"
    assert "We will look at it." in text_of(client.get(public + "?page=1"))
    assert "We will look at it." in text_of(desk.get(f"{QUEUE}{comment.pk}/answer/"))

    decide(desk, comment, "withdraw")

    assert state_of(comment) == "withdrawn"
    assert "We will look at it." not in text_of(client.get(public + "?page=1"))


def test_typed_refusal_is_shown_in_the_other_language(desk, summary):
    comment = comment_on(summary)
    page = desk.post(
        f"/fa/desk/moderation/{comment.pk}/refuse/",
        {"explanation": "Half typed", "in_language": "fa"},
    )
    assert page.status_code == 200
    assert "Half typed" in text_of(page)
    assert "data-error-summary" not in text_of(page)
    assert state_of(comment) == "waiting"


@pytest.mark.parametrize("what", ["publish", "refuse", "withdraw", "undo", "answer"])
def test_moderation_is_closed_to_others(client, as_user, librarian, summary, what):
    comment = comment_on(summary)
    address = f"{QUEUE}{comment.pk}/{what}/"
    sent = {"seen": "waiting", "rule": "subject", "answer": "A"}
    assert client.post(address, sent).status_code == 302
    assert as_user(librarian).post(address, sent).status_code == 403
    assert state_of(comment) == "waiting"


def test_desk_says_how_many_wait(desk, summary):
    comment_on(summary)
    published_comment(summary)
    assert text_of(desk.get("/en/desk/")).count("1 comment waits") == 1


def test_empty_queue_says_what_will_be_here(desk, db):
    assert text_of(desk.get(QUEUE)).count("Nothing waits") == 1
    assert text_of(desk.get(QUEUE + "?state=refused")).count("No comments here") == 1
