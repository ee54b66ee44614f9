"""HTML of other tools as plain text, and which of its markup was lost."""

import html
import re

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


# Possessive, so that the time taken grows only with the length of the text
_TOKEN = re.compile(
    r"(?P<comment><!--)|(?P<end>-->)"
    r"|<(?P<slash>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*+)(?P<attributes>[^<>]*+)>"
)
_ALTERNATIVE = re.compile(r"""\balt\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lost: dict[str, None] = {}
        self.unseen = 0
        self.in_comment = False

    def read(self, markup: str) -> None:
        position = 0
        for match in _TOKEN.finditer(markup):
            self.data(markup[position : match.start()])
            position = match.end()
            if match["comment"]:
                self.in_comment = True
            elif match["end"]:
                self.in_comment = False
            elif not self.in_comment:
                self.tag(match)
        self.data(markup[position:])

    def tag(self, match: re.Match[str]) -> None:
        tag = match["tag"].lower()
        if match["slash"]:
            self.end(tag)
            return
        if tag in UNSEEN:
            self.unseen += 1
        if tag not in KEPT_AS_TEXT:
            self.lost[tag] = None
        if tag in BLOCKS:
            self.parts.append("\n– " if tag == "li" else "\n")
        if tag == "img" and (found := _ALTERNATIVE.search(match["attributes"])):
            self.data(found[1] or found[2] or "")

    def end(self, tag: str) -> None:
        if tag in UNSEEN and self.unseen:
            self.unseen -= 1
        if tag in {"p", "div", "table"} or re.fullmatch("h[1-6]", tag):
            self.parts.append("\n")

    def data(self, text: str) -> None:
        if not self.unseen and not self.in_comment:
            self.parts.append(html.unescape(re.sub(r"\s+", " ", text)))


def plain_text(markup: str) -> tuple[str, list[str]]:
    """Return the text of ``markup`` and the names of the elements that were lost."""
    if "<" not in markup:
        return _trimmed(html.unescape(markup)), []
    reader = _Reader()
    reader.read(markup)
    return _trimmed("".join(reader.parts)), list(reader.lost)


def _trimmed(text: str) -> str:
    text = tidy(text).replace("\xa0", " ")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
