"""What the privacy check in the browser needs: its words, and the public places."""

import json

from django import template

from engagement.forms.privacy import SENTENCES
from engagement.public_places import public_places

register = template.Library()


@register.inclusion_tag("engagement/_privacy_watch.html")
def privacy_watch() -> dict[str, object]:
    """Have the texts of the page's forms looked at while they are typed."""
    sentences = {
        kind: str(words) % {"passage": "{passage}"} for kind, words in SENTENCES.items()
    }
    places = json.dumps(list(public_places()), ensure_ascii=False)
    return {"sentences": sentences, "places": places}
