"""The desk's tree of themes: looked at, changed, and its history undone."""

import pytest

from engagement import coding_table
from engagement.actions.themes import (
    create_theme,
    merge_theme,
    move_theme,
    restore_theme,
    retire_theme,
    reword_theme,
    split_theme,
)
from engagement.models import Theme, ThemeChange
from surveys.models import OpenAnswer
from tests.engagement.theming import coded, note, theme_of, themes_of

pytestmark = pytest.mark.django_db
TREE = "/en/desk/themes/tree/"
HISTORY = "/en/desk/themes/history/"


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def space():
    return theme_of("space")


@pytest.fixture
def quiet(space):
    return theme_of("quiet", space)


@pytest.fixture
def hours():
    return theme_of("hours")


def of(theme, part: str = "") -> str:
    return f"{TREE}{theme.pk}/{part}"


def wording_of(client, theme) -> dict[str, str]:
    """What the form of a theme holds, as a browser would send it."""
    form = client.get(of(theme)).context["form"]
    return {field.html_name: field.value() or "" for field in form}


# The tree


def test_tree_counts_the_answers_of_each_theme_and_of_what_belongs_to_it(
    desk, space, quiet, hours
):
    coded("one", space, quiet)
    coded("two", quiet)
    excluded = coded("three", quiet)
    OpenAnswer.objects.filter(pk=excluded.pk).update(is_counted=False)
    Theme.objects.filter(pk=hours.pk).update(name_vi="Giờ", name_it="Orari")

    response = desk.get(TREE)

    counted = {
        one.theme.code: (one.own, one.together, [each.code for each in one.lacking])
        for branch in response.context["branches"]
        for one in branch
    }
    assert counted == {
        "space": (1, 2, ["vi", "pl", "it"]),
        "quiet": (2, 2, ["vi", "pl", "it"]),
        "hours": (0, 0, ["pl"]),
    }
    assert response.text.index("Space") < response.text.index("Quiet")


def test_tree_lists_the_retired_apart(desk, space, quiet, hours):
    retire_theme(quiet, actor=None)
    merge_theme(hours, into=space, actor=None)

    response = desk.get(TREE)

    assert [one.theme.code for one in response.context["retired"]] == ["quiet", "hours"]
    assert "merged into <bdi>Space</bdi>" in response.text
    assert response.text.count("Take up again") == 1


def test_an_empty_tree_says_what_it_is_for(desk):
    assert "No theme yet" in desk.get(TREE).text


@pytest.mark.parametrize("number", [1, 3])
def test_tree_takes_the_same_queries(desk, django_assert_num_queries, number):
    for each in range(number):
        theme_of(f"below-{each}", theme_of(f"top-{each}"))
        merge_theme(theme_of(f"old-{each}"), into=theme_of(f"new-{each}"), actor=None)
    desk.get(TREE)

    with django_assert_num_queries(6):
        desk.get(TREE)


def test_a_librarian_looks_and_changes_nothing(as_user, librarian, quiet):
    client = as_user(librarian)

    assert "New theme" not in client.get(TREE).text
    for address in (TREE, HISTORY):
        assert "Editors change them" in client.get(address).text
    for part in ("", "merge/", "split/", "place/"):
        assert client.get(of(quiet, part)).status_code == 403
    for part in ("order/", "retire/", "restore/", "merge/", "place/"):
        assert client.post(of(quiet, part), {"into": "space"}).status_code == 403
    assert not ThemeChange.objects.exists()


@pytest.mark.parametrize("person", ["translator", "moderator", "stranger"])
def test_others_are_refused(as_user, request, person):
    client = as_user(request.getfixturevalue(person))

    assert client.get(TREE).status_code == 403
    assert client.get(HISTORY).status_code == 403


# Creating and rewording


def test_a_theme_is_created(desk, editor, space):
    sent = {
        "parent": space.pk,
        "code": "quiet-rooms",
        "name_en": "Quiet rooms",
        "name_fa": "اتاق‌های ساکت",
        "definition_pl": "Cisza",
    }

    response = desk.post(f"{TREE}new/", sent, follow=True)

    made = Theme.objects.get(code="quiet-rooms")
    assert (made.parent, made.name_fa, made.definition_pl) == (
        space,
        "اتاق‌های ساکت",
        "Cisza",
    )
    assert "The theme is created." in response.text
    assert ThemeChange.objects.get().changed_by == editor


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"code": ""}, "Give the theme a code, such as quiet-rooms."),
        ({"code": "Quiet Rooms"}, "Use lowercase Latin letters"),
        ({"code": "space"}, "Another theme has this code."),
        ({"name_en": " "}, "“Name” is needed in at least one language."),
        ({"name_en": "x" * 121}, "has 121 characters, and 120 fit"),
        ({"parent": "7777"}, "This theme is not in the list any more."),
    ],
)
def test_a_new_theme_is_refused_in_words(desk, space, sent, error):
    whole = {"code": "quiet", "name_en": "Quiet", "definition_en": "Kept"}

    response = desk.post(f"{TREE}new/", whole | sent)

    assert response.status_code == 422
    assert error in response.text.replace("&quot;", '"')
    assert "Kept</textarea>" in response.text
    assert Theme.objects.count() == 1


