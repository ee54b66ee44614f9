"""Surveys kept warm in this process: their questions, forms and collectors.

``Survey.edition`` goes up in the database with every change of a survey, its pages,
questions, choices and collectors and of the districts, whoever makes it. It is asked
for at most once a second, so that a change shows within that time everywhere.
"""

import time
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from django.urls import reverse
from django.utils.translation import get_language

from civic.models import District
from surveys import conditions
from surveys.forms import SurveyPageForm, page_form_class
from surveys.models import Collector, Page, Question, Survey

FRESH_FOR = 1.0  # seconds
NOBODYS = UUID(int=0)  # stands for any submission
MOST_SURVEYS = 200


@dataclass
class Definition:
    """One edition of a survey with everything that taking it needs."""

    survey: Survey
    pages: list[Page]
    districts: list[District]
    collectors: list[Collector]
    _form_classes: dict[tuple[int, str | None], type[SurveyPageForm]] = field(
        default_factory=dict
    )
    _addresses: dict[tuple[int, str | None], tuple[str, str]] = field(
        default_factory=dict
    )
    _thanks_addresses: dict[str | None, str] = field(default_factory=dict)

    @cached_property
    def is_branching(self) -> bool:
        """Whether answers on one page decide what is shown on a later one."""
        for page in self.pages:
            here = {question.code for question in page.questions.all()}
            parts: list[Page | Question] = [page, *page.questions.all()]
            if any(set(conditions.sources(part.shown_if)) - here for part in parts):
                return True
        return False

    def form_class(self, number: int) -> type[SurveyPageForm]:
        """The form class of page ``number``, from 1, in the current language."""
        key = (number, get_language())
        if key not in self._form_classes:
            self._form_classes[key] = page_form_class(
                self.pages[number - 1], self.districts
            )
        return self._form_classes[key]

    def address(self, number: int, submission: UUID) -> str:
        """The address of page ``number`` under ``submission``, in this language."""
        key = (number, get_language())
        if key not in self._addresses:
            arguments = [self.survey.slug, NOBODYS, number]
            address = reverse("surveys:survey-page", args=arguments)
            before, _own, after = address.rpartition(str(NOBODYS))
            self._addresses[key] = before, after
        before, after = self._addresses[key]
        return f"{before}{submission}{after}"

    @property
    def thanks_address(self) -> str:
        """The address of the thank-you page in the current language."""
        language = get_language()
        if language not in self._thanks_addresses:
            address = reverse("surveys:survey-thanks", args=[self.survey.slug])
            self._thanks_addresses[language] = address
        return self._thanks_addresses[language]

    def collector(self, pk: int) -> Collector | None:
        return next((one for one in self.collectors if one.pk == pk), None)

    @property
    def web_collector(self) -> Collector | None:
        """The collector of those who come to the survey's own address."""
        slug = f"{self.survey.slug}-web"
        return next((one for one in self.collectors if one.slug == slug), None)


@dataclass
class _Warm:
    definition: Definition
    checked_at: float


_warm: dict[str, _Warm] = {}
_surveys_of_collectors: dict[str, str] = {}


def forget() -> None:
    """Forget every survey that is kept."""
    _warm.clear()
    _surveys_of_collectors.clear()


def current(slug: str) -> Definition | None:
    """Return the survey at this address, open or closed; None if there is none.

    While the database is away, what is kept is good enough to read.
    """
    kept = _warm.get(slug)
    now = time.monotonic()
    if kept is None:
        return _load(slug, now)
    if now - kept.checked_at < FRESH_FOR:
        return kept.definition
    kept.checked_at = now  # before the query, so that other threads do not ask too
    try:
        is_same = (
            Survey.objects.public()
            .filter(
                pk=kept.definition.survey.pk, edition=kept.definition.survey.edition
            )
            .exists()
        )
    except (DatabaseError, InterfaceError):
        return kept.definition
    if is_same:
        return kept.definition
    _warm.pop(slug, None)
    return _load(slug, now)


def of_collector(slug: str) -> tuple[Definition, Collector] | None:
    """Return the survey and collector of a short address; None if there is none."""
    survey = _surveys_of_collectors.get(slug)
    if survey is None:
        collector = Collector.objects.public().filter(slug=slug).first()
        if collector is None:
            return None
        survey = collector.survey.slug
    definition = current(survey)
    found = definition and next(
        (one for one in definition.collectors if one.slug == slug), None
    )
    if not definition or not found or not found.is_public:
        _surveys_of_collectors.pop(slug, None)
        return None
    _surveys_of_collectors[slug] = survey
    return definition, found


def successor_of(definition: Definition, collector: Collector) -> Collector | None:
    """Return the collector of the newest version that took over from this one.

    None while the newer version is a draft, or not open and this one still is.
    """
    found = of_collector(collector.successor.slug) if collector.successor else None
    if found is None:
        return None
    is_taken_over = found[0].survey.is_open or not definition.survey.is_open
    return successor_of(*found) or (found[1] if is_taken_over else None)


def _load(slug: str, now: float) -> Definition | None:
    survey = Survey.objects.public().with_questions().filter(slug=slug).first()
    if survey is None:
        return None
    definition = Definition(
        survey=survey,
        pages=list(survey.pages.all()),
        districts=list(District.objects.all()) if survey.asks_district else [],
        collectors=list(survey.collectors.select_related("successor")),
    )
    if len(_warm) >= MOST_SURVEYS:
        forget()
    _warm[slug] = _Warm(definition, now)
    return definition
