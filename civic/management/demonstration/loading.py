"""All parts in their order, in one transaction."""

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from civic.demonstration_accounts import create_accounts
from civic.management.demonstration.afterwards import load_afterwards
from civic.management.demonstration.comments import load_comments
from civic.management.demonstration.conversations import load_conversations
from civic.management.demonstration.places import load_places
from civic.management.demonstration.population import load_population
from civic.management.demonstration.recent import load_recent
from civic.management.demonstration.responses import load_responses
from civic.management.demonstration.series import load_series
from civic.management.demonstration.sheets import load_sheets
from civic.management.demonstration.subscribers import load_subscribers
from civic.management.demonstration.summaries import load_summaries
from civic.management.demonstration.surveys import load_surveys
from civic.management.demonstration.themes import load_themes
from civic.management.demonstration.upcoming import load_upcoming
from civic.models import Branch, District, User
from civic.roles import Role
from engagement.models import (
    CodedAnswer,
    Coding,
    Comment,
    Commitment,
    Conversation,
    OutreachEvent,
    Subscriber,
    Summary,
    Theme,
)
from engagement.theme_figures import renew_theme_figures
from surveys.models import OpenAnswer, Response, Survey
from surveys.tallying import fold_responses


@transaction.atomic
def load(scale: int = 1) -> dict[str, int]:
    """Load everything, or nothing if any part fails; return how many there are."""
    with translation.override("en"):
        load_places()
        staff = load_staff()
        load_surveys()
        load_conversations(scale, staff.get(Role.LIBRARIAN))
        load_upcoming()
        load_series()
        load_recent(scale, staff.get(Role.LIBRARIAN))
        load_afterwards(staff.get(Role.LIBRARIAN))
        load_population(staff.get(Role.EDITOR))
        load_responses(scale)
        load_sheets(staff.get(Role.LIBRARIAN), staff.get(Role.EDITOR))
        while fold_responses():
            pass
        load_themes(staff.get(Role.LIBRARIAN), staff.get(Role.EDITOR))
        foresee_how_many()
        load_summaries(staff)
        load_comments(staff.get(Role.MODERATOR))
        renew_theme_figures()
        load_subscribers()
    return counts()


def foresee_how_many() -> None:
    """Have the database look at the new rows: findings are counted from them at once,
    which takes minutes if it still plans for empty tables."""
    models = (CodedAnswer, Coding, Conversation, OpenAnswer, Response)
    tables = ", ".join(one._meta.db_table for one in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def load_staff() -> dict[str, User]:
    """Make the accounts, whose passwords everybody knows, under DEBUG only."""
    if not settings.DEBUG:
        return {}
    users = create_accounts()
    by_role = {role: user for user in users for role in user.roles if not user.is_staff}
    by_role[Role.ADMIN] = next(user for user in users if user.is_staff)
    homes = Branch.objects.filter(code__in=("king", "tully", "evergreen"))
    by_role[Role.LIBRARIAN].branches.set(homes)
    return by_role


def counts() -> dict[str, int]:
    return {
        "districts": District.objects.count(),
        "branches": Branch.objects.count(),
        "surveys and guides": Survey.objects.count(),
        "outreach events": OutreachEvent.objects.count(),
        "logged entries": Conversation.objects.count(),
        "survey responses": Response.objects.filter(conversation=None).count(),
        "themes": Theme.objects.count(),
        "coded answers": CodedAnswer.objects.count(),
        "summaries": Summary.objects.count(),
        "commitments": Commitment.objects.count(),
        "comments": Comment.objects.count(),
        "subscribers": Subscriber.objects.count(),
    }
