"""Learning from the coded answers, in the background."""

import datetime as dt

from django.db.models import Count, Max
from django.utils import timezone

from engagement.learnt import learn
from engagement.models import CodedAnswer, SuggestionBasis, Theme, ThemeChange
from engagement.theming import LEAST_LEARNT, examples_in, first_codings, wording_in

# Learnt afresh when so many more answers are coded, or that share of those learnt from
LEAST_NEW, NEW_SHARE = 10, 20


def learn_where_due() -> list[str]:
    """Learn in each language in which enough is new; return the languages.

    Found by state, so that it may run at any time, twice, or at once.
    """
    due = languages_due()
    for language in due:
        learn_language(language)
    return due


def learn_language(language: str) -> SuggestionBasis | None:
    """Learn from all that is coded in a language; None where that is too little."""
    began = timezone.now()  # what is coded meanwhile is learnt the next time
    examples = examples_in(language)
    if len(examples) < LEAST_LEARNT:
        SuggestionBasis.objects.filter(language=language).delete()
        return None
    learnt = learn(examples, wording_in(language))
    basis, _is_new = SuggestionBasis.objects.update_or_create(
        language=language,
        defaults={
            "answers": _coded(language, since=None),
            "content": learnt.as_bytes(),
            "learnt_at": began,
        },
    )
    return basis


def languages_due() -> list[str]:
    """Return the languages in which more was coded, or the themes changed, since."""
    changed = _themes_changed_at()
    bases = {one.language: one for one in SuggestionBasis.objects.defer("content")}
    coded = (
        CodedAnswer.objects.filter(first_codings(), codings__isnull=False)
        .values_list("answer__language")
        .annotate(answers=Count("pk", distinct=True))
        .order_by("answer__language")
    )
    return [
        language
        for language, answers in coded
        if answers >= LEAST_LEARNT
        and (language not in bases or _is_outdated(bases[language], changed))
    ]


def _is_outdated(basis: SuggestionBasis, changed: dt.datetime | None) -> bool:
    if changed is not None and changed > basis.learnt_at:
        return True
    new = _coded(basis.language, since=basis.learnt_at)
    return new >= max(LEAST_NEW, basis.answers // NEW_SHARE)


def _coded(language: str, *, since: dt.datetime | None) -> int:
    coded = CodedAnswer.objects.filter(first_codings(), answer__language=language)
    if since is not None:
        coded = coded.filter(coded_at__gt=since)
    return coded.filter(codings__isnull=False).distinct().count()


def _themes_changed_at() -> dt.datetime | None:
    moments = [
        Theme.objects.aggregate(last=Max("updated_at"))["last"],
        ThemeChange.objects.aggregate(last=Max("changed_at"))["last"],
        ThemeChange.objects.aggregate(last=Max("undone_at"))["last"],
    ]
    return max((one for one in moments if one is not None), default=None)
