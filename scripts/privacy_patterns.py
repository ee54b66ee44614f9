"""Write the patterns of ``engagement.privacy`` down for the browser.

usage: python -m scripts.privacy_patterns

The browser looks at a text by the very same regular expressions as the server; a test
fails while the written file is not what this writes.
"""

import json
import os
import re
from pathlib import Path

TARGET = Path(__file__).parent.parent / "static" / "js" / "privacy_patterns.js"
HEADING = """\
// Written by `python -m scripts.privacy_patterns` from engagement/privacy, which
// explains the patterns: change them there. Each is a kind (none for what is
// harmless), a rule for its digits, and a regular expression whose first group
// precedes the passage.
"""
# Signs that an editor does not show, or that turn a line around
INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u064b-\u0655\u0670\u200b-\u200f\u2028-\u202f"
    "\u2060-\u2069\ufeff]"
)


def _literal(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return INVISIBLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def script() -> str:
    """Return the module that static/js/privacy_findings.js reads."""
    from engagement.privacy import MARK, check, notation, plain  # noqa: PLC0415

    patterns = "\n".join(
        f"  {_literal([one.kind or '', one.check, one.source])},"
        for one in check.PATTERNS
    )
    constants = {
        "MARK": MARK,
        "TOKENS": notation.TOKENS,
        "MARKS": plain.MARKS,
        "UNSEEN": plain.UNSEEN,
        "FROM": plain.FROM,
        "TO": plain.TO,
        "ABOUT_PLACES": list(check.ABOUT_PLACES),
    }
    lines = [f"export const {name} = {_literal(it)};" for name, it in constants.items()]
    return "\n".join([HEADING, *lines, "export const PATTERNS = [", patterns, "];", ""])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
    TARGET.write_text(script())
