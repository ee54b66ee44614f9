"""What a reader of the commitments may ask for: the query of the public list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from civic import languages, numbers
from civic.models import District
from engagement.forms.bench import theme_choices
from engagement.forms.wishes import WishForm, choice_field, place_field
from engagement.models import Commitment, Theme
from engagement.models.commitments import CommitmentQuerySet

Status = Commitment.Status
# What is still to be done comes first.
ORDER = (Status.UNDER_WAY, Status.PLANNED, Status.DONE, Status.NOT_POSSIBLE)


class Cell(NamedTuple):
    """What a group of commitments has in common, and how many they are."""

    status: str
    district: str | None
    theme: str | None
    broader: str | None
    number: int


@dataclass(frozen=True)
class StatusChoice:
    """A state, how many are in it among what else was chosen, and its query."""

    status: Status
    number: int
    query: str
    is_chosen: bool


class CommitmentFilterForm(WishForm):
    """Which commitments to show; beside each choice how many it would give."""

    status = choice_field(
        _("Status"), Status.choices, pgettext_lazy("commitments", "All states")
    )
    district = place_field(
        _("District"), District, pgettext_lazy("districts", "All districts")
    )
    theme = place_field(_("Theme"), Theme, _("All themes"))

    def __init__(
        self, *args: Any, among: CommitmentQuerySet | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.among = Commitment.objects.public() if among is None else among
        self.fields["district"].queryset = District.objects.all()
        self.fields["theme"].queryset = Theme.objects.all()

    @cached_property
    def cells(self) -> list[Cell]:
        rows = self.among.order_by().values_list(
            "status", "district__code", "theme__code", "theme__parent__code"
        )
        return [Cell(*row) for row in rows.annotate(number=Count("pk"))]

    def applied(self) -> CommitmentQuerySet:
        """Those asked for; a theme takes those below it along."""
        found = self.among
        if status := self.chosen("status"):
            found = found.filter(status=status)
        if district := self.chosen("district"):
            found = found.filter(district=district)
        if theme := self.chosen("theme"):
            found = found.filter(Q(theme=theme) | Q(theme__parent=theme))
        return found

    @property
    def states(self) -> list[StatusChoice]:
        numbers_of = Counter(self._numbers("status", lambda cell: [cell.status]))
        return [
            StatusChoice(
                status,
                numbers_of[status],
                self.query_instead("status", status),
                self.chosen("status") == status,
            )
            for status in ORDER
        ]

    def _numbers(self, name: str, values: Any) -> dict[str, int]:
        """How many there are by each value of ``name``, with all else as chosen."""
        found: Counter[str] = Counter()
        for cell in self.cells:
            if self._fits(cell, other_than=name):
                found.update(dict.fromkeys(filter(None, values(cell)), cell.number))
        return found

    def _fits(self, cell: Cell, *, other_than: str) -> bool:
        district, theme = self.chosen("district"), self.chosen("theme")
        asked = {
            "status": (self.chosen("status"), {cell.status}),
            "district": (district and district.code, {cell.district}),
            "theme": (theme and theme.code, {cell.theme, cell.broader}),
        }
        return all(
            not wanted or wanted in known
            for name, (wanted, known) in asked.items()
            if name != other_than
        )

    @property
    def shown(self) -> Self:
        """The form to show, its places and themes with their numbers."""
        form = self if self.errors else type(self)(initial=self._as_chosen())
        by_district = self._numbers("district", lambda cell: [cell.district])
        by_theme = self._numbers("theme", lambda cell: {cell.theme, cell.broader})
        districts = [(one.code, str(one)) for one in self.fields["district"].queryset]
        themes = [one for one in self.fields["theme"].queryset if not one.is_retired]
        form.fields["district"].choices = [
            ("", self.fields["district"].empty_label),
            *_with_numbers(districts, by_district),
        ]
        form.fields["theme"].choices = [
            ("", self.fields["theme"].empty_label),
            *_with_numbers(theme_choices(self._promised(themes, by_theme)), by_theme),
        ]
        return form

    def _promised(self, themes: list[Theme], by_theme: dict[str, int]) -> list[Theme]:
        """Those with a commitment, with all else as chosen, and the one chosen."""
        return [
            one
            for one in themes
            if by_theme.get(one.code) or one == self.chosen("theme")
        ]

    def _as_chosen(self) -> dict[str, str]:
        return dict(self.sent())


def _with_numbers(choices: Iterable[Any], found: dict[str, int]) -> list[Any]:
    """Each choice with its number in brackets, also within groups."""
    return [
        (code, _with_numbers(label, found))
        if isinstance(label, list)
        else (code, _with_number(str(label), found.get(code, 0)))
        for code, label in choices
    ]


def _with_number(label: str, number: int) -> str:
    shown = numbers.number(number, languages.current())
    text = pgettext("a choice and how many there are", "%(name)s (%(number)s)")
    return text % {"name": label, "number": shown}
