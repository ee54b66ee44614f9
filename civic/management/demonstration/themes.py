"""The tree of themes, the answers that were given them, and two samples coded again."""

from dataclasses import dataclass

from civic import languages
from civic.management.demonstration.chances import happens, seeded
from civic.management.demonstration.texts import all_columns, part
from civic.models import User
from engagement.actions.second_coding import (
    Drawing,
    Settlement,
    code_again,
    draw_sample,
    settle_difference,
)
from engagement.models import (
    CodedAnswer,
    Coding,
    CodingSample,
    Round,
    SampledAnswer,
    Theme,
)
from surveys.models import OpenAnswer, Survey

TREE = {
    "safe-walking": ("street-crossings", "street-lighting", "shade-and-benches"),
    "housing": ("rents", "everyday-costs"),
    "neighbors": ("kindness", "meeting-places", "many-cultures", "older-people"),
    "young-people": ("teens", "small-children", "homework"),
    "reading": ("own-languages", "comics-and-games", "reading-groups"),
    "coming": ("opening-hours", "quiet-rooms", "getting-there", "knowing-about"),
    "learning": ("english", "spanish-adults", "jobs-and-forms"),
    "digital": ("hotspots", "computer-help"),
    "making": ("crafts", "gardening", "cooking", "music-and-poetry"),
}
IN_TENSION, MINORITY_VIEW = "~", "!"
EDITORS_EVENT = "neighbors-picnic-2024"  # the rest was coded by the librarian
SAMPLE, OPEN_SAMPLE = 40, 20
NOT_SETTLED = 3  # differences of the first sample


@dataclass(frozen=True)
class Given:
    """A theme as a note of ``notes.toml`` names it: “teens~” is in tension."""

    code: str
    is_in_tension: bool
    is_minority_view: bool

    @classmethod
    def of(cls, text: str) -> "Given":
        code = text.rstrip(IN_TENSION + MINORITY_VIEW)
        return cls(code, IN_TENSION in text, MINORITY_VIEW in text)


def load_themes(librarian: User | None, editor: User | None) -> None:
    """Load the tree, code the guides' answers; accounts exist under DEBUG only."""
    load_tree()
    code_answers(librarian, editor)
    if librarian and editor and not CodingSample.objects.exists():
        code_some_again(editor)
        begin_another_sample(librarian, actor=editor)


def load_tree() -> None:
    for position, (code, children) in enumerate(TREE.items(), start=1):
        parent = load_theme(code, None, position)
        for place, child in enumerate(children, start=1):
            load_theme(child, parent, place)


def load_theme(code: str, parent: Theme | None, position: int) -> Theme:
    theme, _is_new = Theme.objects.get_or_create(
        code=code,
        defaults={
            "parent": parent,
            "position": position,
            "is_demonstration": True,
            **all_columns(("name", "definition"), "themes", code),
        },
    )
    return theme


def given_in(language: str) -> dict[str, list[Given]]:
    """Return the themes of every text that somebody said in a language."""
    notes = part("notes", language)
    lines = [
        (text, themes)
        for boards in notes["notes"].values()
        for board in boards.values()
        for text, _people, themes in board
    ]
    said = [*notes["coded"].items(), *lines]
    return {text: [Given.of(one) for one in themes.split()] for text, themes in said}


def code_answers(librarian: User | None, editor: User | None) -> None:
    """Give the guides' answers their themes; the survey's wait for their coder."""
    given = {code: given_in(code) for code in languages.CODES}
    answers = OpenAnswer.objects.filter(
        question__survey__purpose=Survey.Purpose.GUIDE, coded=None
    ).select_related("response__conversation__event")
    coded = [
        CodedAnswer(
            answer=answer,
            coded_by=editor if event_of(answer) == EDITORS_EVENT else librarian,
        )
        for answer in answers
        if answer.text in given[answer.language]
    ]
    themes = {theme.code: theme for theme in Theme.objects.all()}
    Coding.objects.bulk_create(
        Coding(
            coded_answer=one,
            theme=themes[theme.code],
            is_in_tension=theme.is_in_tension,
            is_minority_view=theme.is_minority_view,
        )
        for one in CodedAnswer.objects.bulk_create(coded)
        for theme in given[one.answer.language][one.answer.text]
    )


def event_of(answer: OpenAnswer) -> str:
    return answer.response.conversation.event.slug


# The second coder


def code_some_again(coder: User) -> None:
    """A sample coded to the end, of which some differences are settled."""
    drawing = Drawing(number=SAMPLE)
    sample = draw_sample(drawing, coder=coder, actor=coder, seed=2024)
    chance = seeded("second coding")
    for sampled in sample.sampled.select_related("answer"):
        first = CodedAnswer.objects.get(answer=sampled.answer, round=Round.FIRST)
        themes = list(Theme.objects.filter(codings__coded_answer=first))
        if happens(chance, 0.25):
            themes = read_otherwise(themes)
        code_again(sampled, themes=themes, actor=coder)
    for number, sampled in enumerate(differing(sample)[NOT_SETTLED:]):
        settlement = Settlement.KEPT if number % 2 else Settlement.TAKEN
        settle_difference(sampled, settlement=settlement, actor=coder)


def read_otherwise(themes: list[Theme]) -> list[Theme]:
    """The same answer as a second person may read it: the next theme beside the first.

    Of several themes the last is left out instead.
    """
    if len(themes) > 1:
        return themes[:-1]
    theme = themes[0]
    beside = Theme.objects.filter(parent=theme.parent, parent__isnull=False)
    return list(beside.exclude(pk=theme.pk)[:1])


def differing(sample: CodingSample) -> list[SampledAnswer]:
    compared = sample.sampled.compared()
    return [one for one in compared if one.first_themes != one.second_themes]


def begin_another_sample(coder: User, *, actor: User) -> None:
    draw_sample(Drawing(number=OPEN_SAMPLE), coder=coder, actor=actor, seed=2025)
