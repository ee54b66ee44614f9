"""What we heard as an Atom feed in the page's language: a correction comes up anew."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.context import portal_name
from engagement.feeds import identifier
from engagement.models import SummaryVersion
from engagement.summary_content import SummaryContent
from engagement.templatetags.evidence import in_paragraphs

MOST_ENTRIES = 20


class SummaryFeed(Feed):
    """The latest version of each published summary, what changed last first."""

    feed_type = Atom1Feed
    title = gettext_lazy("What we heard")
    subtitle = gettext_lazy(
        "Season by season: what residents told the library, counted and in their own "
        "words."
    )

    def author_name(self) -> str:
        return portal_name()

    def link(self) -> str:
        return reverse("engagement:summary-list")

    def feed_guid(self) -> str:
        return identifier("summaries")

    def items(self) -> Sequence[SummaryVersion]:
        return SummaryVersion.objects.latest_of_each()[:MOST_ENTRIES]

    def item_guid(self, version: SummaryVersion) -> str:
        return identifier(f"summary-{version.summary_id}")

    def item_link(self, version: SummaryVersion) -> str:
        return version.summary.get_absolute_url()

    def item_title(self, version: SummaryVersion) -> str:
        name = version.summary.name
        if version.is_first:
            return name
        return _("%(season)s, corrected") % {"season": name}

    def item_description(self, version: SummaryVersion) -> str:
        return in_paragraphs(SummaryContent.from_json(version.content).introduction)

    def item_pubdate(self, version: SummaryVersion) -> dt.datetime | None:
        return version.summary.published_at

    def item_updateddate(self, version: SummaryVersion) -> dt.datetime:
        return version.published_at
