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
    """When something is shown that the preview shows in any case, in words."""

    place_name: str
    words: str
    address: str  # where it is changed


def rules(survey: Survey, page: Page) -> list[Rule]:
    """Return the conditions on earlier pages, those of a page and of its questions.

    Conditions within the page stand beside its questions, as residents see them.
    """
    parts: list[Page | Question] = [page, *page.questions.all()]
    return [
        Rule(
            place_name(place_of(part)),
            conditions.describe(part.shown_if, survey),
            address_of(survey, part),
        )
        for part in parts
        if _looks_back(part, page)
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
    for question in page.questions.all():
        if _looks_back(question, page):
            question.shown_if = {}
    page.shown_if = {}


def _looks_back(part: Page | Question, page: Page) -> bool:
    """Whether it depends on answers to other pages than ``page``."""
    here = {question.code for question in page.questions.all()}
    return bool(set(conditions.sources(part.shown_if)) - here)
