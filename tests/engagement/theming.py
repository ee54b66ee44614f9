"""Themes, answers in words and their codings in few words."""

from engagement.actions.coding import code_answer
from engagement.models import Coding, Theme
from surveys.models import OpenAnswer, Question
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    question,
)


def theme_of(code: str, parent: Theme | None = None, **fields) -> Theme:
    """A theme named by its code; its position follows from how many there are."""
    values = {
        "name_en": code.capitalize(),
        "name_fa": f"موضوع {code}",
        "parent": parent,
        "position": Theme.objects.count(),
    }
    return Theme.objects.create(code=code, **values | fields)


def note(text: str = "More chairs", **fields) -> OpenAnswer:
    """An answer in words to the question “wish” of the survey that is there, or new.

    ``response`` fields go to the response it was read from.
    """
    asked = fields.pop("question", None) or _wish()
    response = ResponseFactory(
        survey=asked.survey,
        collector=fields.pop("collector", None) or _collector(asked.survey),
        answers={asked.code: text},
        **{"language": "en", **fields},
    )
    return OpenAnswer.objects.create(
        response=response,
        question=asked,
        collector=response.collector,
        district=response.district,
        text=text,
        language=response.language,
        people=response.people,
        day=response.submitted_at.date(),
    )


def _wish():
    found = Question.objects.filter(code="wish").first()
    return found or question(PageFactory(survey=SurveyFactory()), "wish", "long_text")


def _collector(survey):
    return survey.collectors.first() or CollectorFactory(survey=survey)


def coded(text: str, *themes: Theme, actor=None, **marks) -> OpenAnswer:
    """An answer that has these themes."""
    answer = note(text)
    code_answer(answer, themes=themes, actor=actor, **marks)
    return answer


def codings() -> set[tuple]:
    """All codings as they are, with what makes each of them the one it is."""
    return set(
        Coding.objects.values_list(
            "pk",
            "coded_answer__answer",
            "coded_answer__round",
            "theme__code",
            "is_in_tension",
            "is_minority_view",
            "was_suggested",
        )
    )


def themes_of(answer: OpenAnswer) -> dict[str, str]:
    """The marks of its themes by code: T in tension, M minority view, S suggested."""
    found = Coding.objects.filter(
        coded_answer__answer=answer, coded_answer__round="first"
    ).select_related("theme")
    return {
        one.theme.code: "T" * one.is_in_tension
        + "M" * one.is_minority_view
        + "S" * one.was_suggested
        for one in found
    }
