"""Background work of listening and reporting back."""

from celery import shared_task

from engagement import theme_figures
from engagement.actions import (
    comment_notices,
    learning,
    mailing,
    publication,
    revisions,
    sending,
    subscribing,
)


@shared_task
def learn_themes() -> None:
    """Learn from coded answers where enough is new; safe to run twice or at once."""
    learning.learn_where_due()


@shared_task
def renew_theme_figures() -> None:
    """Publish what may follow the last figures; safe to run twice or at once."""
    theme_figures.renew_theme_figures()


@shared_task
def tell_authors_of_comments() -> None:
    """Write to authors what was decided; safe to run twice or at once."""
    comment_notices.tell_authors()


@shared_task
def forget_addresses_of_comments() -> None:
    """Delete addresses that nobody needs any more."""
    comment_notices.forget_addresses()


@shared_task
def publish_due() -> None:
    """Publish the summaries whose time has come; safe to run twice or at once."""
    publication.publish_due()


@shared_task
def purge_text_drafts() -> None:
    """Forget what was typed into summaries long ago and never saved."""
    revisions.purge_drafts()


@shared_task
def send_letters() -> None:
    """Send the letters that ask for a yes; safe to run twice or at once."""
    sending.send_letters()


@shared_task
def send_mailings() -> None:
    """Find what is news and send what is due; safe to run twice or at once."""
    mailing.find_mailings()
    sending.send_mailings()


@shared_task
def forget_unconfirmed() -> None:
    """Delete the addresses of those who never said yes."""
    subscribing.forget_unconfirmed()
