"""Background work of listening and reporting back."""

from celery import shared_task

from engagement import theme_figures
from engagement.actions import learning, mailing, sending, subscribing


@shared_task
def learn_themes() -> None:
    """Learn from coded answers where enough is new; safe to run twice or at once."""
    learning.learn_where_due()


@shared_task
def renew_theme_figures() -> None:
    """Publish what may follow the last figures; safe to run twice or at once."""
    theme_figures.renew_theme_figures()


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
