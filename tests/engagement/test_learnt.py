"""What is learnt from coded answers, as plain numbers."""

import pickle

import numpy
import pytest

from engagement.learnt import Example, Learnt, features, learn

RENTS, TEENS, HOURS = 1, 2, 3
EXAMPLES = [
    Example("The rent goes up every year", frozenset([RENTS])),
    Example("We cannot pay the rents here any more", frozenset([RENTS])),
    Example("A room for teenagers after school", frozenset([TEENS])),
    Example("Teenagers have nowhere to go", frozenset([TEENS])),
    Example("Too expensive for a teenager to rent a room", frozenset([RENTS, TEENS])),
]
WORDING = {RENTS: "Rents", TEENS: "Teenagers", HOURS: "Opening hours"}


def likeliest(learnt, text):
    scores = learnt.scores(text)
    return max(scores, key=scores.get)


def test_learnt_finds_the_theme_by_words():
    learnt = learn(EXAMPLES, WORDING)

    assert likeliest(learnt, "our rent is too high") == RENTS
    assert likeliest(learnt, "no place for teenagers") == TEENS


def test_learnt_finds_a_theme_never_given_by_its_name():
    assert likeliest(learn(EXAMPLES, WORDING), "Longer opening hours") == HOURS


def test_learnt_suggests_only_themes_that_are_in_use():
    learnt = learn(EXAMPLES, {TEENS: "Teenagers"})

    assert learnt.scores("The rent").keys() == {TEENS}


def test_learnt_finds_other_forms_of_a_word():
    examples = [
        Example("Biblioteka otwarta w niedziele", frozenset([HOURS])),
        Example("Niższe czynsze", frozenset([RENTS])),
    ]

    assert likeliest(learn(examples, WORDING), "W niedzielę otwierać") == HOURS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب‌های فارسي", "کتاب های فارسی"),
        ("Đường", "duong"),
        ("ŁAWKI", "lawki"),
    ],
)
def test_features_take_the_same_letters_for_the_same(one, other):
    assert features(one) == features(other)


def test_features_tell_words_from_parts_of_words():
    assert features("the tea") == [
        *("the", "tea", "the tea"),
        *("~ th", "~the", "~he ", "~ the", "~the ", "~ the "),
        *("~ te", "~tea", "~ea ", "~ tea", "~tea ", "~ tea "),
    ]


@pytest.mark.parametrize("text", ["", "♥", "xyzzy"])
def test_learnt_says_nothing_of_what_it_knows_no_word_of(text):
    assert set(learn(EXAMPLES, WORDING).scores(text).values()) == {0.0}


def test_learnt_is_the_same_after_it_was_stored():
    learnt = learn(EXAMPLES, WORDING)

    again = Learnt.from_bytes(learnt.as_bytes())

    assert again.features == learnt.features
    assert again.themes == learnt.themes
    assert again.scores("a room for rent") == learnt.scores("a room for rent")


def test_learnt_never_runs_what_is_stored(tmp_path):
    class Payload:
        def __reduce__(self):
            return (tmp_path.joinpath("run").touch, ())

    stored = tmp_path / "stored.npz"
    numpy.savez_compressed(
        stored, features=numpy.array([Payload()], dtype=object), allow_pickle=True
    )

    with pytest.raises(ValueError, match="allow_pickle=False"):
        Learnt.from_bytes(stored.read_bytes())
    with pytest.raises((ValueError, pickle.UnpicklingError)):
        Learnt.from_bytes(pickle.dumps(Payload()))
    assert not (tmp_path / "run").exists()
