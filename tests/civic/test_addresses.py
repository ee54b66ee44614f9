"""Which addresses are public, and whom each of the others opens for.

Every address of the portal stands in exactly one of the lists below; a new one fails
these tests until it does.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from civic.roles import Role
from engagement.models import (
    CodingSample,
    Commitment,
    Finding,
    Summary,
    SummaryQuotation,
    SummarySection,
    ThemeChange,
)
from surveys.models import Export, PaperSheet
from tests.engagement.coded_answers import OpenAnswerFactory, ThemeFactory
from tests.engagement.commenting import comment_on
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.theming import theme_of
from tests.factories import BranchFactory, UserFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    QuestionFactory,
    ResponseFactory,
    one_page_survey,
)

PUBLIC = {
    "start",
    "short-address",
    "health-live",
    "health-ready",
    "civic:home",
    "civic:accessibility",
    "civic:privacy",
    "surveys:survey-list",
    "surveys:survey-detail",
    "surveys:survey-page",
    "surveys:survey-resume",
    "surveys:survey-later",
    "surveys:survey-thanks",
    "surveys:survey-results",
    "surveys:survey-results-csv",
    "surveys:collector-detail",
    "surveys:survey-slip",
    "surveys:kiosk-survey",
    "surveys:kiosk-page",
    "surveys:kiosk-thanks",
    "surveys:kiosk-clear",
    "surveys:kiosk-leave",
    "surveys:voice",
    "engagement:event-list",
    "engagement:event-detail",
    "engagement:event-month",
    "engagement:event-month-of",
    "engagement:event-map",
    "engagement:event-calendar",
    "engagement:event-file",
    "engagement:event-feed",
    "engagement:event-poster",
    "engagement:theme-list",
    "engagement:theme-detail",
    "engagement:summary-list",
    "engagement:summary-detail",
    "engagement:summary-feed",
    "engagement:summary-leaflet",
    "engagement:summary-picture",
    "engagement:summary-report",
    "engagement:summary-version",
    "engagement:summary-year",
    "engagement:summary-preview",
    "engagement:commitment-list",
    "engagement:summary-comments",
    "engagement:summary-comment-sent",
    "engagement:comment-feed",
    "engagement:summary-comment-feed",
    "engagement:commitment-detail",
    "engagement:commitment-feed",
    "engagement:summary-answers",
    "engagement:log-worker",
    "engagement:log-manifest",
    "engagement:subscribe",
    "engagement:subscribe-asked",
    "engagement:subscription",
    "engagement:subscription-confirm",
    "engagement:subscription-end",
}
# Ways in, out and back in: open to all, of use to people with an account.
ENTRANCE = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "demonstration_sign_in",
}
OWN_ACCOUNT = {"account_change_password", "account_set_password"}
LOGGING = {Role.LIBRARIAN, Role.EDITOR, Role.TRAINER}
PLANNING = {Role.LIBRARIAN, Role.EDITOR}
READING = {*LOGGING, Role.TRANSLATOR}
EDITING = {Role.EDITOR}
WRITING = {Role.EDITOR, Role.TRANSLATOR}
REVIEWING = {Role.EDITOR, Role.MODERATOR}
ENTERING = CODING = {Role.LIBRARIAN, Role.EDITOR}
SURVEYING = {Role.LIBRARIAN, Role.EDITOR, Role.TRANSLATOR, Role.MODERATOR}
DESK = {
    "civic:desk": set(Role),
    "surveys:desk-survey-list": SURVEYING,
    "surveys:survey-import": EDITING,
    "surveys:survey-xlsform": SURVEYING,
    "surveys:desk-survey-detail": SURVEYING,
    "surveys:desk-survey-create": EDITING,
    "surveys:desk-survey-settings": EDITING,
    "surveys:desk-page-create": EDITING,
    "surveys:desk-page-update": EDITING,
    "surveys:desk-page-move": EDITING,
    "surveys:desk-page-delete": EDITING,
    "surveys:desk-question-create": EDITING,
    "surveys:desk-question-update": EDITING,
    "surveys:desk-question-move": EDITING,
    "surveys:desk-question-delete": EDITING,
    "surveys:desk-collector-list": SURVEYING,
    "surveys:desk-collector-detail": SURVEYING,
    "surveys:collector-create": ENTERING,
    "surveys:collector-update": ENTERING,
    "surveys:collector-switch": ENTERING,
    "surveys:collector-qr-svg": SURVEYING,
    "surveys:collector-qr-png": SURVEYING,
    "surveys:collector-card": SURVEYING,
    "surveys:desk-survey-preview": SURVEYING,
    "surveys:desk-survey-preview-page": SURVEYING,
    "surveys:desk-survey-translation": WRITING,
    "surveys:desk-survey-publication": EDITING,
    "surveys:desk-survey-close": EDITING,
    "surveys:desk-survey-withdraw": EDITING,
    "surveys:desk-survey-new-version": EDITING,
    "surveys:desk-survey-duplicate": EDITING,
    "surveys:desk-survey-history": SURVEYING,
    "surveys:desk-survey-wording-restore": WRITING,
    "surveys:desk-survey-export": EDITING,
    "surveys:desk-export-download": EDITING,
    "surveys:desk-survey-codebook": SURVEYING,
    "surveys:desk-survey-codebook-xlsx": SURVEYING,
    "surveys:response-list": REVIEWING,
    "surveys:sheet-list": ENTERING,
    "surveys:sheet-create": ENTERING,
    "surveys:sheet-correct": ENTERING,
    "surveys:sheet-again": ENTERING,
    "surveys:sheet-differences": ENTERING,
    "surveys:paper-form": ENTERING,
    "engagement:conversation-event-list": LOGGING,
    "engagement:conversation-create": LOGGING,
    "engagement:board-create": LOGGING,
    "engagement:reach-update": LOGGING,
    "engagement:conversation-receipt": LOGGING,
    "engagement:slip-sheet": LOGGING,
    "engagement:conversation-edit": LOGGING,
    "engagement:note-edit": LOGGING,
    "engagement:own-entry-list": LOGGING,
    "engagement:conversation-take-back": LOGGING,
    "engagement:conversation-put-back": LOGGING,
    "engagement:desk-event-list": READING,
    "engagement:desk-event-detail": READING,
    "engagement:desk-event-poster": READING,
    "engagement:desk-event-poster-all": READING,
    "engagement:outreach-plan": READING,
    "engagement:coverage": READING,
    "engagement:population-list": READING,
    "engagement:population-import": EDITING,
    "engagement:population-template": EDITING,
    "engagement:population-use": EDITING,
    "engagement:desk-event-create": PLANNING,
    "engagement:desk-event-update": {*PLANNING, Role.TRANSLATOR},
    "engagement:desk-event-repeat": PLANNING,
    "engagement:desk-event-confirm": PLANNING,
    "engagement:desk-event-withdraw": PLANNING,
    "engagement:desk-event-cancel": PLANNING,
    "engagement:desk-event-reinstate": PLANNING,
    "engagement:desk-event-discard": PLANNING,
    "engagement:desk-event-pattern": PLANNING,
    "engagement:desk-event-link": PLANNING,
    "engagement:debrief-update": LOGGING,
    "engagement:log-session": LOGGING,
    "engagement:kept-log": LOGGING,
    "engagement:waiting-list": LOGGING,
    "engagement:entry-import": LOGGING,
    "engagement:entry-upload": LOGGING,
    "engagement:desk-summary-list": WRITING,
    "engagement:summary-create": EDITING,
    "engagement:desk-summary-detail": WRITING,
    "engagement:summary-period": EDITING,
    "engagement:summary-delete": EDITING,
    "engagement:language-texts": WRITING,
    "engagement:summary-introduction": WRITING,
    "engagement:summary-publish": WRITING,
    "engagement:summary-decision": WRITING,
    "engagement:summary-schedule": EDITING,
    "engagement:summary-correct": EDITING,
    "engagement:summary-send": EDITING,
    "engagement:summary-send-back": EDITING,
    "engagement:summary-approve": EDITING,
    "engagement:summary-unschedule": EDITING,
    "engagement:summary-notices": EDITING,
    "engagement:language-review": WRITING,
    "engagement:summary-add-translations": EDITING,
    "engagement:preview-create": EDITING,
    "engagement:preview-end": EDITING,
    "engagement:text-history": WRITING,
    "engagement:text-restore": EDITING,
    "engagement:draft-keep": WRITING,
    "engagement:draft-discard": WRITING,
    "engagement:section-create": EDITING,
    "engagement:section-update": WRITING,
    "engagement:section-delete": EDITING,
    "engagement:section-move": EDITING,
    "engagement:quotable-list": EDITING,
    "engagement:quotation-create": EDITING,
    "engagement:quotation-update": WRITING,
    "engagement:quotation-delete": EDITING,
    "engagement:quotation-move": EDITING,
    "engagement:desk-commitment-list": EDITING,
    "engagement:commitment-create": EDITING,
    "engagement:commitment-edit": WRITING,
    "engagement:commitment-delete": EDITING,
    "engagement:commitment-move": EDITING,
    "engagement:commitment-report": EDITING,
    "engagement:comment-queue": REVIEWING,
    "engagement:comment-publish": REVIEWING,
    "engagement:comment-refuse": REVIEWING,
    "engagement:comment-withdraw": REVIEWING,
    "engagement:comment-undo": REVIEWING,
    "engagement:comment-answer": REVIEWING,
    "engagement:finding-create": EDITING,
    "engagement:finding-begin": EDITING,
    "engagement:finding-merged": EDITING,
    "engagement:finding-update": WRITING,
    "engagement:finding-delete": EDITING,
    "engagement:finding-move": EDITING,
    "engagement:finding-evidence": EDITING,
    "engagement:finding-evidence-count": EDITING,
    "engagement:finding-evidence-remove": EDITING,
    "engagement:sentence-take": EDITING,
    "engagement:quotation-take": EDITING,
    "engagement:proposal-leave-out": EDITING,
    "engagement:own-section-list": {Role.LIBRARIAN},
    "engagement:theme-bench": ENTERING,
    "engagement:answers-code": ENTERING,
    "engagement:answer-code": ENTERING,
    "engagement:answer-uncode": ENTERING,
    "engagement:theme-tree": ENTERING,
    "engagement:theme-history": ENTERING,
    "engagement:theme-create": EDITING,
    "engagement:theme-update": EDITING,
    "engagement:theme-move": EDITING,
    "engagement:theme-merge": EDITING,
    "engagement:theme-split": EDITING,
    "engagement:theme-shift": EDITING,
    "engagement:theme-retire": EDITING,
    "engagement:theme-restore": EDITING,
    "engagement:theme-undo": EDITING,
    "engagement:coding-sample-list": CODING,
    "engagement:coding-sample-create": EDITING,
    "engagement:coding-sample": CODING,
    "engagement:code-again": CODING,
    "engagement:code-again-answer": CODING,
    "engagement:difference-settle": EDITING,
    "engagement:mailing-list": EDITING,
}
NUMBER = 700_000  # far from what the sequences give the other rows
NOTE = NUMBER + 2
KEYS = {
    "pk": NUMBER,
    "collector": NUMBER,
    "sheet": NUMBER,
    "kind": "kiosk",
    "part": NUMBER,
    "row": NUMBER,
    "entry_pk": NUMBER,
    "change": NUMBER,
    "conversation": NUMBER + 1,
    "year": 2025,
    "season": "fall",
    "number": 1,
    "position": 1,
    "day": dt.date(2025, 9, 1),
    "code": "theme",
    "secret": "nobodys",
    "submission": "00000000-0000-4000-8000-000000000007",
    "language": "en",
    "preview": NUMBER,
    "revision": NUMBER,
}


def addresses(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """All addresses with the name that ``reverse`` knows them by, the admin's too."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.lookup_str}", pattern


