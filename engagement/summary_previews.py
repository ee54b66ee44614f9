"""Which draft a private link leads to."""

import secrets

from django.utils.crypto import salted_hmac

from engagement.models import SummaryPreview


def new_token() -> str:
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """Return what is stored of a link's secret: 64 hexadecimal digits."""
    digest = salted_hmac("engagement.previews", token, algorithm="sha256")
    return digest.hexdigest()


def preview_of(token: str) -> SummaryPreview | None:
    """Return the link with this secret, as long as it is open."""
    open_ones = SummaryPreview.objects.open().select_related("summary")
    return open_ones.filter(token_hash=hash_token(token)).first()
