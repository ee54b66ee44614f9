"""The parts of the desk's themes, each with the roles that work there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from civic.models import User
from civic.roles import Role
from surveys.models.open_answers import CODING_ROLES


@dataclass(frozen=True)
class Part:
    """One part: ``address_name`` is the name of its URL."""

    address_name: str
    name: Promise
    roles: tuple[str, ...] = CODING_ROLES

    @property
    def address(self) -> str:
        return reverse(self.address_name)


EDITORS = (Role.EDITOR,)
PARTS = (
    Part("engagement:theme-bench", pgettext_lazy("themes", "Answers")),
    Part("engagement:theme-tree", pgettext_lazy("themes", "Theme tree")),
    Part("engagement:theme-history", pgettext_lazy("themes", "History")),
    Part("engagement:coding-sample-list", pgettext_lazy("themes", "Second coding")),
)


def parts_for(user: User) -> list[Part]:
    """Return those that ``user`` may work at, in their order."""
    return [one for one in PARTS if user.has_role(*one.roles)]
