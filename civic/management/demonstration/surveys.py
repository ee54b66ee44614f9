"""The community survey and the two conversation guides."""

from dataclasses import dataclass, field
from typing import Any

from civic.management.demonstration.moments import city_moment
from civic.management.demonstration.places import BRANCHES
from civic.management.demonstration.texts import all_columns, columns, part
from surveys.models import Choice, Collector, Page, Question, Survey

COMMUNITY, USE_GUIDE, ASK_GUIDE = "community", "library-use-2025", "ask-2022"
WEB, TABLE = "community-web", "community-table"
EXCLUSIVE = "none"


@dataclass(frozen=True)
class Asked:
    """A question's structure; its texts stand in the content files."""

    code: str
    kind: str
    speaks_of: str = "none"
    choices: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


COMMUNITY_PAGES = (
    (
        Asked(
            "KIND",
            "single",
            "aspiration",
            ("safe", "helping", "learning", "green", "cultures"),
            {"is_required": True},
        ),
        Asked(
            "CONCERNS",
            "multiple",
            "concern",
            ("housing", "traffic", "youth", "lonely", "clean", "safety", "none"),
            {"has_other": True},
        ),
        Asked("WALKING", "rating", settings={"minimum": 1, "maximum": 5}),
    ),
    (
        Asked(
            "SERVICES",
            "multiple",
            "wish",
            (
                *("hours", "hotspots", "languages", "homework"),
                *("arts", "gardening", "teens", "none"),
            ),
            {"has_other": True},
        ),
        Asked("CHANGE", "long_text", "wish"),
        Asked("WORD", "short_text"),
        Asked("DISTRICT", "district"),
    ),
)


def branch_choice(branch: str) -> str:
    """Return the choice code of a branch: hyphens are not allowed in it."""
    return branch.replace("-", "_")


USE_PAGES = (
    (
        Asked(
            "USES",
            "multiple",
            "use",
            (*(branch_choice(branch) for branch in BRANCHES), EXCLUSIVE),
            {"has_other": True},
        ),
        Asked(
            "WHY",
            "multiple",
            "use",
            ("borrow", "programs", "space"),
            {"has_other": True},
        ),
        Asked(
            "WHYNOT",
            "multiple",
            "barrier",
            ("no_time", "not_known", "general"),
            {"has_other": True},
        ),
        Asked("WISH", "long_text", "wish"),
    ),
)
ASK_PAGES = (
    (
        Asked("COMMUNITY", "long_text", "aspiration"),
        Asked("CONCERNS", "long_text", "concern"),
        Asked("SERVICES", "long_text", "wish"),
    ),
)


def load_surveys() -> None:
    opened = city_moment("2025-07-01 08:00")
    community = load_survey(
        COMMUNITY,
        COMMUNITY_PAGES,
        purpose=Survey.Purpose.SURVEY,
        status=Survey.Status.OPEN,
        opens_at=opened,
        results_policy=Survey.ResultsPolicy.LIVE,
    )
    load_collector(community, WEB, Collector.Kind.LINK, "Web")
    load_collector(community, TABLE, Collector.Kind.EVENT, "QR")
    for slug, pages, status in (
        (ASK_GUIDE, ASK_PAGES, Survey.Status.CLOSED),
        (USE_GUIDE, USE_PAGES, Survey.Status.OPEN),
    ):
        load_survey(slug, pages, purpose=Survey.Purpose.GUIDE, status=status)


def load_survey(
    slug: str, pages: tuple[tuple[Asked, ...], ...], **settings: Any
) -> Survey:
    survey, _ = Survey.objects.update_or_create(
        slug=slug,
        defaults={
            **all_columns(("title", "introduction", "thanks"), "surveys", slug),
            **settings,
        },
    )
    for number, questions in enumerate(pages, start=1):
        page, _ = Page.objects.update_or_create(
            survey=survey,
            position=number,
            defaults=all_columns(
                ("title", "introduction"), "surveys", slug, "pages", str(number)
            ),
        )
        for position, asked in enumerate(questions, start=1):
            load_question(page, position, asked)
    return survey


def load_question(page: Page, position: int, asked: Asked) -> None:
    slug = page.survey.slug
    fields = tuple(part("surveys", "en")[slug]["questions"][asked.code])
    question, _ = Question.objects.update_or_create(
        survey=page.survey,
        code=asked.code,
        defaults={
            "page": page,
            "position": position,
            "kind": asked.kind,
            "speaks_of": asked.speaks_of,
            **all_columns(fields, "surveys", slug, "questions", asked.code),
            **asked.settings,
        },
    )
    load_choices(question, asked.choices, slug)


def load_choices(question: Question, codes: tuple[str, ...], slug: str) -> None:
    present = set(question.choices.values_list("code", flat=True))
    choices = [
        Choice(
            question=question,
            position=position,
            code=code,
            is_exclusive=code == EXCLUSIVE,
            **choice_label(slug, question.code, code),
        )
        for position, code in enumerate(codes, start=1)
        if code not in present
    ]
    Choice.objects.bulk_create(choices)


def choice_label(slug: str, question: str, code: str) -> dict[str, str]:
    if question == "USES" and code != EXCLUSIVE:
        return columns("label", "places", "branches", code.replace("_", "-"))
    return columns("label", "surveys", slug, "choices", question, code)


def load_collector(survey: Survey, slug: str, kind: str, name: str) -> None:
    Collector.objects.update_or_create(
        slug=slug, defaults={"survey": survey, "kind": kind, "name": name}
    )
