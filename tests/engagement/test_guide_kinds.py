"""A guide that asks every kind of question: logged, corrected, nothing lost."""

from uuid import uuid4

import pytest
from django.utils import timezone

from engagement.forms.entry import as_logged
from engagement.models import Conversation
from surveys.forms import as_initial
from surveys.models import Survey
from tests.engagement.factories import OutreachEventFactory
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    EVERY_KIND_ANSWERS,
    PageFactory,
    SurveyFactory,
    every_kind_survey,
    question,
)

pytestmark = pytest.mark.django_db
ONLY_NEVER = {
    "conditions": [{"question": "visits", "operator": "is", "value": "never"}]
}


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def guide(**fields) -> Survey:
    DistrictFactory(code="north")
    made = every_kind_survey(slug="guide", purpose="guide", **fields)
    return Survey.objects.with_questions().get(pk=made.pk)


def address(event, guide) -> str:
    return f"/en/desk/conversations/{event.pk}/?guide={guide.slug}"


def entry(**fields) -> dict[str, object]:
    """What a browser sends around the answers."""
    return {
        "submission": str(uuid4()),
        "opened": str(int(timezone.now().timestamp())),
        "people": "1",
        "language": "fa",
        "method": "conversation",
        "quotation_consent": "none",
    } | fields


def test_guide_keeps_answers_of_every_kind(desk, event):
    asked = guide()
    answers = as_initial(asked.questions, EVERY_KIND_ANSWERS)
    sent = desk.post(address(event, asked), entry(**answers))

    assert sent.status_code == 303
    assert Conversation.objects.get().response.answers == EVERY_KIND_ANSWERS


def test_guide_shows_again_what_was_logged(event, desk):
    asked = guide()
    answers = as_initial(asked.questions, EVERY_KIND_ANSWERS)
    desk.post(address(event, asked), entry(**answers))
    again = as_logged(Conversation.objects.get(), asked)

    assert again | answers == again


def test_guide_asks_back_about_an_answer_that_would_be_left_out(desk, event):
    survey = SurveyFactory(slug="guide", purpose="guide")
    page = PageFactory(survey=survey)
    question(page, "visits", "single", "weekly", "never", text_en="How often?")
    question(page, "why", "long_text", text_en="Why?", shown_if=ONLY_NEVER)
    fields = entry(**{"q-why": "It is far"})
    refused = desk.post(address(event, survey), {**fields, "q-visits": "weekly"})
    stored = desk.post(address(event, survey), {**fields, "q-visits": "never"})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["q-why"]
    assert "It is far" in refused.content.decode()
    assert stored.status_code == 303
    assert Conversation.objects.get().response.answers == {
        "visits": "never",
        "why": "It is far",
    }


def test_board_offers_only_what_a_note_or_a_sticker_answers(desk, event):
    asked = guide()
    shown = desk.get(f"/en/desk/conversations/{event.pk}/board/?guide={asked.slug}")

    assert [one.code for one in shown.context["questions"]] == [
        *("visits", "uses", "branch", "trust", "street", "wish")
    ]
