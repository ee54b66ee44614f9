"""A quarter of listening in few words: a guide, events, entries and notes."""

import datetime as dt
import itertools
import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from engagement.models import Conversation, OutreachEvent
from surveys.models import Collector, Page, Question, Response, Survey
from tests.factories import BranchFactory, DistrictFactory

IN_FALL = dt.datetime(2025, 9, 12, 17, 0, tzinfo=ZoneInfo(settings.TIME_ZONE))


class Listening:
    """The guide ``library-use``, with WHY (multiple choice) and WISH (free words)."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.guide = Survey.objects.create(
            slug="library-use",
            purpose=Survey.Purpose.GUIDE,
            status=Survey.Status.OPEN,
            title_en="Library use",
        )
        self.page = Page.objects.create(survey=self.guide, position=1)
        self.collector = Collector.objects.create(
            survey=self.guide, kind=Collector.Kind.CONVERSATION, slug="library-use-talk"
        )
        why = self.question(
            "WHY",
            Question.Kind.MULTIPLE,
            has_other=True,
            text_en="Why do you use the library?",
            text_fa="چرا از کتابخانه استفاده می‌کنید؟",
        )
        why.choices.create(
            position=1, code="borrow", label_en="To borrow", label_fa="برای امانت"
        )
        why.choices.create(position=2, code="programs", label_en="For programs")
        why.choices.create(position=3, code="space", label_en="For the space")
        self.question("WISH", Question.Kind.LONG_TEXT, text_en="What would you like?")

    def question(self, code, kind, **fields) -> Question:
        return Question.objects.create(
            survey=self.guide,
            page=self.page,
            position=next(self.numbers),
            code=code,
            kind=kind,
            **{"text_en": code, **fields},
        )

    def event(self, *, starts_at=None, **fields) -> OutreachEvent:
        number = next(self.numbers)
        starts_at = starts_at or IN_FALL + dt.timedelta(number)
        values = {
            "slug": f"event-{number}",
            "title_en": f"Market {number}",
            "title_fa": f"بازار {number}",
            "status": OutreachEvent.Status.HELD,
            "setting": OutreachEvent.Setting.MARKET,
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(hours=2),
        } | fields
        values.setdefault("district", DistrictFactory())
        event = OutreachEvent.objects.create(**values)
        event.branches.add(BranchFactory(district=values["district"]))
        return event

    def entry(
        self,
        event,
        answers,
        *,
        people=1,
        language="en",
        method=Conversation.Method.CONVERSATION,
        **fields,
    ) -> Conversation:
        now = timezone.now()
        response = Response.objects.create(
            submission=uuid.uuid4(),
            survey=self.guide,
            collector=self.collector,
            language=language,
            people=people,
            answers=answers,
            started_at=now,
            submitted_at=now,
        )
        return Conversation.objects.create(
            response=response, event=event, method=method, **fields
        )

    def note(
        self, event, answers, *, method=Conversation.Method.QUESTION_BOARD, **fields
    ) -> Conversation:
        return self.entry(event, answers, method=method, **fields)
