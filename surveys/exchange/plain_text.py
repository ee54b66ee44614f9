"""HTML of other tools as plain text, and which of its markup was lost."""

import html
import re
from html.parser import HTMLParser

from civic.texts import tidy

BLOCKS = {
    "address",
    "blockquote",
    "br",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
}
UNSEEN = {"script", "style", "template"}
KEPT_AS_TEXT = {"br", "div", "p", "span", "li", "ul", "ol", "font"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: dict[str, None] = {}
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        if tag not in KEPT_AS_TEXT:
            self.lost[tag] = None
        if tag in BLOCKS:
            self.parts.append("\n– " if tag == "li" else "\n")
        alternative = dict(attrs).get("alt") if tag == "img" else None
        if alternative:
            self.parts.append(alternative)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN and self.unseen:
            self.unseen -= 1
        if tag in {"p", "div", "table"} or tag.startswith("h"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain_text(markup: str) -> tuple[str, list[str]]:
    """Return the text of ``markup`` and the names of the elements that were lost."""
    if "<" not in markup:
        return _trimmed(html.unescape(markup)), []
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _trimmed("".join(reader.parts)), list(reader.lost)


def _trimmed(text: str) -> str:
    text = tidy(text).replace("\xa0", " ")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
