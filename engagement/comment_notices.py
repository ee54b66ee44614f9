"""What is written to the author of a comment once staff have decided about it.

Never the comment itself: anybody can give somebody else's address, and must not be
able to have words of their own sent there.
"""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from civic.absolute import absolute_address
from civic.context import portal_name
from engagement.models import Comment

TEMPLATE = "engagement/mail/comment_decided.txt"


def notice_of(comment: Comment) -> EmailMessage:
    """Return the mail to an author who left an address, in the comment's language."""
    with translation.override(comment.language):
        is_published = comment.state == Comment.State.PUBLISHED
        context = {
            "comment": comment,
            "is_published": is_published,
            "rule": comment.get_rule_display(),
            "address": absolute_address(comment.get_absolute_url()),
            "page": absolute_address(comment.page_address),
            "portal_name": portal_name(),
        }
        if is_published:
            subject = gettext("Your comment is published")
        else:
            subject = gettext("Your comment was not published")
        return EmailMessage(
            subject,
            render_to_string(TEMPLATE, context).strip() + "\n",
            to=[comment.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