def test_changing_the_language_of_the_page_keeps_what_is_typed(desk):
    response = desk.post(
        "/fa/desk/themes/tree/new/", {"name_en": "Half", "in_language": "fa"}
    )

    assert response.status_code == 200
    assert 'value="Half"' in response.text
    assert not Theme.objects.exists()


def test_a_theme_is_reworded(desk, quiet):
    sent = wording_of(desk, quiet) | {"name_pl": "Cisza"}

    response = desk.post(of(quiet), sent)

    assert response["Location"] == TREE
    quiet.refresh_from_db()
    assert (quiet.name_en, quiet.name_pl) == ("Quiet", "Cisza")
    assert ThemeChange.objects.get().details["fields"] == ["name_pl"]


def test_a_wording_changed_meanwhile_is_not_written_over(desk, quiet):
    sent = wording_of(desk, quiet)
    reword_theme(quiet, texts={"name_en": "Silence"}, actor=None)

    response = desk.post(of(quiet), sent | {"name_en": "Hush"})

    assert response.status_code == 422
    assert "Somebody else changed this while you were writing." in response.text
    assert 'value="Hush"' in response.text
    quiet.refresh_from_db()
    assert quiet.name_en == "Silence"


def test_a_retired_theme_has_no_form(desk, quiet):
    retire_theme(quiet, actor=None)

    for part in ("", "merge/", "split/", "place/"):
        assert desk.get(of(quiet, part)).status_code == 404


# Place


def test_a_theme_is_moved(desk, quiet, hours):
    desk.post(of(quiet, "place/"), {"parent": hours.pk})

    quiet.refresh_from_db()
    assert quiet.parent == hours


def test_a_move_that_cannot_be_is_refused_in_words(desk, space, quiet, hours):
    response = desk.post(of(space, "place/"), {"parent": hours.pk})

    assert response.status_code == 422
    assert "Themes have two levels" in response.text
    assert desk.post(of(hours, "place/"), {"parent": quiet.pk}).status_code == 422


def test_order_goes_up_and_down(desk, space, hours):
    response = desk.post(of(hours, "order/"), {"direction": "up"})
    assert response["Location"] == f"{TREE}#theme-{hours.pk}"
    assert list(Theme.objects.at_the_top()) == [hours, space]

    desk.post(of(hours, "order/"), {"direction": "down"})
    assert list(Theme.objects.at_the_top()) == [space, hours]


# Merging, retiring


def test_themes_are_merged_and_the_page_says_how_many_answers(desk, quiet, hours):
    assert "so none goes along" in desk.get(of(quiet, "merge/")).text
    answer = coded("Hush", quiet)
    assert "1 answer goes along" in desk.get(of(quiet, "merge/")).text

    response = desk.post(of(quiet, "merge/"), {"into": "hours"}, follow=True)

    assert "The themes are merged." in response.text
    assert themes_of(answer) == {"hours": ""}


@pytest.mark.parametrize(
    ("into", "error"),
    [
        ("", "Choose the other theme."),
        ("quiet", "This theme is not in the list any more."),
        ("gone", "This theme is not in the list any more."),
    ],
)
def test_a_merge_without_another_theme_is_refused(desk, quiet, into, error):
    response = desk.post(of(quiet, "merge/"), {"into": into})

    assert response.status_code == 422
    assert error in response.text


def test_a_merge_that_would_go_too_deep_is_refused(desk, space, quiet, hours):
    theme_of("late", hours)

    response = desk.post(of(hours, "merge/"), {"into": "quiet"})

    assert response.status_code == 422
    assert "Themes have two levels" in response.text


def test_a_theme_is_retired_and_taken_up_again(desk, space, quiet):
    refused = desk.post(of(space, "retire/"), follow=True)
    assert "This theme has sub-themes." in refused.text

    desk.post(of(quiet, "retire/"))
    quiet.refresh_from_db()
    assert quiet.is_retired

    desk.post(of(quiet, "restore/"))
    quiet.refresh_from_db()
    assert not quiet.is_retired


# Splitting


def test_chosen_answers_get_a_new_theme_beside_it(desk, quiet):
    chosen, stays = coded("Hush", quiet), coded("Silence", quiet)
    note("without")

    shown = desk.get(of(quiet, "split/"))
    assert [row.answer for row in shown.context["rows"]] == [stays, chosen]
    response = desk.post(
        of(quiet, "split/"),
        {"answers": chosen.pk, "into": "", "name": "Noise", "code": "noise"},
        follow=True,
    )

    assert "1 answer has the other theme now." in response.text
    assert themes_of(chosen) == {"noise": ""}
    assert themes_of(stays) == {"quiet": ""}
    assert Theme.objects.get(code="noise").parent == quiet.parent


