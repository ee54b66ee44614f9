"""Why a change of the theme tree, or its undoing, cannot be."""

from django.utils.translation import gettext_lazy as _


class ThemeRefused(Exception):
    """A change of the tree that cannot be; ``message`` tells staff why."""

    message = _("This change of the theme is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class TooDeep(ThemeRefused):
    message = _(
        "Themes have two levels: a theme with sub-themes cannot belong to another one, "
        "and nothing can belong to a sub-theme."
    )


class HasSubthemes(ThemeRefused):
    message = _("This theme has sub-themes. Move, merge or retire these first.")


class IsRetired(ThemeRefused):
    message = _("This theme is retired. Take it up again first.")


class ParentRetired(ThemeRefused):
    message = _("The theme that it belongs to is retired. Take that up again first.")


class SameTheme(ThemeRefused):
    message = _("Choose another theme than this one.")


class NoAnswers(ThemeRefused):
    message = _("Choose the answers that are to get the other theme.")


class WasMerged(ThemeRefused):
    message = _("This theme was merged into another one. Undo that in the history.")


class AlreadyUndone(ThemeRefused):
    message = _("This was undone already.")


class LaterChange(ThemeRefused):
    message = _("Something that was changed later depends on this. Undo that first.")


class HasAnswers(ThemeRefused):
    message = _(
        "Answers have this theme by now. Retire it, or merge it into another one."
    )
