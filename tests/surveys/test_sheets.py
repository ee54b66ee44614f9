"""Paper sheets: printed, typed in, typed in again by somebody else, and settled."""

import re
import uuid
import zlib

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from civic import languages
from surveys import tallying
from surveys.actions.paper import (
    AlreadyEntered,
    NumberTaken,
    SamePerson,
    correct_sheet,
    differing,
    enter_again,
    enter_sheet,
    settle_sheet,
)
from surveys.exchange import paper
from surveys.models import PaperSheet, Response, Survey, Tally
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    every_kind_survey,
    one_page_survey,
    question,
)

FIRST = {"visits": "weekly", "wish": "More chairs"}


@pytest.fixture
def collector(db):
    return CollectorFactory(survey=one_page_survey(), kind="paper")


def entered(collector, actor, number=1, answers=FIRST, submission=None) -> PaperSheet:
    return enter_sheet(
        collector,
        number=number,
        answers=answers,
        language="fa",
        submission=submission or uuid.uuid4(),
        started_at=timezone.now(),
        actor=actor,
    )


def weekly(survey) -> int:
    """How many are counted as weekly visitors."""
    tallies = Tally.objects.filter(survey=survey, choice="weekly")
    return sum(tallies.values_list("people", flat=True))


def address(name, sheet_or_collector):
    survey = getattr(sheet_or_collector, "survey", None)
    survey = survey or sheet_or_collector.collector.survey
    return reverse(f"surveys:{name}", args=[survey.pk, sheet_or_collector.pk])


# Actions


def test_a_sheet_is_a_response_of_its_collector(collector, librarian):
    sheet = entered(collector, librarian, number=12)
    response = Response.objects.get()
    assert (sheet.response, sheet.number, sheet.entered_by) == (response, 12, librarian)
    assert (response.answers, response.language) == (FIRST, "fa")
    assert response.collector == collector


def test_a_sheet_sent_twice_is_stored_once(collector, librarian):
    submission = uuid.uuid4()
    sheets = {entered(collector, librarian, submission=submission) for _ in range(2)}
    assert (len(sheets), Response.objects.count()) == (1, 1)


def test_a_number_that_is_taken_stores_nothing(collector, librarian):
    entered(collector, librarian, number=3)
    with pytest.raises(NumberTaken):
        entered(collector, librarian, number=3)
    assert (PaperSheet.objects.count(), Response.objects.count()) == (1, 1)


def test_entries_differ_where_one_of_them_has_another_answer_or_none():
    first = {"visits": "weekly", "wish": "Chairs", "trust": 3}
    second = {"visits": "weekly", "wish": "More chairs", "home": "d1"}
    assert differing(first, second) == ["wish", "trust", "home"]


def test_a_second_entry_that_agrees_settles_the_sheet(collector, librarian, editor):
    sheet = entered(collector, librarian)
    sheet = enter_again(sheet, answers=FIRST, actor=editor)
    assert (sheet.second_by, sheet.settled_at is not None) == (editor, True)
    assert Response.objects.count() == 1


def test_a_second_entry_that_differs_waits_to_be_settled(collector, librarian, editor):
    sheet = entered(collector, librarian)
    sheet = enter_again(sheet, answers={"visits": "never"}, actor=editor)
    assert (sheet.second_answers, sheet.settled_at) == ({"visits": "never"}, None)
    assert Response.objects.get().answers == FIRST


def test_nobody_enters_a_sheet_of_their_own_again(collector, librarian):
    sheet = entered(collector, librarian)
    with pytest.raises(SamePerson):
        enter_again(sheet, answers=FIRST, actor=librarian)


def test_nobody_enters_a_sheet_a_third_time(collector, librarian, editor, admin):
    sheet = entered(collector, librarian)
    enter_again(sheet, answers=FIRST, actor=editor)
    with pytest.raises(AlreadyEntered):
        enter_again(sheet, answers=FIRST, actor=admin)


