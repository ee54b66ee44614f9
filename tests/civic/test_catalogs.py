from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from civic import catalogs
from civic.languages import LANGUAGES


def entry(**fields) -> polib.POEntry:
    return polib.POEntry(**fields)


def catalog(language: str, *entries: polib.POEntry) -> polib.POFile:
    made = polib.POFile()
    made.metadata = {"Plural-Forms": catalogs.PLURAL_FORMS[language]}
    made.extend(entries)
    return made


def test_every_language_but_english_has_its_plural_forms():
    assert set(catalogs.PLURAL_FORMS) == {one.code for one in LANGUAGES} - {"en"}


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", [0]), ("pl", [0, 1, 2, 3]), ("fa", [0, 1])]
)
def test_slots_are_as_many_as_the_language_has_forms(language, expected):
    assert list(catalogs.slots(language)) == expected


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (entry(msgid="Yes", msgstr="Sì"), []),
        (entry(msgid="Yes", msgstr=""), ["not translated"]),
        (entry(msgid="Yes", msgstr="Sì", flags=["fuzzy"]), ["fuzzy"]),
        (
            entry(msgid="%(shown)s notes", msgstr="%(show)s appunti"),
            ["placeholders differ"],
        ),
        (entry(msgid="{name} and {name}", msgstr="{name}"), ["placeholders differ"]),
        (entry(msgid="%d of it", msgstr="tutto"), ["placeholders differ"]),
        (entry(msgid="100%", msgstr="100 %"), []),
        (entry(msgid="End\n", msgstr="Fine"), ["white space around it differs"]),
        (entry(msgid="End", msgstr=" Fine"), ["white space around it differs"]),
        (
            entry(
                msgid="%(n)s note",
                msgid_plural="%(n)s notes",
                msgstr_plural={0: "%(n)s appunto", 1: "%(n)s appunti"},
            ),
            [],
        ),
        (
            entry(
                msgid="one note",
                msgid_plural="%(n)s notes",
                msgstr_plural={0: "un appunto", 1: "%(n)s appunti"},
            ),
            [],
        ),
        (
            entry(
                msgid="%(n)s note",
                msgid_plural="%(n)s notes",
                msgstr_plural={0: "%(n)s appunto", 1: ""},
            ),
            ["not translated"],
        ),
        (
            entry(
                msgid="%(n)s note",
                msgid_plural="%(n)s notes",
                msgstr_plural={0: "%(n)s appunti"},
            ),
            ["has 1 plural forms, not 2"],
        ),
    ],
)
def test_faults_of_one_text(broken, expected):
    assert list(catalogs.faults(broken, "it")) == expected


def test_polish_needs_its_fourth_slot():
    two = entry(msgid="a", msgid_plural="b", msgstr_plural={0: "x", 1: "y"})

    assert list(catalogs.faults(two, "pl")) == ["has 2 plural forms, not 4"]


def test_problems_name_texts_that_are_new_or_gone():
    gathered = catalog("it", entry(msgid="New"), entry(msgid="May", msgctxt="month"))
    stored = catalog(
        "it",
        entry(msgid="Gone", msgstr="Via"),
        entry(msgid="May", msgctxt="month", msgstr="maggio"),
        entry(msgid="Long gone", msgstr="Via", obsolete=True),
    )

    assert list(catalogs.problems(stored, "it", gathered)) == [
        "not gathered yet: 'New'",
        "no longer used: 'Gone'",
    ]


def test_problems_name_a_wrong_header():
    stored = catalog("it")
    stored.metadata = {}

    assert list(catalogs.problems(stored, "it", catalog("it"))) == [
        "its header needs Plural-Forms: nplurals=2; plural=(n != 1);"
    ]


def test_mend_sets_the_header_and_the_slots():
    made_by_gettext = entry(msgid="a", msgid_plural="b", msgstr_plural={0: "x", 1: "y"})
    stored = catalog("vi", made_by_gettext)
    stored.metadata = {"Plural-Forms": "nplurals=2; plural=n != 1;"}

    catalogs.mend(stored, "vi")

    assert stored.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert made_by_gettext.msgstr_plural == {0: "x"}


@pytest.fixture(scope="module")
def gathered():
    return catalogs.gather(settings.BASE_DIR)


def write_complete(folder: Path, gathered: polib.POFile) -> None:
    """Catalogs in which every text stands for its own translation."""
    for language in catalogs.TRANSLATED:
        made = catalog(language)
        for one in gathered:
            plural = dict.fromkeys(catalogs.slots(language), one.msgid_plural)
            made.append(
                entry(
                    msgctxt=one.msgctxt,
                    msgid=one.msgid,
                    msgid_plural=one.msgid_plural,
                    msgstr="" if one.msgid_plural else one.msgid,
                    msgstr_plural=plural if one.msgid_plural else {},
                )
            )
        path = folder / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        made.save(str(path))


def test_gather_finds_texts_of_code_templates_and_libraries(gathered):
    texts = {one.msgid for one in gathered}

    assert {
        "Get a sign-in code by e-mail",
        "Your sign-in code",
        "This password is too short. Use at least eight characters.",
        "You must type the same password each time.",
    } <= texts


def test_check_passes_complete_catalogs(tmp_path, gathered):
    write_complete(tmp_path, gathered)
    output = StringIO()

    call_command("check_catalogs", locale_folder=tmp_path, stdout=output)

    assert output.getvalue() == (f"{len(gathered)} texts, complete in all languages\n")


def test_check_fails_and_lists_what_is_broken(tmp_path, gathered):
    write_complete(tmp_path, gathered)
    path = tmp_path / "fa" / "LC_MESSAGES" / "django.po"
    broken = polib.pofile(str(path))
    broken.find("Your sign-in code").msgstr = ""
    broken.save()
    output = StringIO()

    with pytest.raises(CommandError, match=r"^1 faults in the interface translations"):
        call_command("check_catalogs", locale_folder=tmp_path, stdout=output)

    assert output.getvalue() == "fa: not translated: 'Your sign-in code'\n"


def test_check_names_a_catalog_that_is_missing(tmp_path):
    with pytest.raises(CommandError, match=r"django\.po is missing: `make messages`"):
        call_command("check_catalogs", locale_folder=tmp_path, stdout=StringIO())
