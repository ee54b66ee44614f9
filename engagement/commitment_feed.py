"""What is reported on commitments as an Atom feed in the page's language."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy

from civic.context import portal_name
from civic.texts import tidy
from civic.translations import translation_of
from engagement.feeds import identifier
from engagement.models import CommitmentUpdate

MOST_ENTRIES = 50
NOON = dt.time(12)  # a report has a day and no hour


class CommitmentFeed(Feed):
    """The reports on the commitments of published summaries, the latest first."""

    feed_type = Atom1Feed
    title = gettext_lazy("What became of our commitments")
    subtitle = gettext_lazy(
        "What the library undertook because of what residents said, who sees to it, "
        "by when, and what came of it."
    )

    def author_name(self) -> str:
        return portal_name()

    def link(self) -> str:
        return reverse("engagement:commitment-list")

    def feed_guid(self) -> str:
        return identifier("commitments")

    def items(self) -> Sequence[CommitmentUpdate]:
        return CommitmentUpdate.objects.public()[:MOST_ENTRIES]

    def item_guid(self, update: CommitmentUpdate) -> str:
        return identifier(f"commitment-report-{update.pk}")

    def item_link(self, update: CommitmentUpdate) -> str:
        return f"{update.commitment.get_absolute_url()}#report-{update.pk}"

    def item_title(self, update: CommitmentUpdate) -> str:
        statement = tidy(translation_of(update.commitment, "statement")[0])
        return f"{update.get_status_display()}: {statement}"

    def item_description(self, update: CommitmentUpdate) -> str:
        return linebreaks(tidy(translation_of(update, "text")[0]), autoescape=True)

    def item_pubdate(self, update: CommitmentUpdate) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(update.reported_on, NOON))

    def item_updateddate(self, update: CommitmentUpdate) -> dt.datetime:
        return self.item_pubdate(update)
