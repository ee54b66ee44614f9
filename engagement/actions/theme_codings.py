"""Codings that go from one theme to another, and come back."""

from typing import Any

from django.db.models import QuerySet

from engagement.models import Coding, Round, Theme

MARKS = ("is_in_tension", "is_minority_view", "was_suggested")


def marks_of(coding: Coding) -> list[bool]:
    return [getattr(coding, name) for name in MARKS]


def move_codings(codings: QuerySet[Coding], *, into: Theme) -> dict[str, Any]:
    """Give ``codings`` the theme ``into``; return what ``move_back`` needs.

    Where an answer has both themes one coding stays, with the marks of both.
    ``answers`` is how many answers it touches, not counting second rounds.
    """
    given = list(codings.select_related("coded_answer").order_by("pk"))
    answers = sum(one.coded_answer.round == Round.FIRST for one in given)
    twins = {
        twin.coded_answer_id: twin
        for twin in Coding.objects.filter(
            theme=into, coded_answer__in=codings.values("coded_answer")
        )
    }
    united = [one for one in given if one.coded_answer_id in twins]
    kept = [_unite(one, twins[one.coded_answer_id]) for one in united]
    Coding.objects.bulk_update(twins.values(), MARKS)
    Coding.objects.filter(pk__in=[one.pk for one in united]).delete()
    moved = [one.pk for one in given if one.coded_answer_id not in twins]
    Coding.objects.filter(pk__in=moved).update(theme=into)
    return {"answers": answers, "moved": moved, "united": kept}


def _unite(coding: Coding, twin: Coding) -> dict[str, Any]:
    kept = {
        "coding": coding.pk,
        "coded_answer": coding.coded_answer_id,
        "marks": marks_of(coding),
        "twin": twin.pk,
        "twin_marks": marks_of(twin),
    }
    for name in MARKS:
        setattr(twin, name, getattr(coding, name) or getattr(twin, name))
    return kept


def move_back(kept: dict[str, Any], *, theme: Theme, into: Theme) -> None:
    """Undo ``move_codings`` for all codings that nobody changed since.

    A coding that was taken away stays away; an answer that was given ``theme`` again
    keeps that.
    """
    has_it = Coding.objects.filter(theme=theme).values("coded_answer")
    moved = Coding.objects.filter(pk__in=kept["moved"], theme=into)
    moved.filter(coded_answer__in=has_it).delete()
    moved.update(theme=theme)
    twins = Coding.objects.filter(theme=into).exclude(coded_answer__in=has_it)
    by_pk = twins.in_bulk([one["twin"] for one in kept["united"]])
    parted = [one for one in kept["united"] if one["twin"] in by_pk]
    for one in parted:
        _restore_marks(by_pk[one["twin"]], one)
    Coding.objects.bulk_update(by_pk.values(), MARKS)
    Coding.objects.bulk_create(_parted(one, theme) for one in parted)


def _restore_marks(twin: Coding, kept: dict[str, Any]) -> None:
    """Give a coding the marks it had before, unless a coder changed them since."""
    both = zip(kept["marks"], kept["twin_marks"], strict=True)
    if marks_of(twin) == [one or other for one, other in both]:
        for name, mark in zip(MARKS, kept["twin_marks"], strict=True):
            setattr(twin, name, mark)


def _parted(kept: dict[str, Any], theme: Theme) -> Coding:
    marks = dict(zip(MARKS, kept["marks"], strict=True))
    return Coding(
        pk=kept["coding"],
        coded_answer_id=kept["coded_answer"],
        theme=theme,
        **marks,
    )
