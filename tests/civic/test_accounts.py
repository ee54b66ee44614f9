import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from civic import demonstration_accounts
from civic.models import User
from civic.roles import Role
from tests.factories import UserFactory

PASSWORD = "a table of voices"
SIGN_IN = "/fa/accounts/login/"
REQUEST_CODE = "/vi/accounts/login/code/"
CONFIRM_CODE = "/vi/accounts/login/code/confirm/"
RESET = "/it/accounts/password/reset/"


@pytest.fixture
def person(librarian):
    librarian.set_password(PASSWORD)
    librarian.save()
    return librarian


@pytest.fixture
def demonstration(db, settings):
    settings.DEBUG = True
    return demonstration_accounts.create_accounts()


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **extra})


def code_in(message) -> str:
    return re.search(r"^ {4}(\d{3}-\d{3}-\d{3})$", message.body, re.MULTILINE)[1]


# The account itself


def test_two_accounts_cannot_share_an_address_in_another_case(db):
    UserFactory(email="person@example.org")

    with pytest.raises(IntegrityError, match="user_email_unique"):
        UserFactory(email="Person@example.org")


def test_the_form_says_that_an_address_is_taken(db):
    UserFactory(email="person@example.org")

    with pytest.raises(ValidationError) as refusal:
        User(email="Person@example.org", password="x").full_clean()

    assert refusal.value.messages == [
        "There is already an account with this e-mail address."
    ]


def test_create_user_folds_the_address_and_hashes_the_password(db):
    user = User.objects.create_user(" Person@Example.org ", PASSWORD)

    assert user.email == "person@example.org"
    assert user.check_password(PASSWORD)
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_create_superuser_may_open_everything(db):
    user = User.objects.create_superuser("root@example.org", PASSWORD)

    assert (user.is_staff, user.is_superuser) == (True, True)
    assert user.roles == frozenset(Role.values)


def test_an_account_is_found_by_its_address_in_any_case(person):
    assert User.objects.get_by_natural_key(person.email.upper()) == person


def test_an_account_is_called_by_its_name_or_else_its_address(db):
    assert str(UserFactory(name="Ewa")) == "Ewa"
    assert str(UserFactory(email="ewa@example.org")) == "ewa@example.org"


def test_every_role_is_a_group(db):
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(Role.values)


def test_roles_are_the_groups_and_an_administrator_holds_all(
    librarian, stranger, admin
):
    assert librarian.roles == {"librarian"}
    assert stranger.roles == frozenset()
    assert admin.roles == frozenset(Role.values)


def test_a_closed_account_has_no_role_to_use(librarian):
    assert librarian.has_role(Role.LIBRARIAN, Role.EDITOR)
    assert not librarian.has_role(Role.EDITOR)

    librarian.is_active = False

    assert not librarian.has_role(Role.LIBRARIAN)


# By password


def test_password_signs_in_and_opens_the_desk_in_the_same_language(client, person):
    response = sign_in(client, person)

    assert (response.status_code, response["Location"]) == (302, "/fa/desk/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert response.cookies["django_language"].value == "fa"


def test_address_is_taken_in_any_case(client, person):
    person.email = person.email.upper()

    assert sign_in(client, person)["Location"] == "/fa/desk/"


def test_someone_without_a_role_arrives_at_the_front_page(client, stranger):
    stranger.set_password(PASSWORD)
    stranger.save()

    assert sign_in(client, stranger)["Location"] == "/fa/"


def test_sign_in_goes_on_to_where_one_wanted_to_go(client, person):
    response = sign_in(client, person, next="/fa/desk/conversations/")

    assert response["Location"] == "/fa/desk/conversations/"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x"]
)
def test_sign_in_never_goes_on_to_another_site(client, person, address):
    assert sign_in(client, person, next=address)["Location"] == "/fa/desk/"


@pytest.mark.parametrize("email", [None, "nobody@example.org"])
def test_wrong_password_says_what_to_do_and_not_whether_the_account_exists(
    client, person, email
):
    response = client.post(
        "/en/accounts/login/",
        {"login": email or person.email, "password": "not this one"},
    )

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "No account has this e-mail address and this password. Check both for "
        "mistakes, or get a sign-in code by e-mail instead."
    ]
    assert response.context["form"]["login"].value() == (email or person.email)
    assert "_auth_user_id" not in client.session


