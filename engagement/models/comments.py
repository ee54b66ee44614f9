import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from civic import languages
from civic.models import User
from civic.roles import Role
from engagement.models.summaries import Summary

UNDO_FOR = dt.timedelta(minutes=5)
ADDRESS_KEPT_FOR = dt.timedelta(days=60)
NAME_LENGTH, TEXT_LENGTH, WORDS_LENGTH = 80, 3000, 1000


@dataclass(frozen=True)
class Subject:
    """One kind of thing to comment on: its public rows, its page of comments."""

    public: Callable[[], models.QuerySet[Any]]
    address: Callable[[Any], str]
    title: Callable[[Any], str]


def _address_of_summary(summary: Summary) -> str:
    return reverse("engagement:summary-comments", args=[summary.year, summary.season])


def _title_of_summary(summary: Summary) -> str:
    return gettext("What we heard: %(season)s") % {"season": summary.name}


# By the foreign key of the comment. A comment is about one of them, never two.
SUBJECTS = {
    "summary": Subject(
        Summary.objects.published, _address_of_summary, _title_of_summary
    ),
}


def _exactly_one(names: Iterable[str]) -> Q:
    """The condition that one of the foreign keys is set and the others are not."""
    names = tuple(names)
    return reduce(
        or_,
        (Q(**{f"{other}__isnull": other != name for other in names}) for name in names),
    )


class CommentQuerySet(models.QuerySet["Comment"]):
    def waiting(self) -> "CommentQuerySet":
        return self.filter(state=Comment.State.WAITING)

    def public(self) -> "CommentQuerySet":
        """Published ones about what is public itself, the newest first."""
        about_public = (Q(**{f"{n}__in": one.public()}) for n, one in SUBJECTS.items())
        published = self.filter(state=Comment.State.PUBLISHED)
        return published.filter(reduce(or_, about_public)).order_by("-sent_at", "-pk")

    def with_own_language_first(self, code: str) -> "CommentQuerySet":
        """Those in one language before the others, which stay together each."""
        order = Case(When(language=code, then=Value("")), default="language")
        return self.order_by(order, "-sent_at", "-pk")

    def with_subject(self) -> "CommentQuerySet":
        return self.select_related(*SUBJECTS)

    def editable_by(self, user: User) -> "CommentQuerySet":
        """All of them for a moderator or an editor, none for anybody else."""
        return self if user.has_role(Role.MODERATOR, Role.EDITOR) else self.none()

    def undoable_by(self, user: User) -> "CommentQuerySet":
        """What this person decided just now, the latest first."""
        decided = self.editable_by(user).filter(
            moderated_by=user,
            moderated_at__gt=timezone.now() - UNDO_FOR,
            told_at=None,
        )
        return decided.order_by("-moderated_at", "-pk")

    def to_be_told(self) -> "CommentQuerySet":
        """Decided for good, by authors who left an address and do not know yet."""
        return self.filter(
            state__in=(Comment.State.PUBLISHED, Comment.State.REFUSED),
            moderated_at__lte=timezone.now() - UNDO_FOR,
        ).exclude(email="")

    def with_address_outdated(self) -> "CommentQuerySet":
        """Those whose author's address was kept for as long as we say."""
        return self.filter(sent_at__lt=timezone.now() - ADDRESS_KEPT_FOR).exclude(
            email=""
        )


class Comment(models.Model):
    """What a reader says about a summary, published only once staff have read it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("comment", "Waiting")
        PUBLISHED = "published", pgettext_lazy("comment", "Published")
        REFUSED = "refused", pgettext_lazy("comment", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Withdrawn")

    class Rule(models.TextChoices):
        """The policy for comments: whichever of it is broken is the reason given."""

        INSULTING = "insulting", _("Nobody is insulted or threatened.")
        ACCUSING = "accusing", _("Nobody who is named is accused of doing wrong.")
        PRIVATE = (
            "private",
            _("Nothing in it leads to a private person, such as a telephone number."),
        )
        LANGUAGE = "language", _("It is written in the language of the page.")
        SUBJECT = "subject", _("It is about what the page is about.")

    submission = models.UUIDField(_("submission"), unique=True, editable=False)
    summary = models.ForeignKey(
        Summary,
        verbose_name=_("summary"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
    )
    language = models.CharField(_("language"), max_length=2, choices=languages.CHOICES)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    text = models.TextField(_("comment"), max_length=TEXT_LENGTH)
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Deleted as soon as its owner was told what was decided."),
    )
    flags = ArrayField(
        models.CharField(max_length=20), verbose_name=_("doubts"), default=list
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    rule = models.CharField(
        _("rule that was broken"), max_length=10, choices=Rule.choices, blank=True
    )
    explanation = models.TextField(
        _("words to the author"), max_length=WORDS_LENGTH, blank=True
    )
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    moderated_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.TextField(
        _("answer of the library"),
        max_length=TEXT_LENGTH,
        blank=True,
        help_text=_("In the language of the comment; it stands below it."),
    )
    told_at = models.DateTimeField(_("author told"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["sent_at", "pk"]
        indexes = [
            models.Index(fields=["state", "sent_at"], name="comment_queue"),
            models.Index(fields=["summary", "state"], name="comment_of_summary"),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_about_one_subject", condition=_exactly_one(SUBJECTS)
            ),
            models.CheckConstraint(name="comment_in_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_decided_at_some_time",
                condition=Q(state="waiting", moderated_at__isnull=True)
                | (~Q(state="waiting") & Q(moderated_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="comment_refused_by_a_rule",
                condition=(Q(state="refused") & ~Q(rule=""))
                | (~Q(state="refused") & Q(rule="", explanation="")),
                violation_error_message=_(
                    "Say which rule of the policy the comment breaks."
                ),
            ),
            models.CheckConstraint(
                name="comment_address_gone_once_told",
                condition=Q(told_at__isnull=True) | Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{self.page_address}#comment-{self.pk}"

    @property
    def about(self) -> str:
        """The foreign key that says what it is about."""
        return next(name for name in SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def page_address(self) -> str:
        """The page of all comments about the same, in the language of this page."""
        return SUBJECTS[self.about].address(getattr(self, self.about))

    @property
    def subject_title(self) -> str:
        return SUBJECTS[self.about].title(getattr(self, self.about))

    @property
    def is_undoable(self) -> bool:
        """Whether the decision is so fresh that nobody was told of it yet."""
        is_fresh = self.moderated_at and self.moderated_at > timezone.now() - UNDO_FOR
        return bool(is_fresh) and self.told_at is None
