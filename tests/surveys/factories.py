"""Factories of surveys; ``every_kind_survey`` asks questions of all kinds."""

import datetime as dt
import uuid
from collections.abc import Iterable

import factory
from django.utils import timezone

from surveys.models import (
    Choice,
    Collector,
    Page,
    Question,
    QuestionRow,
    Response,
    Survey,
)


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Survey

    slug = factory.Sequence(lambda n: f"survey-{n}")
    title_en = "What should the library do next?"
    title_fa = "کتابخانه چه کند؟"
    status = Survey.Status.OPEN


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    survey = factory.SubFactory(SurveyFactory)
    position = factory.Sequence(lambda n: n + 1)


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    page = factory.SubFactory(PageFactory)
    survey = factory.SelfAttribute("page.survey")
    position = factory.Sequence(lambda n: n + 1)
    code = factory.Sequence(lambda n: f"question_{n}")
    kind = Question.Kind.SINGLE
    text_en = factory.Sequence(lambda n: f"Question {n}?")
    text_fa = factory.Sequence(lambda n: f"پرسش {n}؟")


class ChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Choice

    question = factory.SubFactory(QuestionFactory)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.Sequence(lambda n: f"choice_{n}")
    label_en = factory.Sequence(lambda n: f"Choice {n}")
    label_fa = factory.Sequence(lambda n: f"گزینهٔ {n}")


class QuestionRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionRow

    question = factory.SubFactory(QuestionFactory, kind="matrix")
    position = factory.Sequence(lambda n: n + 1)
    code = factory.Sequence(lambda n: f"row_{n}")
    label_en = factory.Sequence(lambda n: f"Row {n}")
    label_fa = factory.Sequence(lambda n: f"ردیف {n}")


class CollectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Collector

    survey = factory.SubFactory(SurveyFactory)
    slug = factory.Sequence(lambda n: f"collector-{n}")


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    submission = factory.LazyFunction(uuid.uuid4)
    survey = factory.SubFactory(SurveyFactory)
    collector = factory.SubFactory(
        CollectorFactory, survey=factory.SelfAttribute("..survey")
    )
    language = "fa"
    started_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(minutes=3))
    submitted_at = factory.LazyFunction(timezone.now)


def question(page: Page, code: str, kind: str, *choices: str, **fields) -> Question:
    """A question with choices of the given codes; “!none” is exclusive."""
    made = QuestionFactory(page=page, code=code, kind=kind, **fields)
    for choice in choices:
        name = choice.removeprefix("!")
        ChoiceFactory(
            question=made,
            code=name,
            label_en=name.capitalize(),
            is_exclusive=choice.startswith("!"),
        )
    return made


def matrix(
    page: Page, code: str, rows: Iterable[str], *choices: str, **fields
) -> Question:
    """A matrix with rows and choices of the given codes."""
    made = question(page, code, "matrix", *choices, **fields)
    for row in rows:
        QuestionRowFactory(question=made, code=row, label_en=row.capitalize())
    return made


def community_survey(**fields) -> Survey:
    """An open survey of two pages; “visits” on the first is the one required."""
    survey = SurveyFactory(**fields)
    first, second = PageFactory(survey=survey), PageFactory(survey=survey)
    question(first, "visits", "single", "weekly", "monthly", "never", is_required=True)
    question(
        first, "uses", "multiple", "books", "wifi", "!none", has_other=True, maximum=2
    )
    question(first, "trust", "rating", minimum=1, maximum=5)
    question(second, "wish", "long_text")
    question(second, "street", "short_text")
    question(second, "home", "district")
    return survey


def one_page_survey(**fields) -> Survey:
    """An open survey of one page with one required choice and a text."""
    survey = SurveyFactory(**fields)
    page = PageFactory(survey=survey)
    question(page, "visits", "single", "weekly", "never", is_required=True)
    question(page, "wish", "long_text")
    return survey


def every_kind_survey(**fields) -> Survey:
    """An open survey of three pages with a question of every kind; none is required.

    ``EVERY_KIND_ANSWERS`` are right answers to all of it.
    """
    survey = SurveyFactory(**fields)
    first, second, third = (PageFactory(survey=survey) for _page in range(3))
    question(first, "welcome", "information", help_en="It takes five minutes.")
    question(first, "agrees", "consent", text_en="I am 16 or older.")
    question(first, "visits", "single", "weekly", "monthly", "never", has_other=True)
    question(first, "uses", "multiple", "books", "wifi", "!none", has_other=True)
    question(first, "branch", "dropdown", "main", "harbor", has_other=True)
    question(first, "home", "district")
    question(second, "trust", "rating", minimum=1, maximum=5)
    matrix(second, "services", ["hours", "staff"], "good", "fair", "bad")
    question(second, "order", "ranking", "chairs", "light", "quiet", "plants")
    question(third, "age", "number", minimum=0, maximum=120)
    question(third, "distance", "number", decimals=1, minimum=0)
    question(third, "since", "date", earliest_on=dt.date(1950, 1, 1))
    question(third, "street", "short_text")
    question(third, "wish", "long_text")
    return survey


EVERY_KIND_ANSWERS: dict[str, object] = {
    "agrees": "yes",
    "visits": "other",
    "visits-other": "every morning",
    "uses": ["books", "other"],
    "uses-other": "the garden",
    "branch": "harbor",
    "home": "north",
    "trust": 4,
    "services": {"hours": "bad", "staff": "good"},
    "order": ["quiet", "chairs"],
    "age": 34,
    "distance": 2.5,
    "since": "2019-09-23",
    "street": "Elm",
    "wish": "More chairs",
}
