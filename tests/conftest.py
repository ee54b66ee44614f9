"""The cast: a person for each role, and clients signed in as them."""

import pytest
from django.test import Client

from civic.roles import Role
from tests.factories import UserFactory


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
