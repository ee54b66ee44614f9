"""The community survey and the two conversation guides."""

from dataclasses import dataclass, field
from typing import Any

from civic.management.demonstration.moments import city_moment
from civic.management.demonstration.places import BRANCHES
from civic.management.demonstration.texts import all_columns, columns, part
from surveys.models import (
    Choice,
    Collector,
    Page,
    Question,
    QuestionRow,
    Response,
    Survey,
)

EVENINGS = "evening-hours"
COMMUNITY, USE_GUIDE, ASK_GUIDE = "community", "library-use-2025", "ask-2022"
WEB, TABLE = "community-web", "community-table"
KIOSK, PAPER = "community-kiosk", "community-paper"
EXCLUSIVE = "none"


@dataclass(frozen=True)
class Asked:
    """A question's structure; its texts stand in the content files."""

    code: str
    kind: str
    speaks_of: str = "none"
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


COMES_SELDOM = {
    "match": "any",
    "conditions": [
        {"question": "VISITS", "operator": "is", "value": "rarely"},
        {"question": "VISITS", "operator": "is", "value": "never"},
    ],
}
COMES_AT_ALL = {
    "match": "all",
    "conditions": [{"question": "VISITS", "operator": "is_not", "value": "never"}],
}
COMMUNITY_PAGES = (
    (
        Asked(
            "KIND",
            "single",
            "aspiration",
            ("safe", "helping", "learning", "green", "cultures"),
            settings={"is_required": True},
        ),
        Asked(
            "CONCERNS",
            "multiple",
            "concern",
            ("housing", "traffic", "youth", "lonely", "clean", "safety", "none"),
            settings={"has_other": True},
        ),
        Asked("WALKING", "rating", settings={"minimum": 1, "maximum": 5}),
    ),
    (
        Asked("VISITS", "dropdown", "use", ("weekly", "monthly", "rarely", "never")),
        Asked(
            "REASONS",
            "multiple",
            "barrier",
            ("hours", "far", "language", "unaware", "none"),
            settings={"has_other": True, "shown_if": COMES_SELDOM},
        ),
        Asked("LAST", "date", "use", settings={"shown_if": COMES_AT_ALL}),
        Asked(
            "QUALITY",
            "matrix",
            "trust",
            ("good", "fair", "poor", "unknown"),
            ("staff", "collection", "rooms"),
        ),
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
            settings={"has_other": True, "is_randomized": True},
        ),
        Asked("ORDER", "ranking", "wish", ("hours", "languages", "youth", "quiet")),
        Asked("EVENINGS", "number", "wish", settings={"minimum": 0, "maximum": 7}),
        Asked("CHANGE", "long_text", "wish"),
        Asked("WORD", "short_text"),
    ),
    (
        Asked("DISTRICT", "district"),
        Asked("ABOUT", "information"),
        Asked("CONSENT", "consent"),
    ),
)


EVENING_PAGES = (
    (
        Asked("COMES", "single", "use", ("often", "sometimes", "no")),
        Asked(
            "FOR",
            "multiple",
            "use",
            ("study", "borrow", "classes", "children"),
            settings={
                "has_other": True,
                "shown_if": {
                    "match": "all",
                    "conditions": [
                        {"question": "COMES", "operator": "is_not", "value": "no"}
                    ],
                },
            },
        ),
        Asked("DAYS", "ranking", "wish", ("tuesday", "wednesday", "thursday")),
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
            settings={"has_other": True},
        ),
        Asked(
            "WHY",
            "multiple",
            "use",
            ("borrow", "programs", "space"),
            settings={"has_other": True},
        ),
        Asked(
            "WHYNOT",
            "multiple",
            "barrier",
            ("no_time", "not_known", "general"),
            settings={"has_other": True},
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
    load_survey(
        EVENINGS,
        EVENING_PAGES,
        purpose=Survey.Purpose.SURVEY,
        status=Survey.Status.DRAFT,
        results_policy=Survey.ResultsPolicy.CLOSED,
    )
    load_collector(community, WEB, Collector.Kind.LINK, "Web")
    load_collector(community, TABLE, Collector.Kind.EVENT, "QR")
    load_collector(community, KIOSK, Collector.Kind.KIOSK, "Evergreen")
    load_collector(community, PAPER, Collector.Kind.PAPER, "A4")
    for slug, pages, status in (
        (ASK_GUIDE, ASK_PAGES, Survey.Status.CLOSED),
        (USE_GUIDE, USE_PAGES, Survey.Status.OPEN),
    ):
        load_survey(slug, pages, purpose=Survey.Purpose.GUIDE, status=status)


def load_survey(
    slug: str, pages: tuple[tuple[Asked, ...], ...], **settings: Any
) -> Survey:
    """Load a survey; one that has answers already stays as it is."""
    if Response.objects.filter(survey__slug=slug).exists():
        return Survey.objects.get(slug=slug)
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
    load_rows(question, asked.rows, slug)


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


def load_rows(question: Question, codes: tuple[str, ...], slug: str) -> None:
    present = set(question.rows.values_list("code", flat=True))
    QuestionRow.objects.bulk_create(
        QuestionRow(
            question=question,
            position=position,
            code=code,
            **columns("label", "surveys", slug, "rows", question.code, code),
        )
        for position, code in enumerate(codes, start=1)
        if code not in present
    )


def choice_label(slug: str, question: str, code: str) -> dict[str, str]:
    if question == "USES" and code != EXCLUSIVE:
        return columns("label", "places", "branches", code.replace("_", "-"))
    return columns("label", "surveys", slug, "choices", question, code)


def load_collector(survey: Survey, slug: str, kind: str, name: str) -> None:
    Collector.objects.update_or_create(
        slug=slug, defaults={"survey": survey, "kind": kind, "name": name}
    )
