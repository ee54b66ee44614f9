"""Answers in words, themes and codings, for the tests of what is made of them."""

import datetime as dt

import factory
from django.utils import timezone

from engagement.models import CodedAnswer, Coding, Conversation, Theme
from surveys.models import OpenAnswer
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.surveys.factories import ResponseFactory


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    code = factory.Sequence(lambda n: f"theme-{n}")
    name_en = factory.Sequence(lambda n: f"Theme {n}")
    name_fa = factory.Sequence(lambda n: f"موضوع {n}")


class OpenAnswerFactory(factory.django.DjangoModelFactory):
    """What somebody said in a conversation, under the wish of a guide."""

    class Meta:
        model = OpenAnswer
        exclude = ("guide", "event", "method")

    guide = factory.SubFactory(GuideFactory)
    event = factory.SubFactory(OutreachEventFactory)
    method = Conversation.Method.CONVERSATION
    response = factory.LazyAttribute(
        lambda o: (
            ConversationFactory(
                event=o.event,
                method=o.method,
                response=ResponseFactory(
                    survey=o.guide,
                    language=o.language,
                    people=o.people,
                    answers={"WISH": o.text},
                ),
            ).response
        )
    )
    collector = factory.SelfAttribute("response.collector")
    question = factory.LazyAttribute(lambda o: o.guide.all_questions.get(code="WISH"))
    text = factory.Sequence(lambda n: f"Open earlier, please ({n})")
    language = "en"
    people = 1
    day = factory.LazyFunction(timezone.localdate)


def coded(answer: OpenAnswer, *themes: Theme, by=None, **marks) -> CodedAnswer:
    """Code an answer for the first time; returns the coding."""
    made = CodedAnswer.objects.create(answer=answer, coded_by=by)
    Coding.objects.bulk_create(
        Coding(coded_answer=made, theme=theme, **marks) for theme in themes
    )
    return made


def code_texts(theme: Theme, *texts: str, language: str = "en") -> None:
    """Let one person say each of the texts, and give it the theme."""
    guide, event = GuideFactory(), OutreachEventFactory()
    for text in texts:
        answer = OpenAnswerFactory(
            text=text, language=language, guide=guide, event=event
        )
        coded(answer, theme)


def long_ago(coded_answer: CodedAnswer, *, days: int = 1) -> None:
    """Say that it was coded some days ago, which saving would not."""
    moment = timezone.now() - dt.timedelta(days=days)
    CodedAnswer.objects.filter(pk=coded_answer.pk).update(coded_at=moment)
