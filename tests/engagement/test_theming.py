"""Suggestions for answers, and when they are learnt afresh."""

import subprocess
import sys

import pytest
from django.utils import timezone

from engagement.actions.learning import (
    LEAST_NEW,
    languages_due,
    learn_language,
    learn_where_due,
)
from engagement.models import Coding, Round, SuggestionBasis, ThemeChange
from engagement.theming import LEAST_LEARNT, examples_in, suggestions_for
from tests.engagement.coded_answers import (
    OpenAnswerFactory,
    ThemeFactory,
    code_texts,
    coded,
    long_ago,
)

pytestmark = pytest.mark.django_db

RENT = [f"The rent of flat {n} is too high" for n in range(LEAST_LEARNT // 2)]
BUS = [f"Bus number {n} does not come" for n in range(LEAST_LEARNT // 2)]


@pytest.fixture
def rents():
    return ThemeFactory(code="rents", name_en="Rents")


@pytest.fixture
def buses():
    return ThemeFactory(code="buses", name_en="Buses")


@pytest.fixture
def learnt(rents, buses):
    code_texts(rents, *RENT)
    code_texts(buses, *BUS)
    return learn_language("en")


def codes(suggestions):
    return [one.theme.code for one in suggestions]


def suggested(text, language="en", **fields):
    answer = OpenAnswerFactory(text=text, language=language, **fields)
    return suggestions_for([answer])[answer.pk]


def test_suggestions_come_nearest_first(learnt):
    assert codes(suggested("High rent")) == ["rents"]
    assert codes(suggested("A bus on Sundays"))[0] == "buses"


def test_suggestions_say_that_they_are_learnt(learnt):
    found = suggested("The rent is high, and the bus late")

    assert all(one.is_learnt for one in found)
    assert found[0].score > found[-1].score > 0


def test_suggestions_are_as_many_as_asked_for(learnt):
    answer = OpenAnswerFactory(text="Rent a bus")

    assert len(suggestions_for([answer], most=1)[answer.pk]) == 1
    assert len(suggestions_for([answer], most=3)[answer.pk]) == 2


def test_suggestions_never_name_a_theme_that_is_retired(learnt, rents):
    rents.retired_at = timezone.now()
    rents.save()

    assert codes(suggested("Rent a bus")) == ["buses"]


def test_suggestions_of_another_language_know_nothing_of_this_one(learnt):
    found = suggested("High rent", language="it")

    assert [one.is_learnt for one in found] == [False, False]


def test_suggestions_fall_back_to_the_most_frequent_themes(rents, buses):
    code_texts(rents, "One", "Two")
    code_texts(buses, "Three")

    found = suggested("Anything")

    assert codes(found) == ["rents", "buses"]
    assert [one.is_learnt for one in found] == [False, False]
    assert found[0].score == pytest.approx(2 / 3)


def test_frequent_themes_are_those_of_the_language_if_it_has_any(rents, buses):
    code_texts(rents, "One", "Two")
    code_texts(buses, "Uno", language="it")

    assert codes(suggested("Qualcosa", language="it")) == ["buses"]
    assert codes(suggested("Cokolwiek", language="pl")) == ["rents", "buses"]


def test_suggestions_without_any_coding_are_none(rents):
    assert suggested("Anything") == []


def test_suggestions_cost_the_same_for_one_and_for_three(
    learnt, django_assert_num_queries
):
    answers = OpenAnswerFactory.create_batch(3)
    suggestions_for(answers[:1])  # reads what was learnt

    for some in (answers[:1], answers):
        with django_assert_num_queries(2):
            suggestions_for(some)


def test_suggestions_notice_that_it_was_learnt_afresh(learnt, rents, buses):
    assert codes(suggested("A heron by the creek")) != ["herons"]
    herons = ThemeFactory(code="herons", name_en="Herons")
    code_texts(herons, *(f"Heron {n} by the creek" for n in range(LEAST_NEW)))
    learn_language("en")

    assert codes(suggested("A heron by the creek"))[0] == "herons"


# What is learnt from


def test_examples_are_first_codings_in_the_language_that_are_counted(rents, buses):
    code_texts(rents, "Kept")
    code_texts(rents, "Tenuto", language="it")
    coded(OpenAnswerFactory(text="Excluded", is_counted=False), rents)
    coded(OpenAnswerFactory(text="No theme"))
    second = coded(OpenAnswerFactory(text="Second"), rents)
    second.round = Round.SECOND
    second.save()

    assert [(one.text, one.themes) for one in examples_in("en")] == [
        ("Kept", {rents.pk})
    ]


def test_examples_leave_out_themes_out_of_use(rents, buses):
    coded(OpenAnswerFactory(text="Both"), rents, buses)
    rents.retired_at = timezone.now()
    rents.save()

    assert [one.themes for one in examples_in("en")] == [{buses.pk}]


def test_examples_of_the_same_words_are_one_with_the_latest_themes(rents, buses):
    long_ago(coded(OpenAnswerFactory(text="Kítchen rénts"), rents))
    coded(OpenAnswerFactory(text="kitchen rents!"), buses)

    assert [one.themes for one in examples_in("en")] == [{buses.pk}]


def test_examples_without_a_word_are_left_out(rents):
    code_texts(rents, "♥")

    assert examples_in("en") == []


# When it is learnt


def test_language_is_due_with_enough_coded_answers(rents):
    code_texts(rents, *RENT)
    assert languages_due() == []

    code_texts(rents, *BUS)
    assert languages_due() == ["en"]


def test_language_is_learnt_once(rents):
    code_texts(rents, *RENT, *BUS)

    assert (learn_where_due(), learn_where_due()) == (["en"], [])
    assert SuggestionBasis.objects.get().answers == LEAST_LEARNT


def test_language_is_due_again_when_enough_is_new(learnt, rents):
    code_texts(rents, *(f"New {n}" for n in range(LEAST_NEW - 1)))
    assert languages_due() == []

    code_texts(rents, "One more")
    assert languages_due() == ["en"]


def test_language_is_due_again_when_the_themes_changed(learnt, rents):
    ThemeChange.objects.create(theme=rents, kind=ThemeChange.Kind.MERGED)
    assert languages_due() == ["en"]

    learn_where_due()
    assert languages_due() == []


def test_language_is_due_again_when_a_theme_was_reworded(learnt, rents):
    rents.definition_en = "Rents and homes"
    rents.save()

    assert languages_due() == ["en"]


def test_learning_from_too_little_forgets_what_was_learnt(learnt):
    Coding.objects.all().delete()

    assert learn_language("en") is None
    assert not SuggestionBasis.objects.exists()


def test_starting_the_portal_loads_no_library_for_learning():
    code = (
        "import sys, django; django.setup(); import engagement.theming, civic.urls;"
        "print(*{'sklearn', 'scipy', 'numpy'} & set(sys.modules))"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == ""
