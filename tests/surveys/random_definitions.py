"""Definitions of surveys at random, of every kind of question, for property tests."""

import datetime as dt

from hypothesis import strategies as st

from civic import languages
from civic.texts import tidy
from surveys import conditions
from surveys.exchange.definition import (
    ChoiceDefinition,
    PageDefinition,
    QuestionDefinition,
    RowDefinition,
    SurveyDefinition,
)
from surveys.models import Question, Survey

Kind = Question.Kind
CODES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,11}", fullmatch=True)
WORDS = st.text(
    st.sampled_from("aąBčx =+-@'\"<>&{}$%Độ\u200cکتاب۱۲\n,;:.!?"),
    min_size=1,
    max_size=20,
).map(lambda text: tidy(text).strip())
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


def texts(*, may_be_empty: bool = True) -> st.SearchStrategy[dict[str, str]]:
    found = st.dictionaries(st.sampled_from(languages.CODES), WORDS, max_size=5).map(
        lambda given: {code: given[code] for code in languages.CODES if given.get(code)}
    )
    return found if may_be_empty else found.filter(bool)


def labels() -> st.SearchStrategy[dict[str, str]]:
    return texts(may_be_empty=False)


@st.composite
def limits(draw, low: int, high: int) -> tuple[int | None, int | None]:
    ends = sorted(draw(st.tuples(st.integers(low, high), st.integers(low, high))))
    return tuple(draw(st.sampled_from([end, None])) for end in ends)


@st.composite
def questions(draw, code: str) -> QuestionDefinition:
    kind = draw(st.sampled_from(Kind.values))
    made = QuestionDefinition(
        code,
        kind,
        draw(labels()),
        draw(texts()),
        speaks_of=draw(st.sampled_from(Question.SpeaksOf.values)),
        is_required=kind != Kind.INFORMATION and draw(st.booleans()),
        has_other=kind in Question.KINDS_WITH_OTHER and draw(st.booleans()),
    )
    if kind in Question.KINDS_WITH_CHOICES:
        made.is_randomized = draw(st.booleans())
        made.choices = draw(choices(is_exclusive=kind == Kind.MULTIPLE))
    if kind == Kind.MATRIX:
        made.rows = [
            RowDefinition(one, draw(labels()))
            for one in draw(
                st.lists(codes_but_other(), min_size=1, unique=True, max_size=4)
            )
        ]
    _limit(draw, made)
    return made


def _limit(draw, made: QuestionDefinition) -> None:
    if made.kind == Kind.RATING:
        made.minimum = draw(st.integers(-5, 5))
        made.maximum = made.minimum + draw(st.integers(1, 20))
        made.minimum_label, made.maximum_label = draw(texts()), draw(texts())
    elif made.kind == Kind.NUMBER:
        made.decimals = draw(st.integers(0, 6))
        made.minimum, made.maximum = draw(limits(-(10**6), 10**6))
    elif made.kind in {Kind.MULTIPLE, Kind.RANKING, *Question.KINDS_IN_WORDS}:
        made.minimum, made.maximum = draw(limits(0, 300))
    elif made.kind == Kind.DATE:
        first, last = sorted([draw(DAYS), draw(DAYS)])
        made.earliest_on = draw(st.sampled_from([first, None]))
        made.latest_on = draw(st.sampled_from([last, None]))


def codes_but_other() -> st.SearchStrategy[str]:
    return CODES.filter(lambda code: code.lower() != "other")


@st.composite
def choices(draw, *, is_exclusive: bool) -> list[ChoiceDefinition]:
    codes = draw(st.lists(codes_but_other(), min_size=1, max_size=4, unique=True))
    return [
        ChoiceDefinition(code, draw(labels()), is_exclusive and draw(st.booleans()))
        for code in codes
    ]


@st.composite
def condition(draw, earlier: list[QuestionDefinition]) -> dict:
    question = draw(st.sampled_from(earlier))
    made: dict = {"question": question.code}
    operators = list(conditions.OPERATORS_BY_KIND[question.kind])
    if question.kind == Kind.MATRIX:
        if draw(st.booleans()):
            made["row"] = draw(st.sampled_from(question.rows)).code
        else:
            operators = [conditions.ANSWERED, conditions.NOT_ANSWERED]
    made["operator"] = draw(st.sampled_from(operators))
    if made["operator"] not in {conditions.ANSWERED, conditions.NOT_ANSWERED}:
        made["value"] = draw(_value(question))
    return made


def _value(question: QuestionDefinition) -> st.SearchStrategy:
    if question.kind == Kind.DISTRICT:
        return st.sampled_from(["north", "old-town", "7"])
    if question.kind == Kind.DATE:
        return DAYS.map(dt.date.isoformat)
    if question.kind in {Kind.NUMBER, Kind.RATING}:
        return st.integers(-(10**6), 10**6)
    codes = [one.code for one in question.choices]
    return st.sampled_from([*codes, "other"] if question.has_other else codes)


@st.composite
def shown_if(draw, earlier: list[QuestionDefinition]) -> dict:
    usable = [one for one in earlier if one.kind != Kind.INFORMATION]
    if not usable or draw(st.booleans()):
        return {}
    found: list[dict] = []
    for one in draw(st.lists(condition(usable), min_size=1, max_size=3)):
        if one not in found:
            found.append(one)
    match = draw(st.sampled_from(["all", "any"])) if len(found) > 1 else "all"
    return {"match": match, "conditions": found}


@st.composite
def definitions(draw) -> SurveyDefinition:
    codes = draw(st.lists(CODES, min_size=1, max_size=6, unique=True))
    pages: list[PageDefinition] = []
    earlier: list[QuestionDefinition] = []
    for code in codes:
        if not pages or draw(st.integers(0, 2)) == 0:
            page = PageDefinition(draw(texts()), draw(texts()), draw(shown_if(earlier)))
            pages.append(page)
        question = draw(questions(code))
        question.shown_if = draw(shown_if(earlier))
        pages[-1].questions.append(question)
        earlier.append(question)
    chosen = draw(st.sets(st.sampled_from(languages.CODES), min_size=1))
    return SurveyDefinition(
        draw(labels()),
        draw(texts()),
        draw(texts()),
        purpose=draw(st.sampled_from(Survey.Purpose.values)),
        results_policy=draw(st.sampled_from(Survey.ResultsPolicy.values)),
        sample_design=draw(st.sampled_from(Survey.SampleDesign.values)),
        languages=[code for code in languages.CODES if code in chosen],
        pages=pages,
    )
