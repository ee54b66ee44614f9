"""A template tag for the results of surveys."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

WIDTH, HEIGHT, EDGE = 240, 40, 4


@register.simple_tag
def trend(shares: Sequence[float]) -> SafeString:
    """A line of shares between 0 and 1 over time, from the start side.

    The upper edge is the whole. Screen readers skip it: the numbers must stand
    beside it as text.
    """
    step = (WIDTH - 2 * EDGE) / max(len(shares) - 1, 1)
    points = " ".join(
        f"{EDGE + step * number:.1f},{HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE):.1f}"
        for number, share in enumerate(shares)
    )
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" aria-hidden="true">'
        '<path class="trend__base" d="M0 {}H{}"></path>'
        '<polyline class="trend__line" points="{}"></polyline></svg>',
        WIDTH,
        HEIGHT,
        HEIGHT - EDGE,
        WIDTH,
        points,
    )
