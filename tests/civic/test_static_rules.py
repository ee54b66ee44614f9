"""Rules of look.md and style.md that a person would forget."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
# Mails have no sheets: their rules are held in tests/engagement/test_letters.py
MAILS = settings.BASE_DIR / "templates" / "engagement" / "mail"
TEMPLATES = sorted(
    path
    for path in (settings.BASE_DIR / "templates").rglob("*.html")
    if MAILS not in path.parents
)

PHYSICAL_PROPERTY = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?"
    r"(?:top|right|bottom|left)(?:-(?:width|color|style))?\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:(?!\s*[\d.]+rem\))"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)"
    r"|resize\s*:\s*(?:horizontal|vertical)"
    r"|overflow-[xy]\s*:"
)
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", re.IGNORECASE)


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_sheet_has_logical_properties_only(sheet):
    assert PHYSICAL_PROPERTY.findall(without_comments(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_sheet_names_colors_by_token(sheet):
    """Colors stand in tokens.css, so that a city can make the portal its own."""
    rules = re.sub(r'url\(".*?"\)', "", without_comments(sheet))
    colors = re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(", rules)
    assert sheet.name == "tokens.css" or colors == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_sheet_imports_nothing(sheet):
    text = without_comments(sheet)
    assert text.count("@import") == 0
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_template_has_no_inline_style_or_script(template):
    text = template.read_text()
    assert INLINE.findall(text) == []
    assert [one for one in SCRIPT.findall(text) if "src=" not in one] == []
    assert ELSEWHERE.findall(text) == []


def test_sprite_has_every_icon_that_templates_name():
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = set()
    for template in TEMPLATES:
        named |= set(re.findall(r"{% icon [\"']([\w-]+)", template.read_text()))
    assert named - symbols == set()
