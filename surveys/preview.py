"""A survey as residents will see it, for staff: read afresh, and nothing is stored.

Its definition is made for one request and never kept, so that a draft cannot come
among the warm surveys. What depends on earlier pages is shown in any case, as no
answers are kept on the way; the conditions are said in words instead.
"""

from dataclasses import dataclass

from django.urls import reverse

from civic.models import District
from surveys import conditions
from surveys.checks import address_of
from surveys.definitions import Definition
from surveys.models import Page, Question, Survey
from surveys.sittings import Sitting
from surveys.wording import place_name, place_of


@dataclass(frozen=True)
class Rule:
    """When a page or question of the previewed page is shown, in words."""

    place_name: str
    words: str
    address: str  # where it is changed


def rules(survey: Survey, page: Page) -> list[Rule]:
    """Return the conditions of a page and its questions, in their order."""
    parts: list[Page | Question] = [page, *page.questions.all()]
    return [
        Rule(
            place_name(place_of(part)),
            conditions.describe(part.shown_if, survey),
            address_of(survey, part),
        )
        for part in parts
        if part.shown_if.get("conditions")
    ]


def preview(survey: Survey, number: int) -> Sitting:
    """Return page ``number`` to be looked at; ``survey`` needs ``with_questions``."""
    pages = list(survey.pages.all())
    for page in pages:
        _show_in_any_case(page)
    definition = Definition(
        survey=survey,
        pages=pages,
        districts=list(District.objects.all()) if survey.asks_district else [],
        collectors=[],
    )
    address = preview_address(survey, number)
    return Sitting(definition, number=number, entrance=address)


def preview_address(survey: Survey, number: int) -> str:
    return reverse("surveys:desk-survey-preview-page", args=[survey.pk, number])


def _show_in_any_case(page: Page) -> None:
    """Take off what depends on earlier pages, in memory only."""
    here = {question.code for question in page.questions.all()}
    page.shown_if = {}
    for question in page.questions.all():
        if set(conditions.sources(question.shown_if)) - here:
            question.shown_if = {}
