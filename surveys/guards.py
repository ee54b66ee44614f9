"""What is asked of a submission when very many come: never a flat refusal.

A library's branch shares one address among all its visitors and one tablet among
many, so the collector and the browser are counted first. Many from one browser are
flagged for staff; a flood upon one collector, or from one address, asks each sender
for a proof of work. Posts that no form of ours can have sent are counted apart, and
refused for a while when there are too many.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, QueryDict

from civic import limits
from civic.limits import Limit
from surveys import challenge, flags
from surveys.models import Collector

CHALLENGE, SOLUTION = "challenge", "solution"  # names of the form's hidden fields

MINUTE = 60


def of_browser() -> Limit:
    return Limit("submissions-of-browser", settings.SURVEY_FLAG_AFTER, 10 * MINUTE)


def of_collector() -> Limit:
    return Limit("submissions-of-collector", settings.SURVEY_CHALLENGE_AFTER, MINUTE)


def of_address() -> Limit:
    return Limit("submissions-of-address", settings.SURVEY_CHALLENGE_AFTER, MINUTE)


def refused() -> Limit:
    return Limit("refused-posts", settings.SURVEY_REFUSE_AFTER, MINUTE)


@dataclass(frozen=True)
class Judgment:
    """Whether a submission may pass, and what staff should know of it."""

    must_prove: bool = False
    flags: list[str] = field(default_factory=list)


def judge(request: HttpRequest, collector: Collector, data: QueryDict) -> Judgment:
    """Count a submission that is about to be stored, and say what it needs."""
    address = limits.address(request)
    proof = None
    if of_collector().is_reached(collector.pk) or of_address().is_reached(address):
        proof = challenge.proof(data.get(CHALLENGE, ""), data.get(SOLUTION, ""))
        if proof is None:
            return Judgment(must_prove=True)
    of_collector().count(collector.pk)
    of_address().count(address)
    is_doubted = proof == "waited" or _comes_often(request, collector)
    return Judgment(flags=[flags.RATE] if is_doubted else [])


def _comes_often(request: HttpRequest, collector: Collector) -> bool:
    """Count one of a browser's submissions; whether they are many for one person."""
    if collector.kind == Collector.Kind.KIOSK:
        return False
    limit = of_browser()
    return limit.count(collector.pk, limits.browser(request)) > limit.most


def refusal(request: HttpRequest) -> int | None:
    """Count a post that no form of ours sent; return seconds to wait if too many."""
    limit, browser = refused(), limits.browser(request)
    is_reached = limit.is_reached(browser)
    limit.count(browser)
    return limit.retry_after if is_reached else None


def seconds_of_flood() -> int:
    """Seconds until a proof may no longer be asked for."""
    return of_collector().retry_after
