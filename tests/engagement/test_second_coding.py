"""A second person codes a sample: drawing, coding, settling."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from civic.models import Activity
from engagement.actions.second_coding import (
    Drawing,
    code_again,
    draw_sample,
    drawable_answers,
    settle_difference,
)
from engagement.models import CodedAnswer, CodingSample, Round, SampledAnswer
from engagement.second_codings import compare
from tests.engagement.coded_answers import OpenAnswerFactory, ThemeFactory, coded
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

KEPT, TAKEN, JOINED = SampledAnswer.Settlement.values
TEN = Drawing(number=10)


@pytest.fixture
def rents():
    return ThemeFactory(code="rents", name_en="Rents")


@pytest.fixture
def teens():
    return ThemeFactory(code="teens", name_en="Teenagers")


@pytest.fixture
def sample(librarian, editor, rents):
    """Two answers that the librarian coded, drawn for the editor."""
    for _number in range(2):
        coded(OpenAnswerFactory(), rents, by=librarian)
    return draw_sample(TEN, coder=editor, actor=editor, seed=1)


def first_themes(sampled):
    first = CodedAnswer.objects.get(answer=sampled.answer, round=Round.FIRST)
    return sorted(one.theme.code for one in first.codings.all())


def code_all(sample, *themes, actor):
    for sampled in sample.sampled.all():
        code_again(sampled, themes=themes, actor=actor)
    return list(sample.sampled.all())


# Drawing


def test_sample_is_drawn_from_what_somebody_else_coded(librarian, editor, rents):
    theirs = coded(OpenAnswerFactory(), rents, by=librarian)
    coded(OpenAnswerFactory(), rents, by=editor)
    OpenAnswerFactory()
    coded(OpenAnswerFactory(is_counted=False), rents, by=librarian)

    sample = draw_sample(TEN, coder=editor, actor=editor)

    assert [one.answer for one in sample.sampled.all()] == [theirs.answer]


def test_sample_takes_an_answer_whose_coder_is_gone(editor, rents):
    answer = coded(OpenAnswerFactory(), rents).answer

    assert list(drawable_answers(TEN, coder=editor)) == [answer]


def test_sample_is_drawn_within_a_language_and_a_theme(librarian, editor, rents, teens):
    wanted = coded(OpenAnswerFactory(language="fa"), rents, teens, by=librarian)
    coded(OpenAnswerFactory(language="fa"), teens, by=librarian)
    coded(OpenAnswerFactory(language="it"), rents, by=librarian)
    drawing = Drawing(number=10, language="fa", theme=rents)

    sample = draw_sample(drawing, coder=editor, actor=editor, seed=7)

    assert [one.answer for one in sample.sampled.all()] == [wanted.answer]
    assert sample.criteria == {
        "number": 10,
        "language": "fa",
        "theme": "rents",
        "seed": 7,
    }


def test_sample_of_a_seed_can_be_drawn_again(librarian, editor, rents):
    for _number in range(9):
        coded(OpenAnswerFactory(), rents, by=librarian)

    def drawn(seed):
        with transaction.atomic():
            sample = draw_sample(
                Drawing(number=4), coder=editor, actor=editor, seed=seed
            )
            keys = list(sample.sampled.values_list("answer", flat=True))
            transaction.set_rollback(True)
        return keys

    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)


def test_sample_never_takes_an_answer_of_another_sample(sample, editor):
    with pytest.raises(ValidationError, match="nothing to draw"):
        draw_sample(TEN, coder=editor, actor=editor)


@pytest.mark.parametrize("who", ["moderator", "stranger"])
def test_sample_is_refused_for_somebody_who_does_not_code(request, rents, who):
    coded(OpenAnswerFactory(), rents)

    with pytest.raises(ValidationError, match="somebody who codes"):
        draw_sample(TEN, coder=request.getfixturevalue(who), actor=None)


def test_sample_is_refused_for_a_closed_account(editor, rents):
    coded(OpenAnswerFactory(), rents)
    editor.is_active = False

    with pytest.raises(ValidationError, match="somebody who codes"):
        draw_sample(TEN, coder=editor, actor=None)


def test_drawing_is_recorded(sample, editor):
    activity = Activity.objects.get(verb="drew_sample")

    assert (activity.actor, activity.details) == (
        editor,
        {"coder": editor.pk, "answers": 2},
    )


# Coding


def test_second_coding_stands_beside_the_first(sample, editor, teens):
    sampled = code_again(sample.sampled.first(), themes=[teens], actor=editor)

    assert (sampled.first_themes, sampled.second_themes) == (["rents"], ["teens"])
    second = CodedAnswer.objects.get(answer=sampled.answer, round=Round.SECOND)
    assert second.coded_by == editor
    assert first_themes(sampled) == ["rents"]


def test_second_coding_may_find_that_no_theme_fits(sample, editor):
    sampled = code_again(sample.sampled.first(), themes=[], actor=editor)

    assert sampled.second_themes == []
    assert sample.sampled.to_code().count() == 1


def test_second_coding_can_be_corrected_until_the_sample_is_finished(
    sample, editor, rents, teens
):
    one, other = sample.sampled.all()
    code_again(one, themes=[teens], actor=editor)
    assert code_again(one, themes=[rents], actor=editor).second_themes == ["rents"]

    code_again(other, themes=[rents], actor=editor)
    with pytest.raises(ValidationError, match="coded to the end"):
        code_again(one, themes=[teens], actor=editor)


def test_second_coding_is_refused_to_anybody_else(sample, librarian, teens):
    with pytest.raises(ValidationError, match="somebody else"):
        code_again(sample.sampled.first(), themes=[teens], actor=librarian)


def test_second_coding_is_refused_with_a_theme_out_of_use(sample, editor, teens):
    teens.retired_at = timezone.now()

    with pytest.raises(ValidationError, match="still in use"):
        code_again(sample.sampled.first(), themes=[teens], actor=editor)


def test_answers_no_longer_counted_or_coded_are_not_to_code(sample):
    one, other = sample.sampled.all()
    one.answer.is_counted = False
    one.answer.save()
    CodedAnswer.objects.filter(answer=other.answer).delete()

    assert not sample.sampled.to_code().exists()


# Settling


def test_keeping_the_first_coding_changes_nothing(sample, editor, teens):
    one, _other = code_all(sample, teens, actor=editor)

    settle_difference(one, settlement=KEPT, actor=editor)

    assert first_themes(one) == ["rents"]


def test_taking_the_second_coding_changes_the_first(sample, editor, librarian, teens):
    one, _other = code_all(sample, teens, actor=editor)

    settle_difference(one, settlement=TAKEN, actor=editor)

    assert first_themes(one) == ["teens"]
    first = CodedAnswer.objects.get(answer=one.answer, round=Round.FIRST)
    assert first.coded_by == librarian


def test_giving_the_themes_of_both_keeps_the_marks(sample, editor, teens):
    one, _other = code_all(sample, teens, actor=editor)
    first = CodedAnswer.objects.get(answer=one.answer, round=Round.FIRST)
    first.codings.update(is_in_tension=True)

    settle_difference(one, settlement=JOINED, actor=editor)

    marks = first.codings.order_by("theme__code")
    assert list(marks.values_list("theme__code", "is_in_tension")) == [
        ("rents", True),
        ("teens", False),
    ]


def test_settling_does_not_change_how_far_they_agreed(sample, editor, rents, teens):
    one, other = sample.sampled.all()
    code_again(one, themes=[teens], actor=editor)
    code_again(other, themes=[rents], actor=editor)
    before = compare(sample).agreement
    one.refresh_from_db()

    settle_difference(one, settlement=TAKEN, actor=editor)

    assert compare(sample).agreement == before
    assert before.same == 1


def test_settling_is_recorded(sample, editor, teens):
    one, _other = code_all(sample, teens, actor=editor)

    settle_difference(one, settlement=TAKEN, actor=editor)

    activity = Activity.objects.get(verb="settled_coding")
    assert (activity.actor, activity.subject_id) == (editor, str(sample.pk))
    assert activity.details == {
        "answer": one.answer_id,
        "settlement": "taken",
        "before": ["rents"],
        "after": ["teens"],
    }


def test_settling_twice_is_refused(sample, editor, teens):
    one, _other = code_all(sample, teens, actor=editor)
    settle_difference(one, settlement=KEPT, actor=editor)

    with pytest.raises(ValidationError, match="settled already"):
        settle_difference(one, settlement=TAKEN, actor=editor)


def test_settling_what_does_not_differ_is_refused(sample, editor, rents):
    one, _other = code_all(sample, rents, actor=editor)

    with pytest.raises(ValidationError, match="do not differ"):
        settle_difference(one, settlement=TAKEN, actor=editor)


def test_settling_what_is_not_coded_again_is_refused(sample, editor):
    with pytest.raises(ValidationError, match="do not differ"):
        settle_difference(sample.sampled.first(), settlement=KEPT, actor=editor)


def test_settling_gives_the_theme_into_which_one_was_merged(
    sample, editor, rents, teens
):
    one, _other = code_all(sample, teens, actor=editor)
    youth = ThemeFactory(code="youth")
    teens.merged_into, teens.retired_at = youth, timezone.now()
    teens.save()

    settle_difference(one, settlement=TAKEN, actor=editor)

    assert first_themes(one) == ["youth"]


def test_comparison_takes_a_merged_theme_for_that_it_went_into(
    sample, editor, rents, teens
):
    code_all(sample, teens, actor=editor)
    rents.merged_into, rents.retired_at = teens, timezone.now()
    rents.save()

    found = compare(sample)

    assert found.differences == []
    assert [line.theme for line in found.themes] == [teens]


def test_comparison_costs_the_same_for_one_and_for_three(
    librarian, editor, rents, teens, django_assert_num_queries
):
    for number in (1, 3):
        for _answer in range(number):
            coded(OpenAnswerFactory(), rents, by=librarian)
        sample = draw_sample(Drawing(number=number), coder=editor, actor=editor)
        code_all(sample, teens, actor=editor)

        with django_assert_num_queries(2):
            assert len(compare(sample).differences) == number


# What the database and the querysets hold


def test_compared_answer_has_both_codings(sample):
    with pytest.raises(IntegrityError, match="sampled_answer_compared_whole"):
        sample.sampled.update(second_themes=["rents"])


def test_settled_answer_says_how(sample, editor, teens):
    code_all(sample, teens, actor=editor)

    with pytest.raises(IntegrityError, match="sampled_answer_settled_whole"):
        sample.sampled.update(settled_at=timezone.now())


def test_samples_are_visible_to_editors_and_to_their_coder(
    librarian, editor, stranger, rents
):
    coded(OpenAnswerFactory(), rents, by=editor)
    sample = draw_sample(TEN, coder=librarian, actor=editor)
    colleague = UserFactory(roles=["librarian"])
    visible = CodingSample.objects.visible_to

    assert [visible(user).count() for user in (librarian, editor)] == [1, 1]
    assert [visible(user).count() for user in (colleague, stranger)] == [0, 0]
    codable = CodingSample.objects.codable_by
    assert list(codable(librarian)) == [sample]
    assert not codable(editor).exists()


def test_progress_counts_drawn_coded_and_open(sample, editor, rents, teens):
    one, other = sample.sampled.all()
    code_again(one, themes=[teens], actor=editor)
    code_again(other, themes=[rents], actor=editor)

    found = CodingSample.objects.with_progress().get()

    assert (found.answers_drawn, found.answers_coded, found.answers_open) == (2, 2, 1)