def test_all_answers_with_the_words_get_another_theme(desk, quiet, hours, monkeypatch):
    monkeypatch.setattr(coding_table, "SHOWN", 1)
    late = [coded(f"Late {number}", quiet) for number in range(3)]
    other = coded("Hush", quiet)

    page = desk.get(f"{of(quiet, 'split/')}?q=LATE")
    assert (page.context["matching"], len(page.context["rows"])) == ("3 answers", 1)
    desk.post(f"{of(quiet, 'split/')}?q=LATE", {"all_found": "on", "into": "hours"})

    assert [themes_of(one) for one in late] == [{"hours": ""}] * 3
    assert themes_of(other) == {"quiet": ""}


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"answers": ""}, "One of the answers you chose is not there any more."),
        ({"answers": []}, "Choose the answers that are to get the other theme."),
        ({"into": "gone"}, "This theme is not in the list any more."),
        ({"into": "", "code": "ok"}, "Give the new theme a name."),
        ({"into": "", "name": "Noise", "code": "No!"}, "Use lowercase Latin letters"),
        ({"into": "", "name": "Noise", "code": "space"}, "Another theme has"),
    ],
)
def test_a_split_is_refused_in_words_and_stays_chosen(desk, quiet, hours, sent, error):
    answer = coded("Hush", quiet)

    response = desk.post(
        of(quiet, "split/"), {"answers": answer.pk, "into": "hours"} | sent
    )

    assert response.status_code == 422
    assert error in response.text
    assert themes_of(answer) == {"quiet": ""}


def test_an_answer_without_the_theme_cannot_be_chosen(desk, quiet, hours):
    response = desk.post(of(quiet, "split/"), {"answers": note().pk, "into": "hours"})

    assert response.status_code == 422


# History


def everything(editor, space, quiet, hours) -> None:
    """A change of each kind, none of which another depends on."""
    create_theme(Theme(code="new", name_en="New"), actor=editor)
    reword_theme(quiet, texts={"name_pl": "Cisza", "definition_en": "x"}, actor=editor)
    answer = coded("Late", hours)
    split_theme(hours, into=theme_of("late"), answers=[answer.pk], actor=None)
    for name in ("one", "two", "three"):
        theme_of(name)
    merge_theme(theme_of("a"), into=Theme.objects.get(code="one"), actor=editor)
    move_theme(theme_of("b"), parent=space, actor=editor)
    move_theme(theme_of("c", space), parent=None, actor=editor)
    move_theme(theme_of("d", space), parent=Theme.objects.get(code="two"), actor=editor)
    retire_theme(Theme.objects.get(code="three"), actor=editor)
    retired = theme_of("e")
    retire_theme(retired, actor=editor)
    restore_theme(retired, actor=editor)


def test_history_tells_each_change_in_words(desk, editor, space, quiet, hours):
    everything(editor, space, quiet, hours)

    response = desk.get(HISTORY)

    assert [one.text for one in response.context["told"]][::-1] == [
        "Created.",
        "Reworded.",
        "Split: 1 answer got “Late” instead.",
        "Merged into “One”, with 0 answers.",
        "Moved below “Space”; it stood by itself.",
        "Moved to the top: it belonged to “Space”.",
        "Moved from “Space” to “Two”.",
        "Retired: it is given to no more answers.",
        "Retired: it is given to no more answers.",
        "Taken up again.",
    ]
    assert "The portal itself" in response.text
    assert '<dd lang="pl" dir="ltr"><p>Cisza</p></dd>' in response.text


def test_history_says_what_has_to_be_undone_first(desk, editor, quiet, hours):
    merge_theme(quiet, into=hours, actor=editor)
    move_theme(hours, parent=theme_of("top"), actor=editor)

    later, earlier = desk.get(HISTORY).context["told"]

    assert later.can_be_undone
    assert not earlier.can_be_undone
    assert earlier.obstacle.startswith(
        "It can be undone once what was done to “Hours” on "
    )
    assert earlier.obstacle.endswith(": Moved.")


def test_a_change_is_undone_once(desk, editor, quiet, hours):
    merge_theme(quiet, into=hours, actor=editor)
    address = f"{HISTORY}{ThemeChange.objects.get().pk}/undo/"

    first = desk.post(address, follow=True)
    second = desk.post(address, follow=True)

    assert "Undone." in first.text
    assert "Undone by <bdi>Ewa</bdi>" in first.text
    assert "This was undone already." in second.text
    assert not first.context["told"][0].can_be_undone
    quiet.refresh_from_db()
    assert not quiet.is_retired


def test_only_editors_undo(as_user, librarian, quiet):
    retire_theme(quiet, actor=None)
    client = as_user(librarian)

    assert "<form" not in client.get(HISTORY).text.split("history__entry", 1)[1]
    pk = ThemeChange.objects.get().pk
    assert client.post(f"{HISTORY}{pk}/undo/").status_code == 403
    assert client.get(f"{HISTORY}?page=9").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_history_takes_the_same_queries(desk, django_assert_num_queries, number):
    for each in range(number):
        retire_theme(theme_of(f"theme-{each}"), actor=None)
    desk.get(HISTORY)

    with django_assert_num_queries(7):
        desk.get(HISTORY)
