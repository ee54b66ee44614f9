"""The cast: a person for each role, and clients signed in as them."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from civic import editions, limits, public_pages
from civic.roles import Role
from surveys import definitions
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def fresh_cache():
    """No page, limit or figure kept from another test."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_list_of_static_files(settings):
    """Files are found when asked for: listing all takes longer than a page, and each
    ``Client`` would do it anew."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def english():
    """Not the language of the last page that another test asked for."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing that is slow on purpose would take half of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def librarian(db):
    return UserFactory(roles=[Role.LIBRARIAN], name="Lan")


@pytest.fixture
def editor(db):
    return UserFactory(roles=[Role.EDITOR], name="Ewa")


@pytest.fixture
def translator(db):
    return UserFactory(roles=[Role.TRANSLATOR], name="Tiziana")


@pytest.fixture
def moderator(db):
    return UserFactory(roles=[Role.MODERATOR], name="Milad")


@pytest.fixture
def trainer(db):
    return UserFactory(roles=[Role.TRAINER], name="Tomasz")


@pytest.fixture
def admin(db):
    return UserFactory(roles=[Role.ADMIN], name="Azadeh")


@pytest.fixture
def stranger(db):
    """Someone with an account and no role."""
    return UserFactory(name="Sam")


@pytest.fixture
def as_user(db):
    """A function that returns a client signed in as the given person."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def nothing_kept_from_another_test():
    """Begin without warm surveys, kept pages and counts; the rows are rolled back."""
    public_pages.forget()
    editions.forget()
    definitions.forget()
    limits.forget()
