"""Pages with the newer kinds of questions, as a browser gets and sends them."""

import re

import pytest

from civic import public_pages
from surveys import definitions
from surveys.models import Response
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    EVERY_KIND_ANSWERS,
    PageFactory,
    SurveyFactory,
    every_kind_survey,
    matrix,
    question,
)
from tests.surveys.forms_in_pages import checked, mistakes, send, submission, text_of

pytestmark = pytest.mark.django_db
RADIO = re.compile(r'name="q-why" value="(\w+)"')


@pytest.fixture(autouse=True)
def nothing_kept():
    definitions.forget()
    public_pages.forget()


@pytest.fixture
def page():
    return PageFactory(survey=SurveyFactory(slug="kinds"))


def order(response) -> list[str]:
    return RADIO.findall(text_of(response))


def test_every_kind_is_sent_page_by_page(client):
    DistrictFactory(code="north")
    every_kind_survey(slug="kinds")
    page = client.get("/en/surveys/kinds/")
    first = {"agrees": "yes", "visits": "other", "visits__other": "every morning"}
    first |= {"uses": ["books", "other"], "uses__other": "the garden"}
    page = client.get(send(client, page, **first, branch="harbor", home="north").url)
    second = {"trust": "4", "services__hours": "bad", "services__staff": "good"}
    page = client.get(send(client, page, **second, order__quiet=1, order__chairs=2).url)
    third = {"age": "34", "distance": "2,5", "since": "2019-09-23"}
    done = send(client, page, **third, street="Elm", wish="More chairs")

    assert done.status_code == 303
    assert Response.objects.get().answers == EVERY_KIND_ANSWERS


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_kind_goes_back_as_it_was_left(client, language):
    DistrictFactory(code="north")
    every_kind_survey(slug="kinds")
    opened = client.get(f"/{language}/surveys/kinds/")
    page = client.get(send(client, opened, agrees="yes", branch="harbor").url)
    ranks = {"order__quiet": "1", "order__light": "1", "services__staff": "fair"}
    back = send(client, page, **ranks, _direction="back")
    first = text_of(client.get(back.url))
    again = back.url.replace("/1/", "/2/")
    second = text_of(client.get(again))

    assert '<option value="harbor" selected>' in first
    assert 'value="yes" id="id_q-agrees" checked>' in first
    assert re.findall(r'name="q-order-(\w+)" value="[1۱]"', second) == [
        "light",
        "quiet",
    ]
    assert checked(client.get(again)) == ["id_q-services-staff_1"]


def test_date_keeps_its_day_when_the_language_changes(client, page):
    question(page, "since", "date")
    question(page, "age", "number", decimals=1)
    opened = client.get("/fa/surveys/kinds/")
    turned = send(client, opened, since="۱۴۰۴/۰۷/۰۱", age="۱۲٫۵", _language="pl")
    text = text_of(client.get(turned.url))

    assert 'type="date" name="q-since" value="2025-09-23"' in text
    assert 'name="q-age" value="۱۲٫۵"' in text


def test_matrix_is_a_group_for_each_row(client, page):
    matrix(page, "services", ["hours"], "good", "bad", text_en="How is it?")
    text = text_of(client.get("/en/surveys/kinds/"))

    assert "<legend>How is it?" in text
    assert (
        'role="radiogroup" id="id_q-services-hours" tabindex="-1" '
        'aria-labelledby="id_q-services-hours_label"'
    ) in text
    assert 'id="id_q-services-hours_label">Hours</div>' in text


def test_matrix_with_many_choices_stays_a_list(client, page):
    matrix(page, "few", ["hours"], *"abcdef")
    matrix(page, "many", ["hours"], *"abcdefg")

    assert text_of(client.get("/en/surveys/kinds/")).count("matrix__head") == 1


def test_matrix_ties_each_error_to_its_row(client, page):
    matrix(page, "services", ["hours", "staff"], "good", is_required=True)
    answer = send(client, client.get("/en/surveys/kinds/"), services__staff="good")

    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["id_q-services-hours"]
    assert 'aria-describedby="id_q-services-hours_error"' in text_of(answer)
    assert 'id="id_q-services-hours_error"' in text_of(answer)


def test_ranking_without_a_script_is_numbers_with_labels(client, page):
    question(page, "order", "ranking", "a", "b")
    text = text_of(client.get("/en/surveys/kinds/"))

    assert '<label for="id_q-order-a">A</label>' in text
    assert text.count('<span class="ranking__moves" hidden>') == 2


def test_information_is_a_heading_with_its_text(client, page):
    question(page, "welcome", "information", text_en="Welcome", help_en="One.\n\nTwo.")
    text = text_of(client.get("/en/surveys/kinds/"))

    assert "<h2>Welcome</h2>" in text
    assert "<p>One.</p>\n\n<p>Two.</p>" in text
    assert "(optional)" not in text


def test_shuffled_page_comes_in_another_order_to_others(client, page):
    question(page, "why", "single", *"abcdefgh", is_randomized=True)
    orders = {tuple(order(client.get("/en/surveys/kinds/"))) for _visit in range(5)}

    assert len(orders) > 1
    assert {frozenset(one) for one in orders} == {frozenset("abcdefgh")}


def test_shuffled_page_keeps_its_order_when_it_comes_back(client, page):
    question(page, "why", "single", *"abcdefgh", is_randomized=True)
    question(page, "age", "number")
    opened = client.get("/en/surveys/kinds/")
    answer = send(client, opened, age="old")
    turned = client.get(send(client, answer, _language="fa").url)

    assert submission(turned) == submission(answer) == submission(opened)
    assert order(turned) == order(answer) == order(opened)


def test_page_that_is_not_shuffled_is_kept(client, page, django_assert_num_queries):
    question(page, "why", "single", *"abc")
    client.get("/en/surveys/kinds/")

    with django_assert_num_queries(0):
        assert order(client.get("/en/surveys/kinds/")) == list("abc")


def test_closed_survey_gives_back_numbers_and_dates_that_were_typed(client, page):
    question(page, "age", "number", text_en="How old?")
    question(page, "since", "date", text_en="Since when?")
    opened = client.get("/en/surveys/kinds/")
    page.survey.status = "closed"
    page.survey.save()
    definitions.forget()
    answer = send(client, opened, age="34", since="2019-09-23")

    assert answer.status_code == 409
    assert answer.context["typed"] == [
        ("How old?", "34"),
        ("Since when?", "2019-09-23"),
    ]
