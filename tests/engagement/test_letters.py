"""What is written to subscribers, in each language, as text and as HTML."""

import datetime as dt
import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.conf import settings as configured
from django.utils import timezone
from django.utils.html import strip_tags

from civic import languages
from civic.handing_over import wire_of
from engagement.actions.summaries import report_on_commitment
from engagement.letters import SECRET, confirmation, letter_of, reminder
from engagement.models import CommitmentUpdate, Mailing, Summary
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.subscribing import asked, subscriber
from tests.engagement.test_mailing import coming, published
from tests.engagement.writing import commitment_of
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db
MAILS = sorted((configured.BASE_DIR / "templates/engagement/mail").glob("*.html"))
LOADED = re.compile(r"<(?:img|script|link|iframe|form)\b|url\(|@import", re.IGNORECASE)
SIDES = re.compile(r"(?<![\w-])(?:left|right)\b|border-(?:top|bottom)", re.IGNORECASE)


def about(kind, item) -> Mailing:
    return Mailing(kind=kind, number=item.pk)


def summary_mail() -> Mailing:
    summary = published()
    commitment_of(summary, statement_fa="دوشنبه‌ها زودتر باز می‌کنیم")
    spoken = ConversationFactory(
        event=OutreachEventFactory(slug="quoted"),
        quotation="Quiet & calm",
        quotation_consent="anonymous",
    )
    summary.quotations.create(
        conversation=spoken, original_language="en", text_en="Quiet & calm"
    )
    return about("summary", summary)


def report_mail() -> Mailing:
    update = CommitmentUpdate(
        commitment=commitment_of(published(), due_year=2026, due_season="fall"),
        reported_on=timezone.localdate(),
        status="done",
        text_en="We open at nine.",
    )
    report_on_commitment(update, actor=None)
    return about("report", update)


def event_mail() -> Mailing:
    return about("event", coming(district=DistrictFactory(), languages=["en", "fa"]))


ITEMS = pytest.mark.parametrize("make", [summary_mail, report_mail, event_mail])


@ITEMS
@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda one: one.code)
def test_letter_says_its_language_and_leads_to_the_readers_pages(make, language):
    letter = letter_of(make(), language.code)

    head = f'<html lang="{language.code}" dir="{language.direction}">'
    assert letter.html.count(head) == 1
    for form in (letter.text, letter.html):
        own = set(re.findall(rf"https://[^\s\"<]*{SECRET}[^\s\"<]*", form))
        base = f"https://localhost/{language.code}/subscribe/{SECRET}"
        assert own == {f"{base}/", f"{base}/end/"}
    assert set(re.findall(r"/(en|vi|pl|fa|it)/", letter.text)) == {language.code}


@ITEMS
def test_letter_loads_nothing_and_names_no_side(make):
    letter = letter_of(make(), "fa")

    assert LOADED.findall(letter.html) == []
    assert SIDES.findall(" ".join(re.findall(r'style="([^"]*)"', letter.html))) == []
    assert 'style=""' not in letter.html


@ITEMS
def test_text_form_has_no_markup_and_no_gaps(make):
    text = letter_of(make(), "en").text

    assert re.search(r"&[a-z]+;|</?[a-z]", text) is None
    assert "\n\n\n" not in text


def test_summary_leads_with_the_people_heard():
    letter = letter_of(summary_mail(), "fa")

    assert letter.subject.startswith("What we heard") or "۱۴۰۴" in letter.subject
    assert "۹" in letter.text.splitlines()[3]
    assert "Quiet & calm" in letter.text
    assert "Quiet &amp; calm" in letter.html
    assert "دوشنبه‌ها زودتر باز می‌کنیم" in letter.text


def test_summary_says_what_was_decided_and_why_something_is_not_possible():
    mailing = summary_mail()
    summary = Summary.objects.get()
    summary.decided_en, summary.reasons_en = (
        "Open & earlier. " * 40,
        "Buses come at nine.",
    )
    summary.save()
    commitment_of(
        summary, statement_en="A pool", status="not_possible", reason_en="No ground."
    )
    letter = letter_of(mailing, "en")

    for words in ("What we decided", "Open & earlier.", "Buses come at", "No ground."):
        assert words in letter.text
        assert words in unescape(strip_tags(letter.html))
    assert "Open & earlier. " * 30 not in letter.text


