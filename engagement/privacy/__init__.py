"""Whether a text seems to hold what could lead to the person who spoke.

Staff are asked to write down no telephone number, no address and no name; what looks
like one is shown to them, to be blanked out or kept. The same patterns serve the
browser (``scripts/privacy_patterns.py`` writes them down for it), so that a text is
looked at while it is typed and once more when it arrives.
"""

from engagement.privacy.check import MARK, Finding, blanked, findings
from engagement.privacy.notation import Kind

__all__ = ["MARK", "Finding", "Kind", "blanked", "findings"]