ALL = dict(addresses())
ADMINISTRATION = {name for name in ALL if name.startswith("admin:")}


def address(name: str) -> str:
    keys = ALL[name].pattern.converters
    own = {
        "engagement:note-edit": {"entry_pk": NOTE},
        "surveys:sheet-create": {"collector": NUMBER + 1},
        # A poster is for what is still to come
        "engagement:desk-event-poster": {"pk": NUMBER + 1},
        "engagement:desk-event-poster-all": {"pk": NUMBER + 1},
        "engagement:language-texts": {"language": "en"},
        "engagement:text-history": {"part": "introduction"},
        "engagement:draft-keep": {"part": "introduction"},
        "engagement:draft-discard": {"part": "introduction"},
    }.get(name, {})
    slug = {
        "engagement:event-detail": "event",
        "engagement:event-file": "event",
        "engagement:event-poster": "event",
        "surveys:collector-detail": "link",
    }
    return reverse(
        name,
        kwargs={key: KEYS.get(key, slug.get(name, "survey")) for key in keys} | own,
    )


@pytest.fixture
def world(db):
    """One of everything that an address can name."""
    branch = BranchFactory(pk=NUMBER)
    event = OutreachEventFactory(
        pk=NUMBER,
        slug="event",
        branches=[branch],
        starts_at=dt.datetime(2025, 9, 1, 18, tzinfo=dt.UTC),
    )
    OutreachEventFactory(pk=NUMBER + 1, branches=[branch])
    survey = one_page_survey(pk=NUMBER, slug="survey", results_policy="live")
    CollectorFactory(pk=NUMBER, survey=survey, slug="link")
    QuestionFactory(pk=NUMBER, page=PageFactory(pk=NUMBER, survey=survey))
    paper = CollectorFactory(pk=NUMBER + 1, survey=survey, kind="paper")
    response = ResponseFactory(survey=survey, collector=paper)
    PaperSheet.objects.create(
        pk=NUMBER,
        collector=paper,
        number=1,
        response=response,
        entered_by=UserFactory(),
    )
    summary = Summary.objects.create(
        pk=NUMBER,
        year=2025,
        season="fall",
        starts_on=dt.date(2025, 7, 1),
        ends_on=dt.date(2025, 10, 31),
    )
    quoted, _quotable = (
        ConversationFactory(
            pk=pk, event=event, quotation="Open later.", quotation_consent="anonymous"
        )
        for pk in (NUMBER, NUMBER + 1)
    )
    question = survey.all_questions.first()
    note = ResponseFactory(survey=survey, answers={question.code: "Open later."})
    ConversationFactory(pk=NOTE, event=event, response=note, method="question_board")
    SummarySection.objects.create(pk=NUMBER, summary=summary, branch=branch, body="…")
    SummaryQuotation.objects.create(
        pk=NUMBER,
        summary=summary,
        conversation=quoted,
        original_language="en",
        text="Open later.",
    )
    Commitment.objects.create(pk=NUMBER, summary=summary, statement="…", owner="…")
    comment_on(summary, pk=NUMBER)
    expires_at = timezone.now() + dt.timedelta(days=1)
    summary.previews.create(pk=NUMBER, language="en", expires_at=expires_at)
    summary.revisions.create(pk=NUMBER, part="introduction", texts={})
    ThemeFactory(code="theme")
    finding = Finding.objects.create(pk=NUMBER, summary=summary, title="Longer hours")
    finding.evidence.create(pk=NUMBER, event=event)
    sample = CodingSample.objects.create(pk=NUMBER, coder=UserFactory())
    sample.sampled.create(answer=OpenAnswerFactory(), position=1)
    Export.objects.create(
        pk=NUMBER,
        survey=survey,
        format="xlsx",
        language="en",
        state="ready",
        requested_by=UserFactory(),
        file=ContentFile(b"\0", "export.xlsx"),
    )
    theme = theme_of("quiet", pk=NUMBER)
    ThemeChange.objects.create(pk=NUMBER, theme=theme, kind="created")
    return summary


