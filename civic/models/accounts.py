from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, known by an e-mail address; staff belong to branches."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=languages.CHOICES, default="en"
    )
    branches = models.ManyToManyField(
        "civic.Branch", verbose_name=_("branches"), blank=True, related_name="staff"
    )
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_(
                    "There is already an account with this e-mail address."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of this person's groups; administrators hold every role."""
        if self.is_superuser:
            return frozenset(Role.values)
        names = frozenset(self.groups.values_list("name", flat=True))
        return frozenset(Role.values) if Role.ADMIN in names else names

    @property
    def role_labels(self) -> list[str]:
        """The roles given to this person, in words; reads ``groups`` as prefetched."""
        names = {group.name for group in self.groups.all()}
        return [str(role.label) for role in Role if role in names]

    def has_role(self, *roles: str) -> bool:
        return self.is_active and not self.roles.isdisjoint(roles)
