"""Pages and questions that depend on answers: skipped, never stored, led to anew."""

import re

import pytest

from civic import public_pages
from surveys.models import Draft, QuestionRow, Response
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)
from tests.surveys.forms_in_pages import (
    action,
    checked,
    hidden,
    mistakes,
    send,
    submission,
    text_of,
)

PROGRESS = re.compile(r"Page (\d) of (\d)")


def shown_if(code, operator, value=None, **more):
    condition = {"question": code, "operator": operator, **more}
    if value is not None:
        condition["value"] = value
    return {"match": "all", "conditions": [condition]}


@pytest.fixture
def survey(db):
    """Children are asked for their school on page 2, all for their wish on page 3.

    Page 4 is for those who wish for something.
    """
    survey = SurveyFactory(slug="branching")
    CollectorFactory(survey=survey, slug="branching-web")
    first = PageFactory(survey=survey)
    second = PageFactory(survey=survey, shown_if=shown_if("age", "at_most", 17))
    third = PageFactory(survey=survey)
    fourth = PageFactory(survey=survey, shown_if=shown_if("wish", "answered"))
    question(first, "age", "number", is_required=True, minimum=0, maximum=120)
    question(second, "school", "short_text", is_required=True)
    matrix = question(second, "lessons", "matrix", "good", "bad")
    QuestionRow.objects.create(question=matrix, position=1, code="art")
    question(third, "wish", "short_text")
    question(
        third,
        "homework",
        "single",
        "much",
        "little",
        is_required=True,
        shown_if=shown_if("lessons", "is", "bad", row="art"),
    )
    question(fourth, "when", "date")
    return survey


def begin(client, age, language="en"):
    return send(client, client.get(f"/{language}/surveys/branching/"), age=age)


def number_of(address: str) -> int:
    return int(address.rstrip("/").rpartition("/")[2])


def progress(page) -> tuple[str, ...]:
    return PROGRESS.search(text_of(page)).groups()


def test_answer_that_a_condition_hides_comes_back_when_it_is_shown_again(client, db):
    first = PageFactory(survey__slug="branching")
    second = PageFactory(survey=first.survey)
    question(first, "visits", "single", "weekly", "never")
    question(second, "wish", "short_text")
    often = shown_if("visits", "is", "weekly")
    question(second, "trust", "rating", minimum=1, maximum=5, shown_if=often)

    def go(page, **answers):
        return client.get(send(client, page, **answers).url)

    page = go(client.get("/en/surveys/branching/"), visits="weekly")
    page = go(page, trust="4", wish="chairs", _direction="back")
    page = go(go(page, visits="never"), wish="", _direction="back")
    page = go(page, visits="weekly")
    assert checked(page) == ["id_q-trust_3"]
    assert "chairs" not in text_of(page)

    page = go(go(page, trust="4", _direction="back"), visits="never")
    send(client, page, wish="light")
    assert Response.objects.get().answers == {"visits": "never", "wish": "light"}


def test_page_that_is_not_for_somebody_is_passed_over_both_ways(client, survey):
    to_third = begin(client, "40")
    third = client.get(to_third.url)
    back = send(client, third, _direction="back")

    assert number_of(to_third.url) == 3
    assert number_of(back.url) == 1
    assert number_of(begin(client, "۱۲", "fa").url) == 2


def test_page_opened_by_its_address_leads_to_one_that_is_shown(client, survey):
    to_third = begin(client, "40")
    skipped = client.get(to_third.url.replace("/3/", "/2/"))

    assert (skipped.status_code, skipped.url) == (302, to_third.url)


def test_progress_counts_the_pages_that_may_come(client, survey):
    first = client.get("/en/surveys/branching/")
    child, adult = (client.get(begin(client, age).url) for age in ("12", "40"))

    assert progress(first) == ("1", "4")
    assert progress(child) == ("2", "4")
    assert progress(adult) == ("2", "3")
    assert "this button sends them" in text_of(adult)


def test_last_page_that_falls_away_sends_the_answers(client, survey):
    third = client.get(begin(client, "40").url)
    done = send(client, third)

    assert "/thanks/?r=" in done.url
    assert Response.objects.get().answers == {"age": 40}


