"""LimeSurvey's questions made into ours: one may become several, or none."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_noop

from surveys import conditions
from surveys.exchange import limesurvey_terms as terms
from surveys.exchange.codes import Codes
from surveys.exchange.definition import (
    ChoiceDefinition,
    QuestionDefinition,
    RowDefinition,
    Texts,
)
from surveys.exchange.findings import Outcome
from surveys.exchange.limesurvey_file import Record
from surveys.exchange.limesurvey_pieces import Asked, Pieces
from surveys.exchange.limesurvey_settings import Settings, day_of, whole_of
from surveys.exchange.xlsform_lists import OTHER
from surveys.exchange.xlsform_types import DECIMALS
from surveys.models import Question

Kind = Question.Kind
MOST_CELLS = 60
Made = list[QuestionDefinition]

COMMENT = gettext_noop("Your comment")
YES_NO = {"Y": gettext_noop("Yes"), "N": gettext_noop("No")}
UNCERTAIN = {
    "Y": gettext_noop("Yes"),
    "U": gettext_noop("Uncertain"),
    "N": gettext_noop("No"),
}
GENDERS = {"F": gettext_noop("Female"), "M": gettext_noop("Male")}
CHANGES = {
    "I": gettext_noop("Increase"),
    "S": gettext_noop("Same"),
    "D": gettext_noop("Decrease"),
}
WORDED = {"C": UNCERTAIN, "E": CHANGES}


class Maker(Pieces):
    """Makes the questions of one file in their order."""

    def questions(self, row: Record) -> Made:
        """Return what a row of the table of questions becomes."""
        settings = Settings(self._attributes.get(row.get("qid", ""), []))
        asked = Asked(row, settings)
        if asked.type in terms.NOT_ASKED:
            return self._left_out(asked, terms.NOT_ASKED[asked.type])
        make = self._makers().get(asked.type)
        if make is None:
            return self._left_out(asked, Outcome.NOT_UNDERSTOOD)
        asked.shown_if = self.conditions.of_question(row)
        made = make(asked)
        for question in made:
            if not question.shown_if:
                question.shown_if = asked.shown_if
            if question.kind != Kind.INFORMATION:
                question.is_required = row.get("mandatory") == "Y"
        self._report_rest(asked)
        return made

    def _makers(self) -> dict[str, Callable[[Asked], Made]]:
        return {
            **dict.fromkeys(terms.SINGLES, self._single),
            **dict.fromkeys(terms.TEXTS, self._text),
            **dict.fromkeys(terms.MULTIPLES, self._multiple),
            **dict.fromkeys(terms.PARTS, self._parts),
            **dict.fromkeys(terms.CELLS, self._cells),
            **dict.fromkeys(terms.LISTED_MATRICES, self._listed_matrix),
            **dict.fromkeys(terms.POINTS, self._points),
            **dict.fromkeys(WORDED, self._worded_matrix),
            "1": self._dual_matrix,
            "5": self._five_points,
            "D": self._date,
            "G": self._gender,
            "N": self._number,
            "R": self._ranking,
            "X": self._information,
            "Y": self._yes_no,
        }

    # Kinds

    def _information(self, asked: Asked) -> Made:
        return [self._begin(asked, Kind.INFORMATION)]

    def _yes_no(self, asked: Asked) -> Made:
        return self._of_words(asked, YES_NO)

    def _gender(self, asked: Asked) -> Made:
        return self._of_words(asked, GENDERS)

    def _of_words(self, asked: Asked, words: dict[str, str]) -> Made:
        question = self._begin(asked, Kind.SINGLE)
        question.choices = self._worded(words)
        self._know(asked, question, {code: code for code in words})
        return [question]

    def _single(self, asked: Asked) -> Made:
        choices, names = self._answer_choices(asked)
        if not choices:
            return self._left_out(asked, Outcome.NOTHING_TO_CHOOSE)
        question = self._begin(asked, terms.SINGLES[asked.type])
        question.choices = choices
        question.is_randomized = asked.settings.is_random()
        self._offer_other(asked, question, names)
        self._know(asked, question, names)
        if asked.type != "O":
            return [question]
        self._report(asked, asked.type, asked.title, Outcome.MADE_COMMENTS)
        comment = self._begin(
            asked, Kind.LONG_TEXT, "comment", self._in_our_languages(COMMENT)
        )
        self._know(asked, comment, ending="comment")
        return [question, comment]

    def _offer_other(
        self, asked: Asked, question: QuestionDefinition, names: dict[str, str]
    ) -> None:
        if asked.row.get("other") == "Y":
            question.has_other = True
            names["-oth-"] = OTHER
            self._report(asked, "other", asked.title, Outcome.OTHER_WORDS)

    def _multiple(self, asked: Asked) -> Made:
        choices, names = self._sub_choices(asked)
        if not choices:
            return self._left_out(asked, Outcome.NOTHING_TO_CHOOSE)
        question = self._begin(asked, Kind.MULTIPLE)
        question.choices = choices
        settings = asked.settings
        question.is_randomized = settings.is_random()
        question.minimum, question.maximum = settings.bounds(
            "min_answers", "max_answers"
        )
        alone = re.split(r"[;,\s]+", settings.take("exclude_all_others"))
        for choice in choices:
            choice.is_exclusive = choice.code in {names.get(one) for one in alone}
        self._offer_other(asked, question, names)
        self._know(asked, question, names)
        for name, code in names.items():
            ending = "other" if name == "-oth-" else name
            self._know(asked, question, names, ending, choice=code)
        return [question, *self._comments(asked, question, names)]

    def _comments(
        self, asked: Asked, question: QuestionDefinition, names: dict[str, str]
    ) -> Made:
        """A text for each choice that is ticked, of “multiple with comments”."""
        if asked.type != "P":
            return []
        self._report(asked, asked.type, asked.title, Outcome.MADE_COMMENTS)
        made = []
        for choice in question.choices:
            comment = self._begin(
                asked, Kind.SHORT_TEXT, f"{choice.code}_comment", dict(choice.label)
            )
            includes = {
                "question": question.code,
                "operator": conditions.INCLUDES,
                "value": choice.code,
            }
            comment.shown_if = {"match": conditions.ALL, "conditions": [includes]}
            made.append(comment)
        return made

    def _text(self, asked: Asked) -> Made:
        return [self._measured(asked, self._begin(asked, self._text_kind(asked)))]

    def _text_kind(self, asked: Asked) -> str:
        is_number = asked.settings.take("numbers_only") == "1"
        return Kind.NUMBER if is_number else terms.TEXTS[asked.type]

    def _measured(
        self, asked: Asked, question: QuestionDefinition, ending: str = ""
    ) -> QuestionDefinition:
        """Give a number or a text its limits, and remember it."""
        settings = asked.settings
        if question.kind == Kind.NUMBER:
            is_whole = settings.take("num_value_int_only") == "1"
            question.decimals = 0 if is_whole else DECIMALS
            names = ("min_num_value_n", "max_num_value_n")
            if asked.type == ":":
                names = ("multiflexible_min", "multiflexible_max")
            if settings.get("slider_layout") == "1":
                names = ("slider_min", "slider_max")
                question.decimals = _places(settings.take("slider_accuracy"))
            question.minimum, question.maximum = settings.bounds(*names)
        else:
            most = whole_of(settings.take("maximum_chars"))
            question.maximum = most if most and most > 0 else None
        self._know(asked, question, ending=ending)
        return question

    def _number(self, asked: Asked) -> Made:
        return [self._measured(asked, self._begin(asked, Kind.NUMBER))]

    def _parts(self, asked: Asked) -> Made:
        kind = terms.PARTS[asked.type]
        if kind == Kind.SHORT_TEXT and asked.settings.take("numbers_only") == "1":
            kind = Kind.NUMBER
        parts = [
            (row.get("title", ""), self._sub_label(asked, row, row.get("title", "")))
            for row in self._subs(asked)
        ]
        return self._divided(asked, kind, parts)

    def _cells(self, asked: Asked) -> Made:
        if asked.settings.take("multiflexible_checkbox") == "1":
            return self._boxes(asked)
        columns = [
            (row.get("title", ""), self._sub_label(asked, row, row.get("title", "")))
            for row in self._subs(asked, "1")
        ]
        parts = [
            (f"{row.get('title', '')}_{column}", _beside(label, column_label))
            for row in self._subs(asked)
            for label in [self._sub_label(asked, row, row.get("title", ""))]
            for column, column_label in columns
        ]
        return self._divided(asked, terms.CELLS[asked.type], parts)

    def _boxes(self, asked: Asked) -> Made:
        """An array of boxes: a multiple choice for each row."""
        choices, names = self._sub_choices(asked, "1")
        rows = self._subs(asked)
        if not choices or not rows:
            return self._left_out(asked, Outcome.NOTHING_TO_CHOOSE)
        self._report(asked, asked.type, asked.title, Outcome.MADE_QUESTIONS)
        made = [self._begin(asked, Kind.INFORMATION)]
        for row in rows:
            name = row.get("title", "")
            label = self._sub_label(asked, row, name)
            question = self._begin(asked, Kind.MULTIPLE, name, label)
            question.choices = [
                ChoiceDefinition(one.code, dict(one.label)) for one in choices
            ]
            made.append(question)
            for theirs, ours in names.items():
                ending = f"{name}_{theirs}"
                self._know(asked, question, names, ending, choice=ours)
        return made

    def _divided(
        self, asked: Asked, kind: str, parts: Iterable[tuple[str, Texts]]
    ) -> Made:
        """A question of several fields: its text, then a question for each field."""
        parts = list(parts)
        if not parts:
            return self._left_out(asked, Outcome.NOTHING_TO_CHOOSE)
        if len(parts) > MOST_CELLS:
            return self._left_out(asked, Outcome.TOO_MANY)
        self._report(asked, asked.type, asked.title, Outcome.MADE_QUESTIONS)
        made = [self._begin(asked, Kind.INFORMATION)]
        for name, label in parts:
            part = self._begin(asked, kind, name, label)
            made.append(self._measured(asked, part, ending=name))
        return made

    def _five_points(self, asked: Asked) -> Made:
        question = self._begin(asked, Kind.RATING)
        question.minimum, question.maximum = 1, terms.FIVE_POINTS
        self._know(asked, question)
        return [question]

    def _date(self, asked: Asked) -> Made:
        question = self._begin(asked, Kind.DATE)
        settings = asked.settings
        for name, attribute in (("earliest_on", "date_min"), ("latest_on", "date_max")):
            day = day_of(settings.get(attribute))
            if day:
                settings.take(attribute)
                setattr(question, name, day)
        if re.search(r"[Hh]|MM:", settings.take("date_format")):
            self._report(asked, "date_format", asked.title, Outcome.MADE_DATE)
        self._know(asked, question)
        return [question]

    def _ranking(self, asked: Asked) -> Made:
        choices, names = self._answer_choices(asked)
        if not choices:
            choices, names = self._sub_choices(asked)
        if not choices:
            return self._left_out(asked, Outcome.NOTHING_TO_CHOOSE)
        question = self._begin(asked, Kind.RANKING)
        question.choices = choices
        question.is_randomized = asked.settings.is_random()
        question.minimum, question.maximum = asked.settings.bounds(
            "min_answers", "max_answers"
        )
        self._know(asked, question, names)
        return [question]

    # Matrices

    def _listed_matrix(self, asked: Asked) -> Made:
        return self._matrix(asked, *self._answer_choices(asked))

    def _worded_matrix(self, asked: Asked) -> Made:
        words = WORDED[asked.type]
        return self._matrix(asked, self._worded(words), {code: code for code in words})

    def _points(self, asked: Asked) -> Made:
        points = [str(one + 1) for one in range(terms.POINTS[asked.type])]
        choices = [
            ChoiceDefinition(f"c_{one}", dict.fromkeys(self.languages, one))
            for one in points
        ]
        return self._matrix(asked, choices, {one: f"c_{one}" for one in points})

    def _matrix(
        self,
        asked: Asked,
        choices: list[ChoiceDefinition],
        names: dict[str, str],
        ending: str = "",
        text: Texts | None = None,
    ) -> Made:
        rows = self._subs(asked)
        if not choices or not rows:
            return self._left_out(asked, Outcome.NOTHING_TO_CHOOSE)
        question = self._begin(asked, Kind.MATRIX, ending, text)
        question.choices = choices
        question.is_randomized = asked.settings.is_random(of_choices=True)
        self._know(asked, question, names)
        codes = Codes(OTHER)
        for row in rows:
            name = row.get("title", "")
            code = codes.make(name, "r")
            if code != name:
                self._report(asked, "title", f"{name} → {code}", Outcome.RENAMED)
            question.rows.append(RowDefinition(code, self._sub_label(asked, row, code)))
            part = f"{name}_{int(ending) - 1}" if ending else name
            self._know(asked, question, names, part, row=code)
        return [question]

    def _dual_matrix(self, asked: Asked) -> Made:
        """A matrix with two scales: one after the other."""
        self._report(asked, asked.type, asked.title, Outcome.MADE_TWO_MATRICES)
        text, help_text = self._own_texts(asked)
        made: Made = []
        for ending, scale, attribute in (
            ("1", "0", "dualscale_headerA"),
            ("2", "1", "dualscale_headerB"),
        ):
            header = asked.settings.texts(attribute, self.words.names)
            choices, names = self._answer_choices(asked, scale)
            made += self._matrix(asked, choices, names, ending, _beside(text, header))
        if made:
            made[0].help = self.fitting.cut(asked.number, "help", help_text, 2000)
        return made

    # What is left

    def _report_rest(self, asked: Asked) -> None:
        row = asked.row
        if row.get("mandatory") not in {"Y", "N", "", None}:
            self._report(asked, "mandatory", row["mandatory"], Outcome.NOT_REQUIRED)
        if row.get("preg"):
            self._report(asked, "preg", row["preg"], Outcome.UNLIMITED)
        if row.get("other") == "Y" and asked.type not in {*terms.SINGLES, "M", "P"}:
            self._report(asked, "other", asked.title, Outcome.SETTING_LEFT_OUT)
        theme = row.get("question_theme_name", "")
        if theme not in terms.CORE_THEMES and not theme.startswith("arrays/"):
            self._report(asked, "question_theme_name", theme, Outcome.APPEARANCE)
        if self._defaults.get(asked.qid):
            self._report(asked, "defaultvalues", asked.title, Outcome.NO_DEFAULT)
        looks, others = asked.settings.rest()
        if looks:
            self._report(asked, "attributes", looks, Outcome.APPEARANCE)
        for name, value in others:
            what = f"{asked.title}: {value}"
            self._report(asked, name, what, Outcome.SETTING_LEFT_OUT)


def _beside(left: Texts, right: Texts) -> Texts:
    return {
        language: f"{text} – {right[language]}" if right.get(language) else text
        for language, text in left.items()
    }


def _places(accuracy: str) -> int:
    try:
        exponent = Decimal(accuracy or "1").normalize().as_tuple().exponent
    except InvalidOperation:
        return DECIMALS
    return min(DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else DECIMALS
