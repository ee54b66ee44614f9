"""Every page of the portal, with the arguments that open it on demonstration data."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from civic.models import User
from engagement.actions.summaries import quotable_conversations
from engagement.models import (
    Commitment,
    Conversation,
    OutreachEvent,
    Summary,
    SummaryQuotation,
    SummarySection,
)
from tests.engagement.writing import commitment_of, fall_summary

NAMESPACES = ("civic", "surveys", "engagement")

# Addresses that answer with something other than a page of their own.
NOT_PAGES = {
    "surveys:survey-results-csv",
    "surveys:survey-page",  # needs a draft: the tests of the survey open it
    "engagement:conversation-take-back",
    "engagement:section-move",
    "engagement:quotation-move",
    "engagement:commitment-move",
}
PUBLIC_ACCOUNT_PAGES = (
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_password_reset_completed",
    "account_inactive",
    "account_signup",
)
OWN_ACCOUNT_PAGES = ("account_change_password", "account_logout")


@dataclass(frozen=True)
class PageCase:
    name: str
    kwargs: dict[str, object]

    @property
    def is_public(self) -> bool:
        is_own = self.name in OWN_ACCOUNT_PAGES
        return not is_own and "/desk/" not in self.address("en")

    def address(self, language: str) -> str:
        with translation.override(language):
            return reverse(self.name, kwargs=self.kwargs)


def url_names() -> set[str]:
    """The names of all addresses of our own apps."""
    return {f"{space}:{name}" for space, name in _named(get_resolver())}


def _named(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _named(entry)
        elif isinstance(entry, URLPattern) and resolver.namespace in NAMESPACES:
            yield resolver.namespace, entry.name


def _parts() -> dict[str, dict[str, object]]:
    """Arguments for the pages about one thing."""
    summary = Summary.objects.get(year=2025, season="fall")
    quotation = SummaryQuotation.objects.filter(summary=summary).first()
    section = SummarySection.objects.filter(summary=summary).first()
    commitment = Commitment.objects.filter(summary=summary).first()
    entry = Conversation.objects.in_talks().latest("pk")
    of_summary = {"pk": summary.pk}
    return {
        "quotation-create": of_summary
        | {"conversation": quotable_conversations(summary).first().pk},
        "quotation": of_summary | {"part": quotation.pk},
        "section": of_summary | {"part": section.pk},
        "commitment": of_summary | {"part": commitment.pk},
        "summary": of_summary,
        "draft": _commitment_of_a_draft(),
        "event": {"pk": entry.event_id},
        "entry": {"pk": entry.event_id, "entry_pk": entry.pk},
    }


def _commitment_of_a_draft() -> dict[str, object]:
    """Only a draft's commitment can be removed; the demonstration has no draft."""
    days = {"starts_on": dt.date(2031, 1, 1), "ends_on": dt.date(2031, 2, 28)}
    draft = fall_summary(year=2031, season="winter", **days)
    commitment = draft.commitments.first() or commitment_of(draft)
    return {"pk": draft.pk, "part": commitment.pk}


def every_page() -> list[PageCase]:
    parts = _parts()
    survey, event = {"slug": "community"}, OutreachEvent.objects.latest("pk")
    arguments: dict[str, dict[str, object]] = {
        **dict.fromkeys(("survey-detail", "survey-thanks", "survey-results"), survey),
        "collector-detail": {"slug": "community-web"},
        "event-detail": {"slug": event.slug},
        "summary-detail": {"year": 2025, "season": "fall"},
        **dict.fromkeys(("conversation-create", "board-create"), parts["event"]),
        "reach-update": parts["event"],
        "conversation-edit": parts["entry"],
        "quotation-create": parts["quotation-create"],
        **dict.fromkeys(
            (
                *("desk-summary-detail", "summary-introduction"),
                *("summary-publish", "section-create", "quotable-list"),
                "commitment-create",
            ),
            parts["summary"],
        ),
        **dict.fromkeys(("section-update", "section-delete"), parts["section"]),
        **dict.fromkeys(("quotation-update", "quotation-delete"), parts["quotation"]),
        **dict.fromkeys(("commitment-edit", "commitment-report"), parts["commitment"]),
        "commitment-delete": parts["draft"],
        "summary-period": {"pk": parts["draft"]["pk"]},
    }
    names = sorted(url_names() - NOT_PAGES)
    return [
        *(PageCase(name, arguments.get(name.split(":")[1], {})) for name in names),
        *(PageCase(name, {}) for name in PUBLIC_ACCOUNT_PAGES + OWN_ACCOUNT_PAGES),
    ]


def administrator() -> User:
    return User.objects.get(email="admin@demo.example")
