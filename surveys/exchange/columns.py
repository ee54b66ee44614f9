"""The columns of a survey's responses: the same in every format and language.

They follow the questionnaire, after a few about the response itself. A question makes

- single choice, dropdown, rating, number, date, text, district: one column ``CODE``;
- multiple choice: ``CODE_CHOICE`` for each choice, 1 chosen, 0 not, and empty where
  the question was not answered at all, or that version did not offer the choice;
- matrix: ``CODE_ROW`` for each row;
- ranking: ``CODE_CHOICE`` for each choice, with its rank;
- consent: ``CODE``, 1 given, 0 not; empty where it may not have been shown;
- the words of “other, please say”: ``CODE_other``, of a multiple choice
  ``CODE_other_text``.

Choices by the hundred would be more columns than a table can have: such a multiple
choice or ranking is one column ``CODE`` with the codes, separated by spaces.

Several versions of a survey share the columns that ask the same in the same way. What
only an older version asks stands where it stood there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override, pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from civic.models import District
from surveys.models import Collector, Question, Response, Survey

OTHER = "other"
MANY_CHOICES = 250
MOST_COLUMNS = 1500  # the database selects at most 1,664 at once
# PostgreSQL keeps 63 bytes of a name, SPSS 64; some are left to tell equal ones apart.
LONGEST_NAME = 58
RESERVED_IN_SPSS = frozenset(
    (
        *("all", "and", "by", "eq", "ge", "gt", "le", "lt"),
        *("ne", "not", "or", "to", "with"),
    )
)

Texts = dict[str, str]


class TooManyColumns(Exception):
    """The survey asks for more columns than a table can have; gives their number."""


class Shape(StrEnum):
    """What a column holds, and so where in a response it is found."""

    OWN = "own"  # text about the response itself
    OWN_NUMBER = "own_number"
    OWN_DATE = "own_date"
    CODE = "code"
    CELL = "cell"  # the choice in one row of a matrix
    WORDS = "words"
    OTHER_WORDS = "other_words"
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    TICK = "tick"  # consent
    PICK = "pick"  # one choice of several: 0 or 1
    RANK = "rank"
    LIST = "list"  # codes separated by spaces

    @property
    def is_number(self) -> bool:
        return self in _NUMBERS

    @property
    def is_date(self) -> bool:
        return self in {Shape.DATE, Shape.OWN_DATE}

    @property
    def is_free(self) -> bool:
        """Whether residents typed it, so that anything may stand there."""
        return self in {Shape.WORDS, Shape.OTHER_WORDS}


_NUMBERS = {
    *(Shape.OWN_NUMBER, Shape.NUMBER, Shape.SCALE),
    *(Shape.TICK, Shape.PICK, Shape.RANK),
}


def best(texts: Texts, language: str) -> str:
    """Return the text in ``language``, else in the first that has one."""
    order = (language, *languages.CODES)
    return next((texts[code] for code in order if texts.get(code)), "")


@dataclass(frozen=True)
class Value:
    """One value that a column can have: as it is stored, and in words."""

    code: str
    label: Texts


@dataclass(frozen=True)
class Column:
    """One column; ``code`` is its question's, ``part`` that of a choice or row.

    ``versions`` gives the ids of the surveys that can fill it, and their versions.
    """

    name: str
    shape: Shape
    label: Texts
    question: Question | None = None
    part: str = ""
    values: tuple[Value, ...] = ()
    versions: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """By what columns of several versions are found to be the same."""
        return self.code or self.name, self.shape, self.part

    @property
    def code(self) -> str:
        return self.question.code if self.question else ""

    @property
    def survey_ids(self) -> list[int]:
        return [pk for pk, _version in self.versions]

    @property
    def newest_version(self) -> int:
        return max(version for _pk, version in self.versions)

    @property
    def is_coded(self) -> bool:
        """Whether it holds text codes that each have a label."""
        return bool(self.values) and not self.shape.is_number

    def joined(self, older: "Column") -> "Column":
        """Return the column of this and of an older version in one."""
        known = {value.code for value in self.values}
        more = tuple(value for value in older.values if value.code not in known)
        versions = self.versions + older.versions
        return replace(self, values=self.values + more, versions=versions)


def columns_of(versions: Sequence[Survey]) -> list[Column]:
    """Return the columns of one survey, or of several versions, the newest first.

    The surveys need ``with_questions``. Raises TooManyColumns.
    """
    merged: list[Column] = []
    for survey in versions:
        merged = _merged(merged, list(_asked(survey)))
    columns = [*_own_columns(versions), *merged]
    if len(columns) > MOST_COLUMNS:
        raise TooManyColumns(len(columns))
    return _with_unique_names(columns)


def _merged(newer: list[Column], older: list[Column]) -> list[Column]:
    """Put what only the older version asks behind what it stood behind there."""
    result, keys = list(newer), [column.key for column in newer]
    known = set(keys)
    place = 0
    for column in older:
        if column.key in known:
            place = keys.index(column.key)
            result[place] = result[place].joined(column)
        else:
            result.insert(place, column)
            keys.insert(place, column.key)
        place += 1
    return result


def _with_unique_names(columns: list[Column]) -> list[Column]:
    """Return the columns with names that SPSS takes and that differ but for case.

    Where two versions would give the same name, the newer one has it.
    """
    taken = set(RESERVED_IN_SPSS)
    named = list(columns)
    by_age = sorted(enumerate(columns), key=lambda place: -place[1].newest_version)
    for place, column in by_age:
        stem = column.name[:LONGEST_NAME]
        name, number = stem, 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name.lower())
        named[place] = replace(column, name=name)
    return named


# About the response itself


def _own_columns(versions: Sequence[Survey]) -> Iterator[Column]:
    def own(
        name: str,
        label: Promise,
        shape: Shape = Shape.OWN,
        values: Iterable[Value] = (),
    ) -> Column:
        every = tuple((survey.pk, survey.version) for survey in versions)
        texts = in_all_languages(label)
        return Column(name, shape, texts, values=tuple(values), versions=every)

    number = Shape.OWN_NUMBER
    yield own("response_number", gettext_lazy("Number of the response"), number)
    yield own("survey_version", gettext_lazy("Version of the survey"), number)
    yield own(
        "response_language",
        gettext_lazy("Language of the response"),
        values=[
            Value(one.code, dict.fromkeys(languages.CODES, one.endonym))
            for one in languages.LANGUAGES
        ],
    )
    yield own(
        "response_channel",
        gettext_lazy("How the answers came in"),
        values=_named_values(Collector.Kind.choices),
    )
    yield own("response_collector", gettext_lazy("Collector"))
    yield own("response_people", gettext_lazy("People it stands for"), number)
    yield own(
        "response_review",
        gettext_lazy("State of review"),
        values=_named_values(Response.ReviewState.choices),
    )
    yield own("response_day", gettext_lazy("Day it was sent"), Shape.OWN_DATE)


def in_all_languages(text: Promise) -> Texts:
    """Return an interface text in each of the portal's languages."""
    texts = {}
    for code in languages.CODES:
        with override(code):
            texts[code] = str(text)
    return texts


