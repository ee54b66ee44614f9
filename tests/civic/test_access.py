import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.generic import View

from civic.access import RoleRequiredMixin, role_required
from civic.roles import Role


@role_required(Role.EDITOR, Role.TRANSLATOR)
def guarded_function(request):
    return HttpResponse("open")


class GuardedView(RoleRequiredMixin, View):
    roles = (Role.EDITOR, Role.TRANSLATOR)

    def get(self, request):
        return HttpResponse("open")


GUARDED = pytest.mark.parametrize(
    "view", [guarded_function, GuardedView.as_view()], ids=["function", "class"]
)


@pytest.fixture
def request_of(rf):
    def make(user):
        request = rf.get("/en/desk/")
        request.user = user
        return request

    return make


@GUARDED
def test_view_opens_for_each_role_that_is_named(request_of, view, editor, translator):
    assert view(request_of(editor)).content == b"open"
    assert view(request_of(translator)).content == b"open"


@GUARDED
def test_view_opens_for_administrators(request_of, view, admin):
    assert view(request_of(admin)).content == b"open"


@GUARDED
def test_view_refuses_other_roles(request_of, view, librarian):
    with pytest.raises(PermissionDenied):
        view(request_of(librarian))


@GUARDED
def test_view_refuses_someone_without_a_role(request_of, view, stranger):
    with pytest.raises(PermissionDenied):
        view(request_of(stranger))


@GUARDED
def test_view_refuses_a_closed_account(request_of, view, editor):
    editor.is_active = False

    with pytest.raises(PermissionDenied):
        view(request_of(editor))


def test_class_view_sends_the_anonymous_to_sign_in(request_of):
    response = GuardedView.as_view()(request_of(AnonymousUser()))

    assert response.status_code == 302
    assert response["Location"] == "/en/accounts/login/?next=/en/desk/"


def test_desk_sends_the_anonymous_to_sign_in_and_back(client, db):
    response = client.get("/pl/desk/")

    assert response.status_code == 302
    assert response["Location"] == "/pl/accounts/login/?next=/pl/desk/"


def test_desk_tells_a_stranger_that_it_is_not_open(as_user, stranger):
    response = as_user(stranger).get("/en/desk/")

    assert response.status_code == 403
    assert response.templates[0].name == "civic/403.html"
    assert "Go to the desk" not in response.text


# The bare address


@pytest.mark.parametrize(
    ("cookie", "accepted", "expected"),
    [
        ("fa", "pl", "/fa/"),
        ("de", "pl", "/pl/"),
        ("", "pl,en;q=0.5", "/pl/"),
        ("", "de,it;q=0.5", "/it/"),
        ("", "vi-VN", "/vi/"),
        ("", "de", "/en/"),
        ("", "", "/en/"),
    ],
)
def test_bare_address_goes_by_cookie_then_browser_then_english(
    client, cookie, accepted, expected
):
    if cookie:
        client.cookies["django_language"] = cookie

    response = client.get("/", headers={"accept-language": accepted})

    assert (response.status_code, response["Location"]) == (302, expected)
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("address", ["/de/", "/de/surveys/", "/xx/desk/"])
def test_unknown_language_in_the_address_is_not_found_in_the_readers_language(
    client, db, address
):
    response = client.get(address, headers={"accept-language": "fa"})

    assert response.status_code == 404
    assert response.templates[0].name == "civic/404.html"
    assert '<html lang="fa" dir="rtl">' in response.text


def test_address_without_a_language_gets_the_readers(client, db):
    response = client.get("/desk/", headers={"accept-language": "it"})

    assert (response.status_code, response["Location"]) == (302, "/it/desk/")