def test_languages_of_another_direction_stay_in_their_order():
    event = coming(district=DistrictFactory(), languages=["vi", "en", "fa"])

    letter = letter_of(about("event", event), "fa")

    assert "\u2068Tiếng Việt\u2069، \u2068English\u2069، فارسی" in letter.text


def test_hidden_number_of_people_is_not_told():
    mailing = summary_mail()
    summary = Summary.objects.get()
    summary.evidence["people_heard"] = None
    summary.save()
    letter = letter_of(mailing, "en")

    assert "Fewer than 5 people heard" in letter.text
    assert "Fewer than 5 people heard" in letter.html


def test_report_says_state_statement_and_due_season():
    letter = letter_of(report_mail(), "en")

    assert letter.subject == "Done: Open earlier on Mondays"
    for words in ("Open earlier on Mondays", "Branch managers", "We open at nine."):
        assert words in letter.text
        assert words in strip_tags(letter.html)


def test_event_says_when_and_where_and_who_speaks_what():
    letter = letter_of(event_mail(), "en")

    assert letter.subject.startswith("Meet us on ")
    assert "Our staff there speak: English, \u2068فارسی\u2069" in letter.text


def test_what_is_missing_in_a_language_says_its_own():
    event = coming(title_en="Fair", title_fa="")
    letter = letter_of(about("event", event), "fa")

    assert '<span lang="en" dir="ltr">Fair</span>' in letter.html


@pytest.mark.parametrize("kind", Mailing.Kind.values)
def test_there_is_no_letter_about_what_is_not_there(kind):
    assert letter_of(Mailing(kind=kind, number=10**9), "en") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "canceled"},
        {"status": "planned"},
        {"starts_at": timezone.now() - dt.timedelta(minutes=5)},
    ],
)
def test_there_is_no_letter_about_an_event_called_off_or_begun(fields):
    assert letter_of(about("event", coming(**fields)), "en") is None


def test_title_cannot_add_a_header_or_markup():
    event = coming(title_en="Fair\nBcc: x@example.org <b>now</b>")
    letter = letter_of(about("event", event), "en")

    told = letter.to(subscriber(), {}).message()
    assert told["Bcc"] is None
    assert "<b>" not in letter.html


def test_mail_names_one_click_unsubscription_and_no_cause_for_answers():
    one = subscriber()
    told = letter_of(event_mail(), "en").to(one, {}).message()

    end = f"https://localhost/en/subscribe/{one.secret}/end/"
    assert told["List-Unsubscribe"] == f"<{end}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told["Auto-Submitted"] == "auto-generated"
    assert told["Content-Language"] == "en"
    assert told.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in told.get_payload()]
    assert kinds == ["text/plain", "text/html"]


@pytest.mark.parametrize("words", ["Short.", "A very long line. " * 200, "x" * 3000])
def test_mail_on_the_wire_is_the_one_that_django_makes(words):
    mailing = report_mail()
    CommitmentUpdate.objects.update(text_en=words, text_fa=words)
    one = subscriber(language="fa")
    mail = letter_of(mailing, "fa").mail_to(one, 7)

    found = message_from_bytes(mail.as_bytes(), policy=policy.default)
    made = message_from_bytes(wire_of(mail.as_message()), policy=policy.default)
    assert dict(found.items()) | {"Content-Type": ""} == dict(made.items()) | {
        "Content-Type": ""
    }
    for kind in ("plain", "html"):
        body = found.get_body((kind,)).get_content()
        assert body == made.get_body((kind,)).get_content()
        assert one.secret in body
        assert SECRET not in body


def test_confirmation_names_the_topics_and_promises_to_forget():
    east = DistrictFactory(name_en="East & Alum Rock")
    letter = confirmation(asked(topics=("events",), district=east))

    assert "Events near me, a few days before (East & Alum Rock)" in letter.text
    assert "after 7 days your address is deleted" in letter.text
    assert f"/en/subscribe/{SECRET}/confirm/" in letter.text
    assert f"/en/subscribe/{SECRET}/confirm/" in letter.html


def test_reminder_leads_to_the_readers_own_page():
    letter = reminder(subscriber())

    assert f"/en/subscribe/{SECRET}/\n" in letter.text


@pytest.mark.parametrize("template", MAILS, ids=lambda path: path.name)
def test_mail_template_loads_nothing(template):
    assert LOADED.findall(template.read_text()) == []
