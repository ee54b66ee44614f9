"""The themes in use, as a tree of two levels."""

from dataclasses import dataclass, field

from engagement.models import Theme


@dataclass(frozen=True)
class Branching:
    """An upper theme and those below it."""

    theme: Theme
    below: list[Theme] = field(default_factory=list)


def current_tree() -> list[Branching]:
    """Return the upper themes in their order, each with those below it.

    One whose upper theme is retired stands by itself. Costs one query.
    """
    themes = list(Theme.objects.current())
    tree = {one.pk: Branching(one) for one in themes if one.parent_id is None}
    for one in themes:
        if one.parent_id in tree:
            tree[one.parent_id].below.append(one)
        elif one.parent_id is not None:
            tree[one.pk] = Branching(one)
    return list(tree.values())
