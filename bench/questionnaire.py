"""The surveys that are measured: the same questions on one page, or three times."""

from surveys.models import Choice, Collector, Page, Question, Survey

CHOICES = {
    "visit": ("weekly", "monthly", "seldom", "never"),
    "uses": ("books", "computers", "children", "quiet", "events"),
}


def make_survey(slug: str, *, pages: int) -> Survey:
    survey = Survey.objects.create(
        slug=slug,
        title="What should our library become?",
        introduction="Ten minutes of your time help us to plan the next year.",
        thanks="Thank you. We publish what we heard each quarter.",
        status=Survey.Status.OPEN,
    )
    Collector.objects.create(survey=survey, slug=f"{slug}-web")
    for number in range(1, pages + 1):
        _fill(Page.objects.create(survey=survey, position=number), number)
    return survey


def _fill(page: Page, number: int) -> None:
    kind = Question.Kind
    _ask(page, 1, f"visit{number}", kind.SINGLE, "How often do you come?")
    _ask(page, 2, f"uses{number}", kind.MULTIPLE, "What for?", has_other=True)
    _ask(page, 3, f"safe{number}", kind.RATING, "How safe is it?", minimum=1, maximum=5)
    _ask(page, 4, f"wish{number}", kind.LONG_TEXT, "What do you wish for?")


def _ask(page: Page, position: int, code: str, kind: str, text: str, **more) -> None:
    question = Question.objects.create(
        survey=page.survey,
        page=page,
        position=position,
        code=code,
        kind=kind,
        text=text,
        is_required=position == 1,
        **more,
    )
    for place, choice in enumerate(CHOICES.get(code[:-1], ()), start=1):
        Choice.objects.create(
            question=question, position=place, code=choice, label=choice.title()
        )