@pytest.fixture
def cast(db):
    """A client signed in for each role, and for None one without any."""
    people = {role: UserFactory(roles=[role]) for role in Role}
    people[None] = UserFactory()
    clients = {}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].force_login(person)
    return clients


def ask(client: Client, path: str):
    """GET, or POST where only that is allowed."""
    response = client.get(path)
    return client.post(path) if response.status_code == 405 else response


def test_every_address_stands_in_exactly_one_list():
    lists = [PUBLIC, ENTRANCE, OWN_ACCOUNT, set(DESK), ADMINISTRATION]

    assert sorted(name for one in lists for name in one) == sorted(ALL)


@pytest.mark.parametrize("name", sorted(PUBLIC & set(ALL)))
def test_public_address_does_not_ask_to_sign_in(client, world, name):
    response = client.get(address(name))

    assert not response.headers.get("Location", "").startswith("/en/accounts/")
    assert response.status_code in {200, 302, 404}


@pytest.mark.parametrize("name", sorted(ENTRANCE))
def test_entrance_is_open_to_the_anonymous(client, db, name):
    response = client.get(address(name), follow=True)

    assert response.status_code in {200, 405}
    assert "next=" not in response.request["QUERY_STRING"]


@pytest.mark.parametrize("name", sorted({*DESK, *OWN_ACCOUNT}))
def test_closed_address_sends_the_anonymous_to_sign_in_and_back(client, world, name):
    path = address(name)

    for response in (client.get(path), client.post(path)):
        assert response.status_code == 302
        assert response["Location"] == f"/en/accounts/login/?next={path}"


