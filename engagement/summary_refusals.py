"""Why a summary cannot take a step, how that is mended, and where."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagement.models import Finding, Summary, SummaryQuotation, SummarySection


class PublicationRefused(Exception):
    """A step that cannot be; ``message`` tells staff why and how to mend it.

    ``page`` is where it is mended, ``mend`` the words of the link there.
    """

    message = _("This summary cannot be published yet.")
    page = "engagement:desk-summary-detail"
    mend = _("Open the summary")

    def __init__(self, summary: Summary | None = None, **words: Any) -> None:
        super().__init__()
        self.summary = summary
        self.words = words

    def __str__(self) -> str:
        return str(self.message) % self.words

    @property
    def code(self) -> str:
        return type(self).__name__

    @property
    def address(self) -> str:
        """Where it is mended; empty if no summary is known."""
        if self.summary is None:
            return ""
        return reverse(self.page, args=[self.summary.pk])


# What is missing


class IntroductionMissing(PublicationRefused):
    message = _("Write the introduction in at least one language before publishing.")
    page = "engagement:summary-introduction"
    mend = _("Write the introduction")


class DecisionMissing(PublicationRefused):
    message = _("Write what was decided: those who spoke want to know what follows.")
    page = "engagement:summary-decision"
    mend = _("Write what was decided and why")


class ReasonsMissing(PublicationRefused):
    message = _("Write why it was decided so, also where a wish cannot be met.")
    page = "engagement:summary-decision"
    mend = _("Write what was decided and why")


class NothingHeard(PublicationRefused):
    message = _(
        "Nothing is logged for the days of this summary. Log the conversations first, "
        "or correct the first and the last day."
    )
    page = "engagement:summary-period"
    mend = _("Change season and days")


class PeriodNotOver(PublicationRefused):
    message = _(
        "The days of this summary are not over yet. Publish it after its last day, so "
        "that nothing heard until then is missing."
    )
    page = "engagement:summary-period"
    mend = _("Change season and days")


class NumbersContradicted(PublicationRefused):
    message = _(
        "The introduction gives different numbers from the log. Put the new sentences "
        "in, or confirm that the text is right as it stands."
    )
    page = "engagement:summary-introduction"
    mend = _("Edit the introduction")


# Parts of it


class FindingRefused(PublicationRefused):
    """Stands at one finding of the summary."""

    mend = _("Open the finding")

    def __init__(self, finding: Finding, **words: Any) -> None:
        super().__init__(finding.summary, finding=finding.title, **words)
        self.finding = finding

    @property
    def address(self) -> str:
        return f"{super().address}#finding-{self.finding.pk}"


class FindingWithoutEvidence(FindingRefused):
    message = _(
        "The finding “%(finding)s” rests on nothing. Choose the answers that it rests "
        "on, or take it out."
    )


class ThemeMergedAway(FindingRefused):
    message = _(
        "The finding “%(finding)s” rests on the theme “%(theme)s”, which was merged "
        "into “%(into)s” meanwhile. Choose that one instead."
    )


class SectionEmpty(PublicationRefused):
    message = _(
        "The section of “%(branch)s” has no text yet. Ask its authors, write it, or "
        "take it out."
    )
    mend = _("Open the section")

    def __init__(self, section: SummarySection) -> None:
        super().__init__(section.summary, branch=section.branch)
        self.section = section

    @property
    def address(self) -> str:
        return f"{super().address}#section-{self.section.pk}"


class QuotationNotCleared(PublicationRefused):
    message = _(
        "Somebody quoted here no longer agrees to be, or to a paraphrase only. Take "
        "the quotation out."
    )
    mend = _("Open the quotation")

    def __init__(self, quotation: SummaryQuotation) -> None:
        super().__init__(quotation.summary)
        self.quotation = quotation

    @property
    def address(self) -> str:
        return f"{super().address}#quotation-{self.quotation.pk}"


# Languages


class LanguageRefused(PublicationRefused):
    page = "engagement:summary-publish"
    mend = _("Open the languages")

    @property
    def address(self) -> str:
        return f"{super().address}#languages"


class NotTranslated(LanguageRefused):
    message = _(
        "%(language)s lacks some texts. Translate them, or choose to publish with a "
        "notice in this language."
    )


class NotReviewed(LanguageRefused):
    message = _(
        "Nobody has reviewed the texts in %(language)s yet. Have them read, or choose "
        "to publish with a notice in this language."
    )


class ReviewOutdated(LanguageRefused):
    message = _(
        "Texts changed since %(language)s was reviewed. Have them read once more, or "
        "choose to publish with a notice in this language."
    )


# Steps


class StepRefused(PublicationRefused):
    page = "engagement:summary-publish"
    mend = _("Open the publication page")


class NotInThisState(StepRefused):
    message = _(
        "The summary is in another state by now: somebody else was here before you. "
        "Look at it again."
    )


class NotApproved(StepRefused):
    message = _(
        "Another editor has to read and approve this summary first. Send it to review."
    )


class OwnText(StepRefused):
    message = _(
        "You sent it or wrote the last text yourself: another editor has to read and "
        "approve it."
    )


class OtherLanguage(StepRefused):
    message = _("You can mark only the language that you translate.")


class TextsMissing(StepRefused):
    message = _(
        "%(language)s lacks some texts. Translate them before you mark it as reviewed."
    )


class WordsMissing(StepRefused):
    message = _("Say in a few words what is to be changed.")


class TimePast(StepRefused):
    message = _("This time is in the past. Choose a later one, or publish it now.")


class NoteMissing(StepRefused):
    message = _("Say what was corrected, in at least one language.")


class NothingCorrected(StepRefused):
    message = _(
        "Nothing differs from the published version. Change the texts first, or count "
        "the figures anew."
    )


class DeletionRefused(PublicationRefused):
    message = _("This summary cannot be deleted.")


class PublishedForGood(DeletionRefused):
    message = _(
        "This summary was published, so it cannot be deleted: people and links rely on "
        "it. Publish a correction instead."
    )


class ScheduledStill(DeletionRefused):
    message = _(
        "This summary is to be published at a set time. Take the time back first, then "
        "delete it."
    )


class UsedElsewhere(DeletionRefused):
    message = _(
        "Something outside this summary still points to it, so it cannot be deleted. "
        "Change its season and days instead."
    )


class NothingToAdd(StepRefused):
    message = _("There is no new translation of a text that is published.")
