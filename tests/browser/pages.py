"""Every page of the portal, with the arguments that open it on demonstration data."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from civic.models import Branch, District, User
from engagement.actions.coding import code_answer
from engagement.actions.second_coding import Drawing, draw_sample
from engagement.actions.subscribing import (
    Wishes,
    ask_to_subscribe,
    confirm_subscription,
)
from engagement.actions.themes import (
    merge_theme,
    move_theme,
    retire_theme,
    reword_theme,
    split_theme,
)
from engagement.models import (
    CodingSample,
    Comment,
    Commitment,
    Conversation,
    OutreachEvent,
    Subscriber,
    Summary,
    SummaryQuotation,
    SummarySection,
    Theme,
)
from surveys import tokens
from surveys.actions import save_draft
from surveys.actions.wording import TextChange, change_texts
from surveys.models import Collector, Export, OpenAnswer, Survey
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.theming import theme_of
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.surveys.factories import ResponseFactory

NAMESPACES = ("civic", "surveys", "engagement")

# Addresses that answer with something other than a page of their own.
NOT_PAGES = {
    "surveys:paper-form",
    "surveys:desk-page-move",
    "surveys:desk-question-move",
    "surveys:survey-resume",
    "surveys:desk-survey-close",
    "surveys:desk-survey-withdraw",
    "surveys:desk-survey-new-version",
    "surveys:desk-survey-duplicate",
    "surveys:desk-survey-wording-restore",
    "surveys:desk-export-download",
    "surveys:desk-survey-codebook-xlsx",
    "surveys:survey-results-csv",
    "surveys:survey-xlsform",
    "surveys:kiosk-clear",
    "surveys:kiosk-thanks",  # for two minutes only; tests/browser/test_kiosk.py
    "surveys:collector-switch",
    "surveys:collector-qr-svg",
    "surveys:collector-qr-png",
    "engagement:event-calendar",
    "engagement:event-file",
    "engagement:event-feed",
    "engagement:event-poster",
    "engagement:desk-event-poster",
    "engagement:desk-event-poster-all",
    "engagement:desk-event-confirm",
    "engagement:desk-event-withdraw",
    "engagement:desk-event-reinstate",
    "engagement:desk-event-pattern",
    "engagement:desk-event-link",
    "engagement:population-template",
    "engagement:population-use",
    "engagement:conversation-take-back",
    "engagement:conversation-put-back",
    "engagement:log-session",
    "engagement:log-worker",
    "engagement:log-manifest",
    "engagement:entry-upload",
    "engagement:section-move",
    "engagement:summary-send",
    "engagement:summary-send-back",
    "engagement:summary-approve",
    "engagement:summary-unschedule",
    "engagement:summary-notices",
    "engagement:language-review",
    "engagement:summary-add-translations",
    "engagement:preview-create",
    "engagement:preview-end",
    "engagement:text-restore",
    "engagement:draft-keep",
    "engagement:draft-discard",
    "engagement:summary-preview",  # in one language; test_publication_page.py
    "engagement:quotation-move",
    "engagement:commitment-move",
    "engagement:finding-begin",
    "engagement:finding-merged",
    "engagement:finding-move",
    "engagement:finding-evidence-count",
    "engagement:finding-evidence-remove",
    "engagement:sentence-take",
    "engagement:quotation-take",
    "engagement:proposal-leave-out",
    "engagement:commitment-feed",
    "engagement:summary-feed",
    "engagement:summary-leaflet",
    "engagement:summary-picture",
    "engagement:summary-report",
    "engagement:code-again",  # sends on to the next answer
    "engagement:difference-settle",
    "engagement:answers-code",
    "engagement:answer-code",
    "engagement:answer-uncode",
    "engagement:theme-shift",
    "engagement:theme-retire",
    "engagement:theme-restore",
    "engagement:theme-undo",
    "engagement:comment-feed",
    "engagement:summary-comment-feed",
    "engagement:comment-publish",
    "engagement:comment-withdraw",
    "engagement:comment-undo",
}
# Pages of one survey's desk, opened for the community survey
DESK_OF_A_SURVEY = (
    "desk-survey-detail",
    "desk-collector-list",
    "response-list",
    "sheet-list",
    "desk-survey-preview",
    "desk-survey-translation",
    "desk-survey-publication",
    "desk-survey-history",
    "desk-survey-codebook",
)
# Pages of one event's desk, opened for one that is still to come
DESK_OF_AN_EVENT = ("desk-event-update", "desk-event-repeat", "desk-event-cancel")
OF_A_THEME = ("theme-update", "theme-move", "theme-merge", "theme-split")
OF_A_COLLECTOR = ("desk-collector-detail", "collector-update", "collector-card")
OF_COMMENTS = ("summary-comments", "summary-comment-sent")
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
    query: str = ""

    @property
    def is_public(self) -> bool:
        is_own = self.name in OWN_ACCOUNT_PAGES
        return not is_own and "/desk/" not in self.address("en")

    def address(self, language: str) -> str:
        with translation.override(language):
            return reverse(self.name, kwargs=self.kwargs) + self.query


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
    entry = Conversation.objects.in_talks().exclude(event__slug="quoted").latest("pk")
    note = Conversation.objects.on_boards().latest("pk")
    of_summary = {"pk": summary.pk}
    return {
        "note": {"pk": note.event_id, "entry_pk": note.pk},
        "quotation": of_summary | {"part": quotation.pk},
        "section": of_summary | {"part": section.pk},
        "commitment": of_summary | {"part": commitment.pk},
        "summary": of_summary,
        "event": {"pk": entry.event_id},
        "entry": {"pk": entry.event_id, "entry_pk": entry.pk},
        **_parts_of_a_draft(),
    }


def _parts_of_a_draft() -> dict[str, dict[str, object]]:
    """Only to a draft can be added; the demonstration has none."""
    days = {"starts_on": dt.date(2031, 1, 1), "ends_on": dt.date(2031, 2, 28)}
    draft = fall_summary(year=2031, season="winter", **days)
    if not draft.commitments.exists():
        _fill(draft)
    quotable = Conversation.objects.filter(event__slug="quoted").latest("pk")
    of_draft = {"pk": draft.pk}
    return {
        "draft": of_draft,
        "draft-section": of_draft | {"part": draft.sections.get().pk},
        "draft-quotation": of_draft | {"part": draft.quotations.get().pk},
        "draft-finding": of_draft | {"part": draft.findings.get().pk},
        "draft-commitment": of_draft | {"part": draft.commitments.get().pk},
        "quotable": of_draft | {"conversation": quotable.pk},
    }


def _fill(draft: Summary) -> None:
    """Give a draft one of each part, and a quotation that it could take."""
    commitment_of(draft)
    section_of(draft, branch=Branch.objects.first())
    finding = draft.findings.create(title_en="Quiet rooms", wants_en="Quiet.")
    finding.evidence.create(theme=Theme.objects.current().first(), language="vi")
    began = dt.datetime(2031, 1, 10, 20, tzinfo=dt.UTC)
    event = OutreachEventFactory(
        slug="quoted", starts_at=began, status="planned", branches=[]
    )
    said = {"quotation": "Open earlier.", "quotation_consent": "anonymous"}
    guide = Survey.objects.guides().first()
    quoted, _quotable = (
        ConversationFactory(
            event=event, response=ResponseFactory(survey=guide, language="en"), **said
        )
        for _number in range(2)
    )
    draft.quotations.create(
        conversation=quoted, original_language="en", text_en=quoted.quotation
    )


def _sheets_of_the_survey() -> dict[str, dict[str, object]]:
    """One to be corrected, one to be entered again, one whose entries differ."""
    paper = Collector.objects.get(slug="community-paper")
    of_survey = {"pk": paper.survey_id}
    return {
        "sheet-create": of_survey | {"collector": paper.pk},
        "sheet-correct": of_survey | {"sheet": paper.sheets.get(number=1).pk},
        "sheet-again": of_survey | {"sheet": paper.sheets.get(number=2).pk},
        "sheet-differences": of_survey | {"sheet": paper.sheets.get(number=4).pk},
    }


def _collector_of_the_survey() -> dict[str, object]:
    collector = Collector.objects.get(slug="community-web")
    return {"pk": collector.survey_id, "collector": collector.pk}


def _kiosk() -> Collector:
    fields = {
        "survey": _community(),
        "kind": "kiosk",
        "pin_hash": make_password("2468"),
    }
    return Collector.objects.get_or_create(slug="tablet", defaults=fields)[0]


def _second_page_of_the_kiosk() -> dict[str, object]:
    draft = save_draft(
        _community(),
        collector=_kiosk(),
        submission=uuid4(),
        sent={"q-KIND": ["safe"]},
        started_at=timezone.now(),
    )
    return {"slug": "tablet", "submission": draft.submission, "number": 2}


def _community() -> Survey:
    return Survey.objects.get(slug="community")


def _corrected() -> Survey:
    """The community survey with a change in the history of its wording."""
    survey = _community()
    if not survey.wording_changes.exists():
        correction = TextChange(survey, "thanks", "en", "Thank you for your time.")
        change_texts(survey, [correction], actor=None)
    return survey


def _draft_of_a_survey() -> dict[str, dict[str, object]]:
    """A page and a question, with a condition, of a survey that can still change."""
    survey = Survey.objects.get(status=Survey.Status.DRAFT)
    page = survey.pages.last()
    question = survey.all_questions.filter(page=page).last()
    if not question.shown_if:
        asked = survey.all_questions.filter(kind="single").first()
        answer = asked.choices.first().code
        condition = {"question": asked.code, "operator": "is", "value": answer}
        question.shown_if = {"match": "all", "conditions": [condition]}
        question.save()
    of_page = {"pk": survey.pk, "part": page.pk}
    of_question = {"pk": survey.pk, "part": question.pk}
    return {
        "desk-survey-settings": {"pk": survey.pk},
        "desk-page-create": {"pk": survey.pk},
        **dict.fromkeys(("desk-page-update", "desk-page-delete"), of_page),
        "desk-question-create": of_page,
        **dict.fromkeys(("desk-question-update", "desk-question-delete"), of_question),
    }


def _exported() -> Survey:
    """The community survey with an export in each state."""
    survey = _community()
    if not survey.exports.exists():
        for state in Export.State.values:
            survey.exports.create(
                format="xlsx",
                language="fa",
                state=state,
                has_codes=True,
                rows=4 if state == "ready" else None,
                failure="It could not be written." if state == "failed" else "",
                requested_by=administrator(),
                started_at=timezone.now(),
            )
    return survey


def _begun_survey() -> dict[str, object]:
    """A draft whose first page was sent, without which no second one opens."""
    collector = Collector.objects.get(slug="community-web")
    draft = save_draft(
        collector.survey,
        collector=collector,
        submission=uuid4(),
        sent={"q-KIND": ["safe"]},
        started_at=timezone.now(),
    )
    return {"slug": "community", "submission": draft.submission}


def _coming(status: str) -> dict[str, object]:
    """The next event of a status that is still to come."""
    return {"pk": OutreachEvent.objects.upcoming().filter(status=status)[0].pk}


def _samples() -> dict[str, dict[str, object]]:
    """One coded to the end, and one drawn for whoever looks at all pages."""
    finished = CodingSample.objects.filter(sampled__second_themes__isnull=False)
    own = CodingSample.objects.filter(coder=administrator()).first()
    if own is None:
        own = draw_sample(Drawing(number=3), coder=administrator(), actor=None)
    return {
        "coding-sample": {"pk": finished.first().pk},
        "code-again-answer": {"pk": own.pk, "position": 1},
    }


def _themed() -> dict[str, object]:
    """A theme with answers, beside changes of every kind in the history."""
    if not Theme.objects.filter(code="page-quiet").exists():
        space, quiet, noise = (
            theme_of(f"page-{name}") for name in ("space", "quiet", "noise")
        )
        reword_theme(quiet, texts={"definition_fa": "سکوت"}, actor=administrator())
        move_theme(quiet, parent=space, actor=administrator())
        answers = list(OpenAnswer.objects.all()[:3])
        for answer in answers:
            code_answer(answer, themes=[quiet], in_tension=[quiet], actor=None)
        split_theme(quiet, into=noise, answers=[answers[0].pk], actor=None)
        merge_theme(noise, into=space, actor=administrator())
        retire_theme(theme_of("page-old"), actor=administrator())
    return {"pk": Theme.objects.get(code="page-quiet").pk}


def _comment() -> dict[str, object]:
    return {"pk": Comment.objects.public().first().pk}


def _subscriptions() -> dict[str, dict[str, object]]:
    """The pages of a reader who said yes, and of one who was asked."""
    secrets = {}
    for address in ("asked@reader.example", "page@reader.example"):
        wishes = Wishes("en", ("summaries", "events"), District.objects.first())
        ask_to_subscribe(address, wishes=wishes)
        secrets[address] = Subscriber.objects.get(address=address).secret
    reader = Subscriber.objects.get(address="page@reader.example")
    confirm_subscription(reader, language="en")
    own = {"secret": reader.secret}
    return {
        **dict.fromkeys(("subscription", "subscription-end"), own),
        "subscription-confirm": {"secret": secrets["asked@reader.example"]},
    }


def _queries() -> dict[str, str]:
    """What pages need behind their address."""
    receipt = tokens.thanks_reference(uuid4(), "community", is_repeated=False)
    return {"survey-slip": f"?r={receipt}"}


def every_page() -> list[PageCase]:
    parts = _parts()
    survey = {"slug": "community"}
    kiosk = {"slug": _kiosk().slug}
    event = OutreachEvent.objects.public().exclude(slug="quoted").latest("pk")
    arguments: dict[str, dict[str, object]] = {
        **dict.fromkeys(("survey-detail", "survey-thanks", "survey-results"), survey),
        "survey-slip": survey,
        "survey-page": _begun_survey() | {"number": 2},
        "survey-later": _begun_survey(),
        **{name: {"pk": _community().pk} for name in DESK_OF_A_SURVEY},
        **_draft_of_a_survey(),
        "desk-survey-export": {"pk": _exported().pk},
        "desk-survey-preview-page": {"pk": _corrected().pk, "number": 2},
        "collector-detail": kiosk,
        **dict.fromkeys(("kiosk-survey", "kiosk-leave"), kiosk),
        "kiosk-page": _second_page_of_the_kiosk(),
        "collector-create": {"pk": _community().pk, "kind": "kiosk"},
        **dict.fromkeys(OF_A_COLLECTOR, _collector_of_the_survey()),
        **_sheets_of_the_survey(),
        "event-detail": {"slug": event.slug},
        "event-month-of": {"day": dt.date(2025, 10, 1)},
        "theme-detail": {"code": "making"},
        **_samples(),
        "summary-detail": {"year": 2025, "season": "fall"},
        "summary-answers": {"year": 2025, "season": "fall"},
        "commitment-detail": {"pk": parts["commitment"]["part"]},
        "summary-version": {"year": 2025, "season": "fall", "number": 1},
        "summary-year": {"year": 2025},
        **{name: {"year": 2025, "season": "fall"} for name in OF_COMMENTS},
        **dict.fromkeys(("comment-refuse", "comment-answer"), _comment()),
        **dict.fromkeys(("conversation-create", "board-create"), parts["event"]),
        **dict.fromkeys(("reach-update", "own-entry-list"), parts["event"]),
        "conversation-receipt": parts["event"],
        **dict.fromkeys(("debrief-update", "desk-event-detail"), parts["event"]),
        **{name: _coming("confirmed") for name in DESK_OF_AN_EVENT},
        "desk-event-discard": _coming("planned"),
        "note-edit": parts["note"],
        "conversation-edit": parts["entry"],
        **dict.fromkeys(
            ("desk-summary-detail", "summary-introduction", "commitment-create"),
            parts["summary"],
        ),
        **dict.fromkeys(("summary-decision", "summary-correct"), parts["summary"]),
        "summary-schedule": parts["draft"],
        "language-texts": parts["draft"] | {"language": "fa"},
        "text-history": parts["summary"] | {"part": "introduction"},
        **dict.fromkeys(
            ("summary-period", "summary-publish", "section-create", "quotable-list"),
            parts["draft"],
        ),
        **dict.fromkeys(("summary-delete", "finding-create"), parts["draft"]),
        **dict.fromkeys(
            ("finding-update", "finding-evidence", "finding-delete"),
            parts["draft-finding"],
        ),
        "section-update": parts["section"],
        "section-delete": parts["draft-section"],
        "quotation-create": parts["quotable"],
        "quotation-update": parts["quotation"],
        "quotation-delete": parts["draft-quotation"],
        **dict.fromkeys(("commitment-edit", "commitment-report"), parts["commitment"]),
        "commitment-delete": parts["draft-commitment"],
        **dict.fromkeys(OF_A_THEME, _themed()),
        **_subscriptions(),
    }
    queries = _queries()
    short_names = {name: name.split(":")[1] for name in url_names() - NOT_PAGES}
    return [
        *(
            PageCase(name, arguments.get(short, {}), queries.get(short, ""))
            for name, short in sorted(short_names.items())
        ),
        *(PageCase(name, {}) for name in PUBLIC_ACCOUNT_PAGES + OWN_ACCOUNT_PAGES),
    ]


def administrator() -> User:
    return User.objects.get(email="admin@demo.example")