def test_many_wrong_passwords_are_slowed_down(client, person):
    for _attempt in range(5):
        sign_in(client, person, "not this one")

    errors = sign_in(client, person).context["form"].non_field_errors()

    with translation.override("fa"):
        expected = gettext("Too many attempts. Wait five minutes, then try again.")
    assert errors == [expected]
    assert "_auth_user_id" not in client.session


def test_too_many_requests_are_told_to_wait(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post(SIGN_IN, {})

    response = client.post(SIGN_IN, {})

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.templates[0].name == "civic/429.html"
    assert '<html lang="fa" dir="rtl">' in response.text


def test_a_closed_account_does_not_sign_in(client, person):
    person.is_active = False
    person.save()

    response = sign_in(client, person)

    assert response["Location"] == "/fa/accounts/inactive/"
    assert "_auth_user_id" not in client.session
    assert client.get(response["Location"]).status_code == 200


def test_sign_in_page_knows_its_fields(client, db):
    form = client.get("/en/accounts/login/").context["form"]

    assert [str(field.label) for field in form] == [
        "E-mail address",
        "Password",
        "Keep me signed in on this device",
    ]
    assert "placeholder" not in form.as_p()


@pytest.mark.parametrize(("remember", "ends"), [("on", False), ("", True)])
def test_session_lasts_beyond_the_browser_only_when_asked(
    client, person, remember, ends
):
    sign_in(client, person, remember=remember)

    assert client.session.get_expire_at_browser_close() is ends


# By code


def test_code_from_the_mail_signs_in(client, person, mailoutbox):
    asked = client.post(REQUEST_CODE, {"email": person.email, "next": "/vi/surveys/"})
    code = code_in(mailoutbox[0])

    response = client.post(CONFIRM_CODE, {"code": code, "next": "/vi/surveys/"})

    assert asked["Location"] == f"{CONFIRM_CODE}?next=%2Fvi%2Fsurveys%2F"
    assert mailoutbox[0].to == [person.email]
    assert (response.status_code, response["Location"]) == (302, "/vi/surveys/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_code_is_taken_in_persian_digits(client, person, mailoutbox):
    client.post(REQUEST_CODE, {"email": person.email})
    code = code_in(mailoutbox[0]).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert client.post(CONFIRM_CODE, {"code": code})["Location"] == "/vi/desk/"


def test_wrong_code_can_be_tried_again_twice(client, person):
    client.post("/en/accounts/login/code/", {"email": person.email})
    confirm = "/en/accounts/login/code/confirm/"

    response = client.post(confirm, {"code": "000-000-00x"})

    assert response.context["form"].errors["code"] == [
        "This is not the code we sent. Check the digits in the newest e-mail."
    ]
    assert client.post(confirm, {"code": "no"}).status_code == 200
    assert client.post(confirm, {"code": "no"})["Location"] == (
        "/en/accounts/login/code/"
    )


def test_asking_for_a_code_does_not_tell_whether_the_account_exists(
    client, db, mailoutbox
):
    response = client.post("/en/accounts/login/code/", {"email": "no@example.org"})

    assert response["Location"] == "/en/accounts/login/code/confirm/"
    assert [mail.subject for mail in mailoutbox] == [
        "No account has this e-mail address"
    ]
    assert client.get(response["Location"]).status_code == 200


def test_mail_with_the_code_is_in_the_language_of_the_page(client, person, mailoutbox):
    client.post("/en/accounts/login/code/", {"email": person.email})

    assert mailoutbox[0].subject == "Your sign-in code"
    assert mailoutbox[0].body == (
        "Your sign-in code is:\n\n"
        f"    {code_in(mailoutbox[0])}\n\n"
        "Enter it on the page where you asked for it. It works for a few minutes, "
        "once.\n\n"
        "If this was not you, do nothing: without the code nobody can sign in.\n\n"
        "The Listening Table"
    )


def test_starting_over_forgets_the_code(client, person):
    client.post(REQUEST_CODE, {"email": person.email})

    response = client.post(
        "/vi/accounts/logout/", {"next": reverse("account_login")}, follow=True
    )

    assert response.status_code == 200
    assert client.get(CONFIRM_CODE).status_code == 302


# Passwords


def test_forgotten_password_is_replaced_with_a_code(client, person, mailoutbox):
    client.post(RESET, {"email": person.email})
    code = code_in(mailoutbox[0])
    confirmed = client.post("/it/accounts/password/reset/confirm/", {"code": code})
    page = client.get(confirmed["Location"])

    done = client.post(
        confirmed["Location"],
        {"password1": "another table", "password2": "another table"},
        follow=True,
    )

    assert page.status_code == 200
    assert done.redirect_chain == [("/it/accounts/password/reset/done/", 302)]
    person.refresh_from_db()
    assert person.check_password("another table")


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("short", "This password is too short. Use at least eight characters."),
        (
            "password1",
            "This password is one of the most common. Choose one of your own.",
        ),
        (
            "7391846205",
            "This password has digits only. Add letters or other characters.",
        ),
        (
            "ewa.nowak@example",
            "This password is too much like your name or e-mail address. "
            "Choose another.",
        ),
    ],
)
def test_bad_password_says_how_to_choose_a_better_one(
    client, person, password, expected
):
    person.email = "ewa.nowak@example.org"
    person.save()
    client.force_login(person)

    response = client.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert response.context["form"].errors == {"password1": [expected]}


