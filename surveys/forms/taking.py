"""A Django form from a survey page.

Fields are named ``q-CODE``, with ``q-CODE-other`` for the words of “other, please
say”, ``q-CODE-ROW`` for the rows of a matrix and ``q-CODE-CHOICE`` for the ranks of a
ranking; the values of choices are their codes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from civic import texts
from civic.models import District
from surveys import conditions, fields, mistakes
from surveys.fields import OTHER
from surveys.forms.entries import Entry, parts_of
from surveys.models import Page, Question

LONGEST_DRAFT_TEXT = 20_000
UNANSWERED = (None, "", [], {})


class SurveyPageForm(forms.Form):
    """The questions of one page; made by ``page_form``.

    ``earlier`` are the answers to the pages before, which conditions look at; what is
    not shown under them is neither checked nor answered, but named in ``passed_over``
    if something was sent for it. ``is_shown`` is whether the page itself is shown.
    ``seed`` names the sitting, for the order of choices that are shuffled. Without
    ``demands_all`` a required question may stay open, as it may on a paper sheet.
    """

    # Browsers' own messages would come in the browser's language.
    use_required_attribute = False
    questions: Sequence[Question] = ()
    names: Mapping[str, tuple[str, ...]] = {}  # of each question's fields, by its code
    is_shuffled = False

    def __init__(
        self,
        *args,
        earlier: Mapping[str, Any] | None = None,
        is_shown: bool = True,
        seed: str = "",
        demands_all: bool = True,
        **kwargs,
    ) -> None:
        self.earlier = earlier or {}
        self.is_shown = is_shown
        self.seed = seed
        self.demands_all = demands_all
        self.passed_over: list[Question] = []
        self._answers: dict[str, object] = {}
        self._unshown: set[str] = set()
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._tick_other()

    def _tick_other(self) -> None:
        """Tick “other” for who wrote its words, if no other answer contradicts it.

        Done to what was sent, so that the page shows what will be counted.
        """
        ticked = {}
        for question in self.questions:
            if not question.has_other or question.kind not in WITH_OTHER:
                continue
            words = _values(self.data, other_name(question))
            chosen = [one for one in _values(self.data, question.field_name) if one]
            if any(texts.tidy(str(one or "")).strip() for one in words) and (
                OTHER not in chosen and not _contradicts_other(question, chosen)
            ):
                ticked[question.field_name] = [*chosen, OTHER]
        if ticked:
            sent = {name: _values(self.data, name) for name in self.data}
            self.data = MultiValueDict(sent | ticked)

    @property
    def mistakes(self) -> list[tuple[BoundField, str]]:
        """Each error with the field to go to, in the order of the page."""
        return [(field, str(error)) for field in self for error in field.errors]

    @property
    def entries(self) -> Iterator[Entry]:
        for question in self.questions:
            bound = [self[name] for name in self.names[question.code]]
            if question.kind in PARTED:
                parts = parts_of(question, bound)
                yield Entry(
                    question,
                    None,
                    parts=parts,
                    seed=self.seed,
                    id_pattern=self.auto_id,
                )
            else:
                field, other = (*bound, None, None)[:2]
                yield Entry(
                    question, field, other, seed=self.seed, id_pattern=self.auto_id
                )

    # Checking

    def clean(self) -> None:
        """Check the shown questions in order; forget what was sent for the others."""
        for question in self.questions:
            if not self._shows(question):
                self._ignore(question)
            elif question.kind != Question.Kind.INFORMATION:
                self._answer(question)

    def _shows(self, question: Question) -> bool:
        if not question.shown_if:
            return self.is_shown
        answers = {**self.earlier, **self._answers}
        return self.is_shown and conditions.is_shown(question.shown_if, answers)

    def _ignore(self, question: Question) -> None:
        names = self.names[question.code]
        self._unshown.update(names)
        if any(
            name in self.errors or self.cleaned_data[name] not in UNANSWERED
            for name in names
        ):
            self.passed_over.append(question)
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)

    def _answer(self, question: Question) -> None:
        """Check one question, and keep its answer if there is one and it is right."""
        if question.kind == Question.Kind.MATRIX:
            answer = self._check_rows(question)
        elif question.kind == Question.Kind.RANKING:
            answer = self._check_ranks(question)
        else:
            answer = self._check_field(question)
        if answer in UNANSWERED or self._is_wrong(question):
            return
        self._answers[question.code] = answer
        if question.has_other and _names_other(answer):
            words = self.cleaned_data[other_name(question)]
            self._answers[f"{question.code}-{OTHER}"] = words

    def _is_wrong(self, question: Question) -> bool:
        return any(name in self.errors for name in self.names[question.code])

    def _demands(self, question: Question) -> bool:
        return question.is_required and self.demands_all

    def _check_field(self, question: Question) -> object:
        if question.field_name in self.errors:
            return None
        if question.has_other:
            self._settle_other(question)
        answer = self.cleaned_data.get(question.field_name)
        if answer in UNANSWERED:
            if self._demands(question) and not self._is_wrong(question):
                self.add_error(question.field_name, mistakes.missing_answer(question))
        elif question.kind == Question.Kind.MULTIPLE:
            return self._check_choices(question, answer)
        return answer

    def _settle_other(self, question: Question) -> None:
        """Have a tick at “other” explained, and words without one taken back."""
        name, words_name = question.field_name, other_name(question)
        if words_name in self.errors:
            return
        chosen, words = self.cleaned_data[name], self.cleaned_data[words_name]
        if not words:
            if _names_other(chosen):
                self.add_error(words_name, mistakes.other_without_words(question))
        elif not _names_other(chosen):
            beside = chosen if isinstance(chosen, list) else [chosen]
            label = _label(question, _contradicts_other(question, beside))
            self.add_error(words_name, mistakes.other_beside_choice(question, label))

    def _check_choices(self, question: Question, chosen: list[str]) -> list[str]:
        order = [*(one.code for one in question.choices.all()), OTHER]
        chosen = [code for code in order if code in chosen]
        self.cleaned_data[question.field_name] = chosen
        alone = next(
            (c for c in question.choices.all() if c.is_exclusive and c.code in chosen),
            None,
        )
        minimum = question.minimum or 0
        problem = None
        if alone and len(chosen) > 1:
            problem = mistakes.choice_stands_alone(question, alone.label)
        elif question.maximum is not None and len(chosen) > question.maximum:
            problem = mistakes.too_many_choices(question, question.maximum)
        elif not alone and len(chosen) < minimum:
            problem = mistakes.too_few_choices(question, minimum)
        if problem:
            self.add_error(question.field_name, problem)
        return chosen

    def _check_rows(self, question: Question) -> dict[str, str]:
        answer = {}
        for row in question.rows.all():
            name = fields.part_name(question, row.code)
            chosen = self.cleaned_data.get(name)
            if chosen:
                answer[row.code] = chosen
            elif self._demands(question) and name not in self.errors:
                self.add_error(name, mistakes.missing_row(question, row.label))
        return answer

    def _check_ranks(self, question: Question) -> list[str]:
        ranked: dict[int, tuple[str, str]] = {}
        for choice in question.choices.all():
            name = fields.part_name(question, choice.code)
            rank = self.cleaned_data.get(name)
            if rank in ranked:
                labels = (ranked[rank][1], choice.label)
                self.add_error(name, mistakes.rank_given_twice(question, labels, rank))
            elif rank:
                ranked[rank] = (choice.code, choice.label)
        if not self._is_wrong(question):
            self._check_number_of_ranks(question, len(ranked))
        return [code for _rank, (code, _label) in sorted(ranked.items())]

    def _check_number_of_ranks(self, question: Question, ranked: int) -> None:
        names = self.names[question.code]
        empty = next((name for name in names if not self.cleaned_data[name]), "")
        if not empty:
            return
        if not ranked and self._demands(question):
            self.add_error(empty, mistakes.missing_answer(question))
        elif ranked and ranked < (question.minimum or 0):
            problem = mistakes.too_few_ranks(question, question.minimum)
            self.add_error(empty, problem)

    # What was answered, and what was sent

    def answers(self) -> dict[str, object]:
        """Return the answers to the shown questions, as ``Response.answers`` has them.

        What was passed over or is wrong is left out.
        """
        self.errors  # noqa: B018 - checks the form when that was not done yet
        return dict(self._answers)

    def sent(self) -> dict[str, list[str]]:
        """Return what was sent for this page, right or wrong, as a draft keeps it.

        A question that is not shown is not answered with nothing: what was sent for it
        before comes back with it.
        """
        self.errors  # noqa: B018 - finds what is not shown
        return {
            name: [texts.storable(value) for value in _values(self.data, name)]
            for name in self.fields
            if name not in self._unshown or name in self.data
        }

    def fits_draft(self) -> bool:
        """Whether what was sent is small enough to be kept before it is right."""
        return all(
            len(value) <= LONGEST_DRAFT_TEXT
            for values in self.sent().values()
            for value in values
        )


PARTED = (Question.Kind.MATRIX, Question.Kind.RANKING)
WITH_OTHER = (Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.DROPDOWN)


def _values(data: Mapping, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return data.getlist(name)
    value = data.get(name, [])
    return value if isinstance(value, list) else [value]


def _names_other(answer: object) -> bool:
    return OTHER in answer if isinstance(answer, list) else answer == OTHER


def _contradicts_other(question: Question, chosen: Sequence[str]) -> str:
    """The code among those ``chosen`` that “other” cannot go with; "" for none."""
    if question.kind != Question.Kind.MULTIPLE:
        return chosen[0] if chosen else ""
    alone = {one.code for one in question.choices.all() if one.is_exclusive}
    return next((code for code in chosen if code in alone), "")


def _label(question: Question, code: str) -> str:
    return next(c.label for c in question.choices.all() if c.code == code)


def other_name(question: Question) -> str:
    """The name of the field with the words for “other”."""
    return fields.part_name(question, OTHER)


def as_initial(
    questions: Iterable[Question], answers: Mapping[str, Any]
) -> dict[str, object]:
    """Return stored answers as the initial values of the forms of their pages."""
    found = {f"q-{code}": answer for code, answer in answers.items()}
    for question in questions:
        answer = answers.get(question.code)
        if question.kind == Question.Kind.MATRIX and isinstance(answer, Mapping):
            parts: Iterable[tuple[str, object]] = answer.items()
        elif question.kind == Question.Kind.RANKING and isinstance(answer, list):
            parts = ((code, rank) for rank, code in enumerate(answer, start=1))
        else:
            continue
        found |= {fields.part_name(question, code): value for code, value in parts}
    return found


class SharedFields(dict[str, forms.Field]):
    """The fields of a form class, used by all its forms as they are.

    Django copies them for each form, in case one changes its own; ours never do, and
    the copying costs as much as checking the answers.
    """

    def __deepcopy__(self, memo: dict[int, object]) -> "SharedFields":
        return self


def page_form_class(
    page: Page, districts: Sequence[District] | None = None
) -> type[SurveyPageForm]:
    """Return the form class of ``page`` in the current language.

    ``districts`` are those a district question offers; None reads them from the
    database when there is such a question.
    """
    questions = list(page.questions.all())
    if districts is None:
        asks = any(q.kind == Question.Kind.DISTRICT for q in questions)
        districts = list(District.objects.all()) if asks else []
    made = {q.code: fields.fields_for(q, districts) for q in questions}
    members: dict[str, object] = {
        "questions": questions,
        "names": {code: tuple(found) for code, found in made.items()},
        "is_shuffled": any(question.is_randomized for question in questions),
    }
    for question_fields in made.values():
        members |= question_fields
    form_class = type("SurveyPageForm", (SurveyPageForm,), members)
    form_class.base_fields = SharedFields(form_class.base_fields)
    return form_class


def page_form(
    page: Page, *args, districts: Sequence[District] | None = None, **kwargs
) -> SurveyPageForm:
    """Return a form for ``page``; other arguments are those of a Django form."""
    return page_form_class(page, districts)(*args, **kwargs)
