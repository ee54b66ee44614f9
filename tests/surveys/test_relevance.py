"""Expressions of other tools, within what our conditions can say."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.conditions import is_shown
from surveys.exchange.expressions import LIMESURVEY, XLSFORM, NotUnderstood, parse
from surveys.exchange.limits import limits_of
from surveys.exchange.relevance import Target, shown_if_of

TARGETS = {
    "visits": Target("visits", "single", choices={"1": "c_1", "never": "never"}),
    "uses": Target("uses", "multiple", choices={"books": "books", "wifi": "wifi"}),
    "uses_books": Target("uses", "multiple", choice="books"),
    "age": Target("age", "number"),
    "height": Target("height", "number", decimals=2),
    "trust": Target("trust", "rating"),
    "born": Target("born", "date"),
    "wish": Target("wish", "long_text"),
    "agreed": Target("agreed", "consent"),
    "staff": Target("rooms", "matrix", row="staff", choices={"good": "good"}),
    "light": Target("rooms", "matrix", row="light", choices={"good": "good"}),
    "hello": Target("hello", "information"),
    "home": Target("home", "district"),
}


def one(question: str, operator: str, value=None, row=None) -> dict:
    found = {"question": question, "row": row, "operator": operator, "value": value}
    return {name: given for name, given in found.items() if given is not None}


def shown_if(text: str, grammar=XLSFORM) -> dict:
    def find(name: str):
        return TARGETS.get(name.removesuffix(".NAOK"))

    return shown_if_of(parse(text, grammar), find)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("${visits} = 'never'", one("visits", "is", "never")),
        ("'never' = ${visits}", one("visits", "is", "never")),
        ("${visits} = 1", one("visits", "is", "c_1")),
        ('${visits} != "never"', one("visits", "is_not", "never")),
        ("not(${visits} = 'never')", one("visits", "is_not", "never")),
        ("selected(${visits}, 'never')", one("visits", "is", "never")),
        ("${visits} = ''", one("visits", "not_answered")),
        ("${wish} != ''", one("wish", "answered")),
        ("string-length(${wish}) > 0", one("wish", "answered")),
        ("not(string-length( ${wish} ) > 0)", one("wish", "not_answered")),
        ("selected( ${uses}, 'books' )", one("uses", "includes", "books")),
        ("not(selected(${uses}, 'books'))", one("uses", "excludes", "books")),
        ("count-selected(${uses}) >= 1", one("uses", "answered")),
        ("${age} >= 18", one("age", "at_least", 18)),
        ("18 <= ${age}", one("age", "at_least", 18)),
        ("${age} > 18", one("age", "at_least", 19)),
        ("${age} < 18", one("age", "at_most", 17)),
        ("${age} <= 17.5", one("age", "at_most", 17)),
        ("${age} >= -3", one("age", "at_least", -3)),
        ("${height} >= 1.5", one("height", "at_least", 1.5)),
        ("${trust} = 5", one("trust", "is", 5)),
        ("${born} >= date('2000-01-31')", one("born", "at_least", "2000-01-31")),
        ("${born} < '2000-01-01'", one("born", "at_most", "1999-12-31")),
        ("${agreed} = 'OK'", one("agreed", "answered")),
        ("${staff} = 'good'", one("rooms", "is", "good", row="staff")),
        ("concat(${staff}, ${light}, '') != ''", one("rooms", "answered")),
        ("${home} = 'old-town'", one("home", "is", "old-town")),
        ("(((${age} >= 18)))", one("age", "at_least", 18)),
        ("true() and ${age} >= 18", one("age", "at_least", 18)),
        ("${age} >= 18 and ${age} >= 18", one("age", "at_least", 18)),
    ],
)
def test_xlsform_expression_is_translated(text, condition):
    assert shown_if(text) == {"match": "all", "conditions": [condition]}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('visits.NAOK == "never"', one("visits", "is", "never")),
        ('((visits.NAOK == "never"))', one("visits", "is", "never")),
        ("visits ne 'never'", one("visits", "is_not", "never")),
        ('!(visits.NAOK == "never")', one("visits", "is_not", "never")),
        ("is_empty(visits.NAOK)", one("visits", "not_answered")),
        ("!is_empty(visits.NAOK)", one("visits", "answered")),
        ('uses_books.NAOK == "Y"', one("uses", "includes", "books")),
        ('uses_books.NAOK != "Y"', one("uses", "excludes", "books")),
        ('uses_books.NAOK == ""', one("uses", "excludes", "books")),
        ("is_empty(uses_books)", one("uses", "excludes", "books")),
        ('age.NAOK ge "18"', one("age", "at_least", 18)),
        ("age.NAOK > 18", one("age", "at_least", 19)),
    ],
)
def test_limesurvey_expression_is_translated(text, condition):
    assert shown_if(text, LIMESURVEY) == {"match": "all", "conditions": [condition]}


def test_several_conditions_are_joined_by_all_or_by_any():
    first, second = one("visits", "is", "never"), one("age", "at_least", 18)

    assert shown_if("${visits} = 'never' and ${age} >= 18") == {
        "match": "all",
        "conditions": [first, second],
    }
    assert shown_if('visits == "never" || age >= 18', LIMESURVEY) == {
        "match": "any",
        "conditions": [first, second],
    }


def test_denial_of_several_turns_all_into_any():
    assert shown_if("not(${visits} = 'never' and selected(${uses}, 'wifi'))") == {
        "match": "any",
        "conditions": [
            one("visits", "is_not", "never"),
            one("uses", "excludes", "wifi"),
        ],
    }


def test_denied_amount_holds_for_the_unanswered_too():
    assert shown_if("not(${age} >= 18)") == {
        "match": "any",
        "conditions": [one("age", "not_answered"), one("age", "at_most", 17)],
    }


def test_what_always_holds_is_no_condition():
    assert shown_if("true()") == {}
    assert shown_if("1", LIMESURVEY) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "${age}",
        "${age} >=",
        "${age} >= 18 ${age}",
        "(${age} >= 18",
        "${age} >= 18)",
        "${unknown} = 'x'",
        "${visits} = 'sometimes'",
        "${visits} >= 2",
        "${hello} = ''",
        "${uses} = 'books'",
        "selected(${uses}, 'none')",
        "count-selected(${uses}) >= 2",
        "${age} >= ${trust}",
        "${age} + 1 >= 18",
        "${age} >= 'old'",
        "${height} > 1.5",
        "${born} >= today()",
        "${born} != '2000-01-01'",
        "${born} >= '2000-13-01'",
        "${wish} = 'more books'",
        "regex(${wish}, '[a-z]+')",
        "${age} >= 18 and (${visits} = 'never' or selected(${uses}, 'wifi'))",
        "false()",
        "if(${age} >= 18, 1, 0)",
        "../age >= 18",
        "${age} >= 18 or " * 300 + "${age} >= 18",
        "(" * 100 + "${age} >= 18" + ")" * 100,
        "not(" * 3000,
        "${age} \x00 18",
    ],
)
def test_what_conditions_cannot_say_is_not_guessed(text):
    with pytest.raises(NotUnderstood):
        shown_if(text)


@pytest.mark.parametrize(
    "text",
    [
        "count(that.AF) > 0",
        '(visits == "never" and age > 3) or (uses_books == "Y" and age > 3)',
        "visits.shown == 1",
        'uses_books == "N"',
        "regexMatch('/a/', wish)",
    ],
)
def test_what_is_beyond_conditions_in_limesurvey_is_not_guessed(text):
    with pytest.raises(NotUnderstood):
        shown_if(text, LIMESURVEY)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    for grammar in (XLSFORM, LIMESURVEY):
        try:
            shown_if(text, grammar)
        except NotUnderstood:
            continue


@given(age=st.none() | st.integers(0, 120), bound=st.integers(0, 120))
def test_translated_amount_shows_to_the_same_people(age, bound):
    """XPath compares an empty answer with nothing: false, so its denial is true."""
    answers = {} if age is None else {"age": age}

    for operator, holds in {
        ">": age is not None and age > bound,
        "<": age is not None and age < bound,
        ">=": age is not None and age >= bound,
        "<=": age is not None and age <= bound,
    }.items():
        plain = shown_if(f"${{age}} {operator} {bound}")
        denied = shown_if(f"not(${{age}} {operator} {bound})")
        assert is_shown(plain, answers) is holds
        assert is_shown(denied, answers) is not holds


# Limits


@pytest.mark.parametrize(
    ("constraint", "kind", "expected"),
    [
        (". < 10", "number", {"maximum": 9}),
        (". >= 0 and . <= 120", "number", {"minimum": 0, "maximum": 120}),
        (". = 4", "number", {"minimum": 4, "maximum": 4}),
        ("count-selected(.) <= 3", "multiple", {"maximum": 3}),
        ("string-length(.) <= 140", "short_text", {"maximum": 140}),
        (
            ". >= date('2020-01-01') and . < '2021-01-01'",
            "date",
            {"earliest_on": dt.date(2020, 1, 1), "latest_on": dt.date(2020, 12, 31)},
        ),
        (
            "(not(selected(., 'none')) or count-selected(.) = 1)",
            "multiple",
            {"exclusive": {"none"}},
        ),
    ],
)
def test_constraint_becomes_limits(constraint, kind, expected):
    limits = limits_of(constraint, kind)

    found = {
        name: value
        for name, value in vars(limits).items()
        if value not in (None, set())
    }
    assert found == expected


@pytest.mark.parametrize(
    ("constraint", "kind"),
    [
        (". > 10.51", "number"),
        (". >= today()", "date"),
        (". > ${age}", "number"),
        (". >= 10 and . <= 1", "number"),
        (". >= 99999999999", "number"),
        ("not(selected(., 'c') and selected(., 'd'))", "multiple"),
        ("regex(., '^[0-9]+$')", "short_text"),
        (". >= 3", "short_text"),
        (". >= 3 or . <= 1", "number"),
        (". != 3", "number"),
        ("selected(., 'a')", "single"),
    ],
)
def test_constraint_that_is_no_limit_is_not_guessed(constraint, kind):
    with pytest.raises(NotUnderstood):
        limits_of(constraint, kind)