def test_settling_takes_what_is_right_and_the_figures_follow(
    collector, librarian, editor
):
    sheet = entered(collector, librarian)
    tallying.fold_responses()
    second = {"visits": "never", "wish": "More tables"}
    sheet = enter_again(sheet, answers=second, actor=editor)
    settle_sheet(sheet, right={"visits": "second", "wish": "first"}, actor=editor)
    sheet.refresh_from_db()
    assert sheet.response.answers == {"visits": "never", "wish": "More chairs"}
    assert (sheet.settled_at is not None, weekly(collector.survey)) == (True, 0)
    assert tallying.count_differences() == 0


def test_settling_can_take_that_nothing_is_there(collector, librarian, editor):
    sheet = entered(collector, librarian)
    sheet = enter_again(sheet, answers={"visits": "weekly"}, actor=editor)
    settle_sheet(sheet, right={"wish": "second"}, actor=editor)
    sheet.refresh_from_db()
    assert sheet.response.answers == {"visits": "weekly"}


def test_correcting_a_sheet_compares_it_with_the_second_entry(
    collector, librarian, editor
):
    sheet = entered(collector, librarian)
    sheet = enter_again(sheet, answers={"visits": "never"}, actor=editor)
    correct_sheet(
        sheet, answers={"visits": "never"}, number=1, language="fa", actor=librarian
    )
    sheet.refresh_from_db()
    assert (sheet.response.answers, sheet.settled_at is not None) == (
        {"visits": "never"},
        True,
    )


def test_correcting_the_number_leaves_a_settled_sheet_settled(
    collector, librarian, editor
):
    sheet = entered(collector, librarian)
    sheet = enter_again(sheet, answers={"visits": "never"}, actor=editor)
    sheet = settle_sheet(sheet, right={}, actor=editor)
    correct_sheet(sheet, answers=FIRST, number=2, language="fa", actor=librarian)
    sheet.refresh_from_db()
    assert (sheet.number, sheet.settled_at is not None) == (2, True)


# The form on paper


@pytest.fixture
def every_kind(db):
    DistrictFactory(code="d1", name_en="Old Town", name_fa="شهر کهنه")
    made = every_kind_survey()
    return Survey.objects.with_questions().get(pk=made.pk)


def test_paper_numbers_what_asks_something(every_kind):
    numbered = [one for _page, found in paper.printed(every_kind) for one in found]
    asking = [one for one in numbered if one.question.kind != "information"]
    assert [one.number for one in asking] == list(range(1, len(asking) + 1))
    assert {one.number for one in numbered} - {one.number for one in asking} == {None}


def test_paper_says_whom_a_question_is_for_and_where_the_others_go_on(db):
    survey = SurveyFactory()
    page = PageFactory(survey=survey)
    question(page, "visits", "single", "weekly", "never", text_en="How often?")
    rule = {"question": "visits", "operator": "is", "value": "never"}
    shown_if = {"match": "all", "conditions": [rule]}
    for code in ("why", "what"):
        question(page, code, "short_text", shown_if=shown_if)
    question(page, "wish", "short_text")
    survey = Survey.objects.with_questions().get()
    ((_page, found),) = paper.printed(survey)
    assert [one.go_on_to for one in found] == [None, 4, 4, None]
    assert [bool(one.only_if) for one in found] == [False, True, True, False]


@pytest.mark.parametrize("language", ["en", "vi", "pl", "fa", "it"])
def test_paper_form_is_a_pdf_in_each_language(every_kind, language):
    with translation.override(language):
        document = paper.paper_form(every_kind, address="https://city.example/s/x/")
    assert document.startswith(b"%PDF-")


def test_paper_form_is_tagged_for_those_who_hear_it(every_kind):
    document = paper.paper_form(every_kind, address="https://city.example/s/x/")
    streams = re.findall(rb"ObjStm.*?stream\n(.*?)\nendstream", document, re.DOTALL)
    assert any(b"/StructTreeRoot" in zlib.decompress(one) for one in streams)


@pytest.mark.parametrize(("language", "says"), [("en", False), ("fa", True)])
def test_paper_form_names_a_calendar_that_is_not_gregorian(every_kind, language, says):
    asked = every_kind.all_questions.filter(kind="date").get()
    with translation.override(language):
        about = {
            "question": asked,
            "printed": paper.Printed(asked, 1, "", None),
            "language": languages.current(),
        }
        text = render_to_string("surveys/_paper_question.html", about)
        sentence = gettext("The date in the Solar Hijri calendar.")
    assert (sentence in text) is says


