"""What to tell somebody whose form the database itself refused.

Forms look first; of two people saving at once the second is refused by the database.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.http import HttpResponse


def refusal(error: IntegrityError, model: type[models.Model]) -> ValidationError:
    """Return the message of the constraint of ``model`` that ``error`` names.

    What no constraint of the model explains is raised again.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return ValidationError(constraint.get_violation_error_message())
    raise error


class ConstraintMixin:
    """For views of a form: a constraint's refusal is shown above what was typed."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        view: Any = super()
        try:
            with transaction.atomic():
                return view.form_valid(form)
        except IntegrityError as error:
            form.add_error(None, refusal(error, type(form.instance)))
            return view.form_invalid(form)