def _named_values(choices: Iterable[tuple[str, Any]]) -> list[Value]:
    return [Value(code, in_all_languages(label)) for code, label in choices]


# Answers


def _asked(survey: Survey) -> Iterator[Column]:
    districts = _districts(survey)
    for question in survey.questions:
        for column in _COLUMNS_BY_KIND[question.kind](question, districts):
            versions = ((survey.pk, survey.version),)
            yield replace(column, question=question, versions=versions)


def _districts(survey: Survey) -> tuple[Value, ...]:
    if not survey.asks_district:
        return ()
    return tuple(
        Value(district.code, texts_of(district, "name"))
        for district in District.objects.all()
    )


def texts_of(instance: Model, name: str) -> Texts:
    """Return a translated field's text in each language that has one."""
    found = (
        (code, getattr(instance, build_localized_fieldname(name, code)))
        for code in languages.CODES
    )
    return {code: text for code, text in found if text}


def _with_part(question: Question, part: Texts) -> Texts:
    """“Question – part” in each language that has either."""
    text = texts_of(question, "text")
    return {
        code: f"{best(text, code)} – {best(part, code)}"
        for code in languages.CODES
        if code in text or code in part
    }


OTHER_LABEL = gettext_lazy("Other, please say")


def _values(question: Question) -> tuple[Value, ...]:
    values = [
        Value(choice.code, texts_of(choice, "label"))
        for choice in question.choices.all()
    ]
    if question.has_other:
        values.append(Value(OTHER, in_all_languages(OTHER_LABEL)))
    return tuple(values)