def test_password_is_changed_and_one_stays_signed_in(client, person):
    client.force_login(person)

    response = client.post(
        "/pl/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "another table",
            "password2": "another table",
        },
        follow=True,
    )

    assert response.status_code == 200
    assert response.context["user"] == person
    person.refresh_from_db()
    assert person.check_password("another table")


def test_someone_who_signs_in_by_code_can_set_a_password(client, stranger):
    stranger.set_unusable_password()
    stranger.save()
    client.force_login(stranger)

    asked = client.get("/en/accounts/password/change/")
    client.post(
        asked["Location"], {"password1": "another table", "password2": "another table"}
    )

    assert asked["Location"] == "/en/accounts/password/set/"
    stranger.refresh_from_db()
    assert stranger.check_password("another table")


# Out, and no way in


def test_signing_out_asks_first_and_then_does(client, person):
    client.force_login(person)

    page = client.get("/fa/accounts/logout/")
    done = client.post("/fa/accounts/logout/")

    assert page.status_code == 200
    assert (done.status_code, done["Location"]) == (302, "/fa/")
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_for_themselves(client, db):
    page = client.get("/en/accounts/signup/")
    client.post(
        "/en/accounts/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert page.templates[0].name == "account/signup_closed.html"
    assert not User.objects.exists()


# Demonstration accounts


def test_demonstration_accounts_are_one_for_each_role_and_one_without(demonstration):
    roles = {user.email: user.roles for user in demonstration}

    assert roles == {
        "librarian@demo.example": {"librarian"},
        "editor@demo.example": {"editor"},
        "translator@demo.example": {"translator"},
        "moderator@demo.example": {"moderator"},
        "trainer@demo.example": {"trainer"},
        "trainee@demo.example": frozenset(),
        "admin@demo.example": frozenset(Role.values),
    }


def test_creating_demonstration_accounts_again_sets_them_right(demonstration):
    User.objects.filter(email="editor@demo.example").update(name="", is_active=False)

    again = demonstration_accounts.create_accounts()

    assert [user.pk for user in again] == [user.pk for user in demonstration]
    assert User.objects.get(email="editor@demo.example").is_active


def test_sign_in_page_offers_the_demonstration_accounts(client, demonstration):
    offered = client.get(SIGN_IN).context["demonstration_users"]

    assert list(offered) == demonstration


def test_one_click_signs_in_and_goes_on(client, demonstration):
    response = client.post(
        "/pl/accounts/login/demonstration/",
        {"email": "editor@demo.example", "next": "/pl/desk/summaries/"},
    )

    assert (response.status_code, response["Location"]) == (302, "/pl/desk/summaries/")
    assert client.session["_auth_user_id"] == str(demonstration[1].pk)


@pytest.mark.parametrize(
    ("key", "destination"), [("librarian", "/pl/desk/"), ("trainee", "/pl/")]
)
def test_one_click_opens_what_the_account_may_see(
    client, demonstration, key, destination
):
    response = client.post(
        "/pl/accounts/login/demonstration/", {"email": f"{key}@demo.example"}
    )

    assert response["Location"] == destination


@pytest.mark.parametrize("email", ["person@example.org", "", "not an address"])
def test_one_click_is_for_demonstration_accounts_only(client, demonstration, email):
    UserFactory(email="person@example.org")

    response = client.post("/pl/accounts/login/demonstration/", {"email": email})

    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_demonstration_accounts_are_closed_outside_of_debug(
    client, demonstration, settings
):
    settings.DEBUG = False

    page = client.get(SIGN_IN)
    response = client.post(
        "/pl/accounts/login/demonstration/", {"email": "editor@demo.example"}
    )

    assert list(page.context["demonstration_users"]) == []
    assert response.status_code == 404
