"""Who may open a page of the desk."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import View

ViewFunction = Callable[..., HttpResponseBase]


def role_required(*roles: str) -> Callable[[ViewFunction], ViewFunction]:
    """Let only people with one of ``roles`` pass; others get 403.

    The anonymous never come this far: LoginRequiredMiddleware sends them to sign in.
    """

    def decorate(view: ViewFunction) -> ViewFunction:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            user = request.user
            if not (user.is_authenticated and user.has_role(*roles)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class RoleRequiredMixin(AccessMixin, View):
    """The same for class views: name the ``roles``."""

    roles: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.has_role(*self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