Columns = Iterator[Column]
Maker = Callable[[Question, tuple[Value, ...]], Columns]


def _whole(shape: Shape) -> Maker:
    """One column without values."""

    def columns(question: Question, _districts: tuple[Value, ...]) -> Columns:
        yield Column(question.code, shape, texts_of(question, "text"))

    return columns


def _single(question: Question, _districts: tuple[Value, ...]) -> Columns:
    label = texts_of(question, "text")
    yield Column(question.code, Shape.CODE, label, values=_values(question))
    if question.has_other:
        yield _other_words(question, f"{question.code}_{OTHER}")


def _other_words(question: Question, name: str) -> Column:
    label = _with_part(question, in_all_languages(OTHER_LABEL))
    return Column(name, Shape.OTHER_WORDS, label)


def _multiple(question: Question, _districts: tuple[Value, ...]) -> Columns:
    yield from _for_each_choice(question, Shape.PICK)
    if question.has_other:
        yield _other_words(question, f"{question.code}_{OTHER}_text")


def _ranking(question: Question, _districts: tuple[Value, ...]) -> Columns:
    yield from _for_each_choice(question, Shape.RANK)


def _for_each_choice(question: Question, shape: Shape) -> Columns:
    values = _values(question)
    if len(values) > MANY_CHOICES:
        label = texts_of(question, "text")
        yield Column(question.code, Shape.LIST, label, values=values)
        return
    for value in values:
        name = f"{question.code}_{value.code}"
        label = _with_part(question, value.label)
        flags = _no_and_yes() if shape == Shape.PICK else ()
        yield Column(name, shape, label, part=value.code, values=flags)


@cache
def _no_and_yes() -> tuple[Value, ...]:
    return (
        Value("0", in_all_languages(pgettext_lazy("value in a table", "no"))),
        Value("1", in_all_languages(pgettext_lazy("value in a table", "yes"))),
    )


def _matrix(question: Question, _districts: tuple[Value, ...]) -> Columns:
    values = _values(question)
    for row in question.rows.all():
        label = _with_part(question, texts_of(row, "label"))
        name = f"{question.code}_{row.code}"
        yield Column(name, Shape.CELL, label, part=row.code, values=values)


def _rating(question: Question, _districts: tuple[Value, ...]) -> Columns:
    ends = (
        (question.minimum, texts_of(question, "minimum_label")),
        (question.maximum, texts_of(question, "maximum_label")),
    )
    values = tuple(Value(str(end), label) for end, label in ends if label)
    label = texts_of(question, "text")
    yield Column(question.code, Shape.SCALE, label, values=values)


def _consent(question: Question, _districts: tuple[Value, ...]) -> Columns:
    label = texts_of(question, "text")
    yield Column(question.code, Shape.TICK, label, values=_no_and_yes())


def _district(question: Question, districts: tuple[Value, ...]) -> Columns:
    label = texts_of(question, "text")
    yield Column(question.code, Shape.CODE, label, values=districts)


def _nothing(_question: Question, _districts: tuple[Value, ...]) -> Columns:
    yield from ()


_COLUMNS_BY_KIND: dict[str, Maker] = {
    Question.Kind.SINGLE: _single,
    Question.Kind.DROPDOWN: _single,
    Question.Kind.MULTIPLE: _multiple,
    Question.Kind.RATING: _rating,
    Question.Kind.MATRIX: _matrix,
    Question.Kind.RANKING: _ranking,
    Question.Kind.NUMBER: _whole(Shape.NUMBER),
    Question.Kind.DATE: _whole(Shape.DATE),
    Question.Kind.SHORT_TEXT: _whole(Shape.WORDS),
    Question.Kind.LONG_TEXT: _whole(Shape.WORDS),
    Question.Kind.DISTRICT: _district,
    Question.Kind.CONSENT: _consent,
    Question.Kind.INFORMATION: _nothing,
}