@pytest.mark.parametrize("name", sorted(OWN_ACCOUNT))
def test_own_account_is_open_to_anyone_who_is_signed_in(cast, name):
    assert cast[None].get(address(name), follow=True).status_code == 200


@pytest.mark.parametrize("name", sorted(DESK))
def test_desk_address_opens_for_its_roles_and_no_other(world, cast, name):
    path, roles = address(name), DESK[name] | {Role.ADMIN}
    # Librarians and trainers edit their own entries and see their own samples only.
    own = {"conversation-edit", "conversation-take-back", "conversation-put-back"}
    own |= {"note-edit", "coding-sample"}
    if name.removeprefix("engagement:") in own:
        roles = {Role.EDITOR, Role.ADMIN}
    # A sample is coded by the person it was drawn for, whatever the others' roles.
    if name.startswith("engagement:code-again"):
        roles = set()

    refused = {role: ask(cast[role], path) for role in cast if role not in roles}
    opened = {role: cast[role].get(path) for role in roles}

    assert {one.status_code for one in refused.values()} <= {403, 404}
    assert {one.status_code for one in opened.values()} <= {200, 302, 405}
    assert refused[None].status_code == 403
    assert refused[None].templates[0].name == "civic/403.html"


@pytest.mark.parametrize("role", [None, *(role for role in Role)])
def test_administration_refuses_who_is_not_named_for_it(cast, role):
    response = cast[role].get("/admin/civic/user/", follow=True)

    assert response.status_code == 403


def test_administration_sends_the_anonymous_to_our_sign_in(client, db):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == "/en/accounts/login/?next=%2Fadmin%2F"