def test_paper_form_is_laid_out_anew_once_a_text_changes(every_kind):
    first = paper.paper_form(every_kind, address="https://city.example/s/x/")
    assert paper.paper_form(every_kind, address="https://city.example/s/x/") == first
    Survey.objects.filter(pk=every_kind.pk).update(title_en="Another title")
    changed = Survey.objects.with_questions().get(pk=every_kind.pk)
    assert paper.paper_form(changed, address="https://city.example/s/x/") != first


def test_paper_form_is_sent_as_a_file_in_the_language_of_the_address(
    every_kind, as_user, librarian
):
    response = as_user(librarian).get(f"/fa/desk/surveys/{every_kind.pk}/paper.pdf")
    assert response["Content-Type"] == "application/pdf"
    name = f'inline; filename="{every_kind.slug}-fa.pdf"'
    assert response["Content-Disposition"] == name


# Typing them in


@pytest.fixture
def client_of(as_user, librarian):
    return as_user(librarian)


def typed(page, **answers):
    head = page.context["form"].head
    own = {name: head[name].value() for name in ("submission", "opened", "number")}
    return {**own, "language": "vi", **{f"q-{k}": v for k, v in answers.items()}}


def test_entry_saves_a_sheet_and_offers_the_next(client_of, collector):
    page = client_of.get(address("sheet-create", collector))
    sent = typed(page, visits="never", wish="Chairs")
    response = client_of.post(address("sheet-create", collector), sent)
    following = client_of.get(response.url)
    sheet = PaperSheet.objects.select_related("response").get()
    assert (sheet.number, sheet.response.language) == (1, "vi")
    assert sheet.response.answers == {"visits": "never", "wish": "Chairs"}
    head = following.context["form"].head
    assert (head["number"].value(), head["language"].value()) == (2, "vi")


def test_entry_takes_numbers_in_any_digits(client_of, collector):
    page = client_of.get(address("sheet-create", collector))
    client_of.post(
        address("sheet-create", collector),
        typed(page, visits="never") | {"number": "۱۲"},
    )
    assert PaperSheet.objects.get().number == 12


def test_entry_takes_a_sheet_that_leaves_a_required_question_open(client_of, collector):
    page = client_of.get(address("sheet-create", collector))
    client_of.post(address("sheet-create", collector), typed(page, wish="Chairs"))
    assert Response.objects.get().answers == {"wish": "Chairs"}


def test_entry_refuses_an_empty_sheet(client_of, collector):
    page = client_of.get(address("sheet-create", collector))
    response = client_of.post(address("sheet-create", collector), typed(page))
    assert response.status_code == 422
    assert response.context["form"].also_wrong == [
        "Nothing is filled in yet. An empty sheet need not be entered."
    ]


def test_entry_names_the_next_free_number(client_of, collector, librarian):
    entered(collector, librarian, number=7)
    page = client_of.get(address("sheet-create", collector))
    sent = typed(page, visits="never", wish="Chairs") | {"number": "7"}
    response = client_of.post(address("sheet-create", collector), sent)
    assert response.status_code == 422
    assert response.context["form"].head.errors["number"] == [
        "Sheet 7 was entered before. The next free number is 8."
    ]
    assert "Chairs" in response.content.decode()


ONLY_NEVER = {
    "match": "all",
    "conditions": [{"question": "visits", "operator": "is", "value": "never"}],
}


@pytest.fixture
def conditional(db):
    """A collector of a survey whose second page has a question for some only."""
    survey = SurveyFactory()
    first, second = PageFactory(survey=survey), PageFactory(survey=survey)
    question(first, "visits", "single", "weekly", "never", text_en="How often?")
    question(second, "why", "short_text", text_en="Why?", shown_if=ONLY_NEVER)
    return CollectorFactory(survey=survey, kind="paper")


