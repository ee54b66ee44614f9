"""Addresses of moderation, under /desk/moderation/."""

from django.urls import path

from engagement.views import (
    moderation,
)

urlpatterns = [
    path(
        "",
        moderation.CommentQueueView.as_view(),
        name="comment-queue",
    ),
    path(
        "<int:pk>/publish/",
        moderation.comment_publish,
        name="comment-publish",
    ),
    path(
        "<int:pk>/refuse/",
        moderation.CommentRefuseView.as_view(),
        name="comment-refuse",
    ),
    path(
        "<int:pk>/withdraw/",
        moderation.comment_withdraw,
        name="comment-withdraw",
    ),
    path(
        "<int:pk>/undo/",
        moderation.comment_undo,
        name="comment-undo",
    ),
    path(
        "<int:pk>/answer/",
        moderation.CommentAnswerView.as_view(),
        name="comment-answer",
    ),
]
