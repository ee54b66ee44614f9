import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from civic.desk import entries_for
from tests.factories import DistrictFactory


def rendered(source, language="en", **context):
    with translation.override(language):
        return Template(source).render(Context(context))


def request_for(rf, path):
    return {"request": rf.get(path)}


# Languages and addresses


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/en/", "fa", "/fa/"),
        ("/en/events/market/", "vi", "/vi/events/market/"),
        ("/en/events/?page=2&amp;x=1", "pl", "/pl/events/?page=2&amp;amp;x=1"),
        ("/healthz/live", "it", "/it/"),
    ],
)
def test_in_language_keeps_page_and_query(rf, path, code, expected):
    source = "{% in_language code %}"
    assert rendered(source, code=code, **request_for(rf, path)) == expected


def test_in_language_from_a_persian_page(rf):
    source = "{% in_language 'en' %}"
    context = request_for(rf, "/fa/summaries/2025/fall/")
    assert rendered(source, "fa", **context) == "/en/summaries/2025/fall/"


def test_page_address_is_absolute_and_without_query(rf):
    source = "{% page_address 'vi' %}"
    context = request_for(rf, "/en/events/?page=2")
    assert rendered(source, **context) == "http://testserver/vi/events/"


@pytest.mark.parametrize(
    ("path", "is_within"), [("/en/events/a/", "yes"), ("/en/", "no")]
)
def test_starts_with(path, is_within):
    source = "{% if path|starts_with:'/en/events/' %}yes{% else %}no{% endif %}"
    assert rendered(source, path=path) == is_within


# Pictures


@pytest.mark.parametrize(
    ("share", "width"),
    [(0, "0.0"), (0.426, "42.6"), (1, "100.0"), (1.5, "100.0"), (None, "0.0")],
)
def test_bar_width_is_the_share(share, width):
    bar = rendered("{% bar share %}", "fa", share=share)
    assert bar.count(f'<rect class="bar__fill" width="{width}" height="8">') == 1


@pytest.mark.parametrize(
    ("step", "steps", "width"), [(2, 5, "40.0"), (9, 5, "100.0"), (0, 0, "0.0")]
)
def test_step_bar_width(step, steps, width):
    bar = rendered("{% step_bar step steps %}", step=step, steps=steps)
    assert bar.count(f'class="bar__fill" width="{width}"') == 1


def test_icon_is_hidden_from_screen_readers():
    assert rendered("{% icon 'arrow' %}") == (
        '<svg class="icon icon--arrow" width="24" height="24" aria-hidden="true">'
        '<use href="/static/img/icons.svg#arrow"></use></svg>'
    )


# Content


def test_translated_marks_a_text_of_another_language(db):
    district = DistrictFactory(name_en="Alviso", name_fa="")
    source = "{% translated district 'name' %}"
    assert rendered(source, "en", district=district) == "Alviso"
    assert rendered(source, "fa", district=district) == (
        '<span lang="en" dir="ltr">Alviso</span>'
    )


def test_translated_escapes(db):
    district = DistrictFactory(name_en="<b>")
    source = "{% translated district 'name' %}"
    assert rendered(source, district=district) == "&lt;b&gt;"


@pytest.mark.parametrize(("code", "text"), [("en", "Alviso"), ("vi", "")])
def test_text_in_one_language_never_falls_back(db, code, text):
    district = DistrictFactory(name_en="Alviso")
    source = "{% text_in district 'name' code %}"
    assert rendered(source, district=district, code=code) == text


# Includes


def test_progress_says_page_and_pages():
    source = "{% include 'includes/progress.html' with step=2 steps=5 %}"
    assert rendered(source).count("<p>Page 2 of 5</p>") == 1


def test_notice_of_an_untranslated_text(db):
    district = DistrictFactory(name_en="Alviso", name_fa="")
    source = "{% untranslated_notice district 'name' %}"
    assert rendered(source, "en", district=district).strip() == ""
    notice = rendered(source, "fa", district=district)
    assert notice.count('<bdi lang="en" dir="ltr">English</bdi>') == 1


@pytest.mark.django_db
def test_desk_entries_follow_the_role(librarian, editor, translator, stranger):
    def names(user):
        return [entry.address_name for entry in entries_for(user)]

    conversations = "engagement:conversation-event-list"
    surveys = "surveys:desk-survey-list"
    themes = "engagement:theme-bench"
    events = "engagement:desk-event-list"
    summaries = "engagement:desk-summary-list"
    sections = "engagement:own-section-list"
    comments, mail = "engagement:comment-queue", "engagement:mailing-list"
    commitments = "engagement:desk-commitment-list"
    shared = [conversations, events, surveys, themes]
    assert names(librarian) == [*shared, sections]
    assert names(editor) == [*shared, summaries, commitments, comments, mail]
    assert names(translator) == [events, surveys, summaries]
    assert names(stranger) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Saturday, December\u00a012,\u00a02026"),
        ("vi", "Thứ Bảy, 12\u00a0tháng\u00a012,\u00a02026"),
        ("pl", "sobota, 12\u00a0grudnia\u00a02026"),
        ("fa", "شنبه ۲۱\u00a0آذر\u00a0۱۴۰۵"),
        ("it", "sabato 12\u00a0dicembre\u00a02026"),
    ],
)
def test_day_month_and_year_stay_on_one_line(code, expected):
    day = dt.date(2026, 12, 12)

    assert rendered("{{ day|full_date }}", code, day=day) == expected
    assert expected.endswith(rendered("{{ day|long_date }}", code, day=day))


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("fa", "در «408-555» 2 رقم کم است", "در «408-555» ۲ رقم کم است"),
        ("fa", "2 «3» 4 «5", "۲ «3» ۴ «۵"),
        ("en", "“2” of 3", "“2” of 3"),
    ],
)
def test_message_has_the_pages_digits_but_quotes_what_was_typed(
    code, message, expected
):
    assert rendered("{{ m|message_digits }}", code, m=message) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Name", "Name:"), ("How are you?", "How are you?"), ("۷ + ۱؟", "۷ + ۱؟")],
)
def test_label_that_asks_has_no_colon_after_it(label, expected):
    assert rendered("{{ l }}{{ l|colon }}", l=label) == expected
