"""An opened form for a comment, and the small sum that it asks of its visitor."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from civic import form_tokens, numbers
from civic.languages import Language
from civic.posts import posted_submission

FORM, SUM = "engagement.comment", "engagement.comment.sum"
LARGEST = 9
FASTEST = dt.timedelta(seconds=4)  # nobody reads the page and writes in less


@dataclass(frozen=True)
class OpenForm:
    """A form about one subject, under the id that its comment will have.

    The sum follows from that id by a secret of ours, so that whoever sends the form
    cannot choose it; as an id is stored once, an answer is good for one comment.
    """

    about: str
    submission: UUID = field(default_factory=uuid4)
    opened_at: dt.datetime = field(default_factory=timezone.now)

    @classmethod
    def proven(cls, about: str, data: QueryDict) -> "OpenForm | None":
        """The form that was posted, if its token is one of ours for it."""
        submission = posted_submission(data)
        if submission is None:
            return None
        token = data.get("token", "")
        opened_at = form_tokens.opened_at(token, FORM, submission, about)
        return cls(about, submission, opened_at) if opened_at else None

    @property
    def is_expired(self) -> bool:
        return timezone.now() - self.opened_at > form_tokens.FORM_LIFETIME

    @property
    def is_hasty(self) -> bool:
        return timezone.now() - self.opened_at < FASTEST

    @cached_property
    def token(self) -> str:
        return form_tokens.form_token(
            FORM, self.submission, self.about, began_at=self.opened_at
        )

    @cached_property
    def terms(self) -> tuple[int, int]:
        digest = int(form_tokens.signed(SUM, self.submission), 16)
        return digest % LARGEST + 1, digest // LARGEST % LARGEST + 1

    def sum_in(self, language: Language) -> SafeString:
        """The sum in a page's digits, written from left to right in every script."""
        first, second = (numbers.number(one, language) for one in self.terms)
        return format_html('<bdi dir="ltr" data-sum>{} + {}</bdi>', first, second)

    def own_texts(self, language: Language) -> tuple[str, ...]:
        """What differs on the page from one visitor to the next."""
        return str(self.submission), self.token, str(self.sum_in(language))
