"""A second person codes a sample again; where the two differ, it is settled."""

import random
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.activity import record
from civic.models import User
from engagement.actions.coding import code_answer
from engagement.models import (
    CodedAnswer,
    Coding,
    CodingSample,
    Round,
    SampledAnswer,
    Theme,
)
from engagement.second_codings import themes_as_now
from surveys.models import OpenAnswer
from surveys.models.open_answers import CODING_ROLES

Settlement = SampledAnswer.Settlement


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What a sample is drawn from; "" and None stand for all."""

    number: int
    language: str = ""
    theme: Theme | None = None

    def criteria(self, seed: int) -> dict[str, Any]:
        """Return it as it is written down, with the seed of chance."""
        return {
            "number": self.number,
            "language": self.language,
            "theme": self.theme.code if self.theme else "",
            "seed": seed,
        }


def drawable_answers(drawing: Drawing, *, coder: User) -> QuerySet[OpenAnswer]:
    """Return the answers that ``coder`` can code a second time.

    Somebody else coded them first, and they are in no sample yet.
    """
    first = CodedAnswer.objects.filter(answer=OuterRef("pk"), round=Round.FIRST)
    if drawing.theme:
        first = first.filter(codings__theme=drawing.theme)
    answers = OpenAnswer.objects.filter(
        Exists(first.exclude(coded_by=coder)), is_counted=True, sampled=None
    )
    if drawing.language:
        answers = answers.filter(language=drawing.language)
    return answers


@transaction.atomic
def draw_sample(
    drawing: Drawing, *, coder: User, actor: User | None, seed: int | None = None
) -> CodingSample:
    """Draw answers by chance for ``coder``; fewer than asked for where there are fewer.

    The seed is written down, so that the drawing can be repeated. Raises
    ValidationError where the coder has no role for it or there is nothing to draw.
    """
    if not (coder.is_active and coder.has_role(*CODING_ROLES)):
        raise ValidationError(_("Choose somebody who codes answers."))
    keys = list(
        drawable_answers(drawing, coder=coder)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not keys:
        raise ValidationError(
            _(
                "There is nothing to draw: no answer of this kind was coded by "
                "somebody else and is in no sample yet."
            )
        )
    seed = secrets.randbelow(2**31) if seed is None else seed
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    chosen = chance.sample(keys, min(drawing.number, len(keys)))
    sample = CodingSample.objects.create(
        drawn_by=actor, coder=coder, criteria=drawing.criteria(seed)
    )
    SampledAnswer.objects.bulk_create(
        SampledAnswer(sample=sample, answer_id=key, position=position)
        for position, key in enumerate(chosen, start=1)
    )
    record("drew_sample", sample, actor=actor, coder=coder.pk, answers=len(chosen))
    return sample


@transaction.atomic
def code_again(
    sampled: SampledAnswer, *, themes: Collection[Theme], actor: User
) -> SampledAnswer:
    """Store the second coding of an answer, and what the first was at this moment.

    It can be corrected until the whole sample is coded; from then on the coder may see
    the first coding. Raises ValidationError for anybody but the sample's coder, for a
    sample that is finished and for themes out of use.
    """
    sample = CodingSample.objects.select_for_update().get(pk=sampled.sample_id)
    sampled = SampledAnswer.objects.select_related("answer").get(pk=sampled.pk)
    if sample.coder_id != actor.pk:
        raise ValidationError(_("This sample was drawn for somebody else."))
    if not sample.sampled.to_code().exists():
        raise ValidationError(
            _("This sample is coded to the end, so its codings do not change any more.")
        )
    if any(theme.retired_at for theme in themes):
        raise ValidationError(_("Choose themes that are still in use."))
    code_answer(sampled.answer, themes=themes, actor=actor, round=Round.SECOND)
    sampled.first_themes = _codes_given(sampled.answer, Round.FIRST)
    sampled.second_themes = _codes_given(sampled.answer, Round.SECOND)
    sampled.save(update_fields=["first_themes", "second_themes"])
    if not sample.sampled.to_code().exists():
        record("finished_sample", sample, actor=actor)
    return sampled


@transaction.atomic
def settle_difference(
    sampled: SampledAnswer, *, settlement: str, actor: User
) -> SampledAnswer:
    """Keep the first coding, take over the second, or give the themes of both.

    Figures count the first coding, so that one is changed. Raises ValidationError for
    codings that do not differ, and for those settled already.
    """
    sampled = SampledAnswer.objects.select_for_update().get(pk=sampled.pk)
    if sampled.second_themes is None or sampled.first_themes == sampled.second_themes:
        raise ValidationError(_("The two codings of this answer do not differ."))
    if sampled.settlement:
        raise ValidationError(_("This answer was settled already."))
    before = _codes_given(sampled.answer, Round.FIRST)
    first = sampled.answer.coded.filter(round=Round.FIRST).first()
    if first is not None and settlement != Settlement.KEPT:
        kept = before if settlement == Settlement.JOINED else []
        _settle(first, _in_use([*kept, *sampled.second_themes]))
    sampled.settlement = settlement
    sampled.settled_at = timezone.now()
    sampled.save(update_fields=["settlement", "settled_at"])
    record(
        "settled_coding",
        sampled.sample,
        actor=actor,
        answer=sampled.answer_id,
        settlement=settlement,
        before=before,
        after=_codes_given(sampled.answer, Round.FIRST),
    )
    return sampled


def _in_use(codes: Iterable[str]) -> list[Theme]:
    """Return the themes of these codes as they are now, without those retired."""
    themes = themes_as_now()
    found = {themes[code].pk: themes[code] for code in codes}
    return [theme for theme in found.values() if theme.retired_at is None]


def _settle(first: CodedAnswer, themes: Collection[Theme]) -> None:
    """Give it these themes; it stays its coder's, and what stays keeps its marks."""
    first.codings.exclude(theme__in=themes).delete()
    Coding.objects.bulk_create(
        (Coding(coded_answer=first, theme=theme) for theme in themes),
        ignore_conflicts=True,
    )
    first.save()  # it was coded anew, from which suggestions learn


def _codes_given(answer: OpenAnswer, coding_round: str) -> list[str]:
    given = Coding.objects.filter(
        coded_answer__answer=answer, coded_answer__round=coding_round
    )
    return sorted(given.values_list("theme__code", flat=True))