def test_entry_asks_about_what_the_answers_before_do_not_call_for(
    client_of, conditional
):
    page = client_of.get(address("sheet-create", conditional))
    sent = typed(page, visits="weekly", why="Too far")
    response = client_of.post(address("sheet-create", conditional), sent)
    form = response.context["form"]
    assert (response.status_code, Response.objects.count()) == (422, 0)
    assert form.errors["q-why"] == [
        "“Why?” is answered, but the other answers leave it out. It is asked "
        "under this condition: Only if the answer to “How often?” is “Never”. Please "
        "change one of the answers."
    ]
    assert list(form.errors) == ["q-why"]
    assert 'name="passed_over" value="why"' in response.content.decode()


def test_entry_saved_again_leaves_out_what_is_not_called_for(client_of, conditional):
    page = client_of.get(address("sheet-create", conditional))
    sent = typed(page, visits="weekly", why="Too far") | {"passed_over": "why"}
    client_of.post(address("sheet-create", conditional), sent)
    assert Response.objects.get().answers == {"visits": "weekly"}


def test_entry_asks_about_a_page_that_the_answers_before_leave_out(
    client_of, conditional
):
    last = PageFactory(survey=conditional.survey, shown_if=ONLY_NEVER)
    question(last, "wish", "short_text", text_en="Wish?")
    page = client_of.get(address("sheet-create", conditional))
    sent = typed(page, visits="weekly", wish="Chairs")
    response = client_of.post(address("sheet-create", conditional), sent)
    assert response.context["form"].passed_over == "wish"


def test_entry_says_whom_a_question_is_for(client_of, conditional):
    page = client_of.get(address("sheet-create", conditional))
    assert [only_if for _entry, only_if in page.context["form"].asked()] == [
        "",
        "Only if the answer to “How often?” is “Never”.",
    ]


def test_entry_keeps_what_is_typed_when_only_the_language_changes(client_of, collector):
    page = client_of.get(address("sheet-create", collector))
    sent = typed(page, wish="Chairs") | {"in_language": "fa"}
    response = client_of.post(f"/fa{address('sheet-create', collector)[3:]}", sent)
    assert response.status_code == 200
    assert "Chairs" in response.content.decode()
    assert not Response.objects.exists()


def test_entry_is_for_paper_collectors_only(client_of, collector):
    web = CollectorFactory(survey=collector.survey)
    assert client_of.get(address("sheet-create", web)).status_code == 404


def test_second_entry_does_not_show_the_first(as_user, collector, librarian, editor):
    sheet = entered(collector, librarian)
    page = as_user(editor).get(address("sheet-again", sheet))
    assert "More chairs" not in page.content.decode()


def test_second_entry_that_differs_leads_to_the_differences(
    as_user, collector, librarian, editor
):
    sheet = entered(collector, librarian)
    client = as_user(editor)
    sent = {"q-visits": "never", "q-wish": "More chairs"}
    response = client.post(address("sheet-again", sheet), sent)
    assert response.url == address("sheet-differences", sheet)
    ((one, _field),) = client.get(response.url).context["differences"]
    assert (one.code, one.first, one.second) == ("visits", ["Weekly"], ["Never"])


def test_second_entry_by_the_same_person_is_refused(client_of, collector, librarian):
    sheet = entered(collector, librarian)
    sent = {"q-visits": "never"}
    response = client_of.post(address("sheet-again", sheet), sent)
    assert response.status_code == 422
    assert response.context["form"].also_wrong == [
        "You entered this sheet yourself: the second entry is somebody else’s."
    ]


def test_differences_are_settled_by_choosing(as_user, collector, librarian, editor):
    sheet = entered(collector, librarian)
    enter_again(sheet, answers=FIRST | {"visits": "never"}, actor=editor)
    client = as_user(editor)
    undecided = client.post(address("sheet-differences", sheet), {})
    settled = client.post(address("sheet-differences", sheet), {"visits": "second"})
    sheet.refresh_from_db()
    assert (undecided.status_code, settled.status_code) == (422, 303)
    assert sheet.response.answers == FIRST | {"visits": "never"}


