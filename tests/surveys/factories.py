"""Factories of surveys; ``community_survey`` is a whole one with every kind."""

import datetime as dt
import uuid

import factory
from django.utils import timezone

from surveys.models import Choice, Collector, Page, Question, Response, Survey


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
