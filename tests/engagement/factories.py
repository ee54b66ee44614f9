"""Factories of listening: events, guides and what was logged at them."""

import datetime as dt

import factory
from django.utils import timezone

from engagement.models import Conversation, OutreachEvent
from surveys.models import Question, Survey
from tests.factories import BranchFactory
from tests.surveys.factories import PageFactory, ResponseFactory, question


class OutreachEventFactory(factory.django.DjangoModelFactory):
    """A confirmed event that goes on now, with one branch."""

    class Meta:
        model = OutreachEvent
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"event-{n}")
    title_en = factory.Sequence(lambda n: f"Spring festival {n}")
    title_fa = factory.Sequence(lambda n: f"جشنوارهٔ بهار {n}")
    status = OutreachEvent.Status.CONFIRMED
    starts_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(minutes=1))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + dt.timedelta(hours=2))

    @factory.post_generation
    def branches(self, create, extracted, **kwargs):
        self.branches.set([BranchFactory()] if extracted is None else extracted)


class GuideFactory(factory.django.DjangoModelFactory):
    """An open conversation guide: a choice of reasons and a free wish on one page."""

    class Meta:
        model = Survey
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"guide-{n}")
    purpose = Survey.Purpose.GUIDE
    status = Survey.Status.OPEN
    title_en = "Library use"
    title_fa = "استفاده از کتابخانه"

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        page = PageFactory(survey=self)
        question(
            page,
            "WHY",
            Question.Kind.MULTIPLE,
            "borrow",
            "programs",
            "space",
            has_other=True,
            text_en="Why do you use the library?",
            text_fa="چرا از کتابخانه استفاده می‌کنید؟",
        )
        question(
            page,
            "WISH",
            Question.Kind.LONG_TEXT,
            text_en="What should the library do?",
            text_fa="کتابخانه چه کند؟",
        )


class ConversationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conversation

    response = factory.SubFactory(
        ResponseFactory, survey=factory.SubFactory(GuideFactory)
    )
    event = factory.SubFactory(OutreachEventFactory)