def test_undecided_differences_are_named_by_their_questions_in_order(
    as_user, collector, librarian, editor
):
    first = {"wish": "More chairs", "visits": "weekly"}
    sheet = entered(collector, librarian, answers=first)
    enter_again(sheet, answers={"wish": "Chairs", "visits": "never"}, actor=editor)
    page = as_user(editor).post(address("sheet-differences", sheet), {})
    texts = [one.text for one in collector.survey.all_questions.order_by("position")]
    form = page.context["form"]
    assert [field.label for field in form if field.errors] == texts


def test_a_sheet_is_corrected(client_of, collector, librarian):
    sheet = entered(collector, librarian)
    page = client_of.get(address("sheet-correct", sheet))
    assert "More chairs" in page.content.decode()
    sent = {"q-visits": "never", "q-wish": "More tables"}
    head = {"number": "12", "language": "pl"}
    client_of.post(address("sheet-correct", sheet), sent | head)
    sheet = PaperSheet.objects.select_related("response").get()
    assert sheet.response.answers == {"visits": "never", "wish": "More tables"}
    assert (sheet.number, sheet.response.language) == (12, "pl")


def test_a_sheet_is_not_given_the_number_of_another(client_of, collector, librarian):
    sheet = entered(collector, librarian, number=1)
    entered(collector, librarian, number=2)
    sent = {"q-visits": "never", "number": "2", "language": "pl"}
    response = client_of.post(address("sheet-correct", sheet), sent)
    assert response.context["form"].head.errors["number"] == [
        "Sheet 2 was entered before. The next free number is 3."
    ]
    sheet.refresh_from_db()
    assert (sheet.number, sheet.response.answers) == (1, FIRST)


@pytest.mark.parametrize("typed_date", ["1404-07-01", "۱۴۰۴/۷/۱", "2025-09-23"])
def test_entry_takes_dates_in_either_calendar(client_of, typed_date):
    page = PageFactory(survey=SurveyFactory())
    question(page, "since", "date")
    collector = CollectorFactory(survey=page.survey, kind="paper")
    page = client_of.get(address("sheet-create", collector))
    assert 'type="date"' not in page.content.decode()
    client_of.post(address("sheet-create", collector), typed(page, since=typed_date))
    assert Response.objects.get().answers == {"since": "2025-09-23"}


def test_the_list_offers_others_sheets_for_a_second_entry(
    as_user, collector, librarian, editor
):
    own = entered(collector, librarian, number=1)
    other = entered(collector, editor, number=2)
    where = reverse("surveys:sheet-list", args=[collector.survey.pk])
    offered = as_user(librarian).get(where).context["to_repeat"]
    assert (offered, own) == (other, PaperSheet.objects.get(number=1))


def test_the_list_says_that_no_sheet_is_entered_yet(client_of, collector):
    page = client_of.get(reverse("surveys:sheet-list", args=[collector.survey.pk]))

    assert "No sheet is entered yet." in page.content.decode()
    assert "entered a second time" not in page.content.decode()


@pytest.mark.parametrize(("purpose", "offered"), [("survey", 1), ("guide", 0)])
def test_the_list_offers_a_paper_collector_where_one_can_be_made(
    client_of, purpose, offered
):
    survey = one_page_survey(purpose=purpose)

    page = client_of.get(reverse("surveys:sheet-list", args=[survey.pk]))

    add = reverse("surveys:collector-create", args=[survey.pk, "paper"])
    assert page.content.decode().count(add) == offered
    assert client_of.get(add).status_code == (200 if offered else 404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(
    client_of, collector, editor, number, django_assert_num_queries
):
    for each in range(number):
        entered(collector, editor, number=each + 1)
    where = reverse("surveys:sheet-list", args=[collector.survey.pk])
    with django_assert_num_queries(13):
        client_of.get(where)


@pytest.mark.parametrize("name", ["sheet-correct", "sheet-again", "sheet-differences"])
def test_a_sheet_of_another_survey_is_not_found(client_of, collector, librarian, name):
    sheet = entered(collector, librarian)
    other = one_page_survey()
    where = reverse(f"surveys:{name}", args=[other.pk, sheet.pk])
    assert client_of.get(where).status_code == 404