def test_whole_way_of_a_child_stores_every_shown_answer(client, survey):
    second = client.get(begin(client, "12").url)
    third = client.get(send(client, second, school="Oak", lessons__art="bad").url)
    fourth = client.get(send(client, third, wish="paint", homework="much").url)
    send(client, fourth, when="2026-03-20")

    assert Response.objects.get().answers == {
        "age": 12,
        "school": "Oak",
        "lessons": {"art": "bad"},
        "wish": "paint",
        "homework": "much",
        "when": "2026-03-20",
    }


def test_question_shown_by_an_earlier_page_is_there_only_then(client, survey):
    second = client.get(begin(client, "12").url)
    asked = client.get(send(client, second, school="Oak", lessons__art="bad").url)
    missing = send(client, asked)
    spared = client.get(send(client, second, school="Oak", lessons__art="good").url)

    assert list(mistakes(missing)) == ["id_q-homework"]
    assert "q-homework" not in text_of(spared)


def test_going_back_and_changing_an_answer_leads_another_way(client, survey):
    second = client.get(begin(client, "12").url)
    third = client.get(send(client, second, school="Oak", lessons__art="bad").url)
    to_second = send(client, third, wish="paint", homework="much", _direction="back")
    first = client.get(send(client, client.get(to_second.url), _direction="back").url)
    third_again = client.get(send(client, first, age="40").url)

    assert number_of(action(third_again)) == 3
    assert 'value="paint"' in text_of(third_again)
    assert "q-homework" not in text_of(third_again)
    fourth = client.get(send(client, third_again, wish="paint").url)
    send(client, fourth)
    assert Response.objects.get().answers == {"age": 40, "wish": "paint"}


def test_changing_back_finds_what_was_typed_before(client, survey):
    to_second = begin(client, "12")
    second = client.get(to_second.url)
    third = client.get(send(client, second, school="Oak").url)
    first_address = action(third).replace("/3/", "/1/")
    send(client, client.get(first_address), age="40")
    again = send(client, client.get(first_address), age="12")

    assert 'value="Oak"' in text_of(client.get(again.url))


def test_forged_answers_to_hidden_questions_are_never_stored(client, survey):
    third = client.get(begin(client, "40").url)
    fields = hidden(third) | {
        "q-school": "forged",
        "q-lessons-art": "bad",
        "q-homework": "much",
    }
    client.post(action(third), fields)

    assert Response.objects.get().answers == {"age": 40}


def test_hidden_page_that_is_sent_all_the_same_counts_for_nothing(client, survey):
    second = client.get(begin(client, "12").url)
    first = client.get(action(second).replace("/2/", "/1/"))
    send(client, first, age="40")
    onward = send(client, second, school="Oak")
    send(client, client.get(onward.url))

    assert number_of(onward.url) == 3
    assert Response.objects.get().answers == {"age": 40}


def test_page_kept_for_all_is_never_shown_to_those_led_elsewhere(client, survey):
    adults = [client.get(begin(client, "40").url) for _ in range(3)]
    second = client.get(begin(client, "12").url)
    child = client.get(send(client, second, school="Oak", lessons__art="bad").url)

    assert len({submission(page) for page in adults}) == 3
    assert {progress(page) for page in adults} == {("2", "3")}
    assert progress(child) == ("3", "4")
    assert "q-homework" in text_of(child)
    assert "q-homework" not in text_of(client.get(begin(client, "40").url))


def test_page_with_shuffled_choices_is_not_kept(client, db):
    page = PageFactory(survey__slug="shuffled")
    question(page, "uses", "multiple", *"abcdefgh", is_randomized=True)
    orders = {
        tuple(
            re.findall(r'value="([a-h])"', text_of(client.get("/en/surveys/shuffled/")))
        )
        for _ in range(5)
    }

    assert len(orders) > 1
    assert not public_pages._pages


def test_draft_keeps_the_answers_of_pages_that_fell_away(client, survey):
    second = client.get(begin(client, "12").url)
    send(client, second, school="Oak", _direction="back")

    assert Draft.objects.get().answers["q-school"] == ["Oak"]
