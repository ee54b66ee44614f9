"""The accounts of the demonstration: one for each role, and one without any."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from civic.models import User
from civic.roles import Role

DOMAIN = "demo.example"
PASSWORD = "listening-table"  # noqa: S105 (known to all, shown on the sign-in page)


@dataclass(frozen=True)
class DemonstrationAccount:
    """``role`` is None for a plain account, to which the desk is closed."""

    key: str
    name: str
    role: Role | None
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


ACCOUNTS = (
    DemonstrationAccount("librarian", "Lan Demo", Role.LIBRARIAN, "vi"),
    DemonstrationAccount("editor", "Ewa Demo", Role.EDITOR, "pl"),
    DemonstrationAccount("translator", "Tiziana Demo", Role.TRANSLATOR, "it"),
    DemonstrationAccount("moderator", "Milad Demo", Role.MODERATOR, "fa"),
    DemonstrationAccount("trainer", "Taylor Demo", Role.TRAINER),
    DemonstrationAccount("trainee", "Sam Demo", None),
    DemonstrationAccount("admin", "Azadeh Demo", Role.ADMIN, "fa"),
)
EMAILS = tuple(account.email for account in ACCOUNTS)


@transaction.atomic
def create_accounts() -> list[User]:
    """Make the seven accounts, or set them right again; the caller checks DEBUG."""
    password = make_password(PASSWORD)
    return [_create(account, password) for account in ACCOUNTS]


def _create(account: DemonstrationAccount, password: str) -> User:
    user = User.objects.filter(email__iexact=account.email).first()
    user = user or User(email=account.email)
    user.name, user.language, user.is_active = account.name, account.language, True
    user.is_staff = user.is_superuser = account.role == Role.ADMIN
    user.password = password
    user.save()
    user.groups.set(
        [Group.objects.get_or_create(name=account.role)[0]] if account.role else []
    )
    return user
