"""What to tell somebody whose form the database itself refused.

Forms look first; of two people saving at once the second is refused by the database.
"""

from http import HTTPStatus
from typing import Any

from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.http import HttpResponse


def broken_constraint(
    error: IntegrityError, model: type[models.Model]
) -> models.BaseConstraint:
    """Return the constraint of ``model`` that ``error`` names.

    What no constraint of the model explains is raised again.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return constraint
    raise error


class ConstraintMixin:
    """For views of a form: a constraint's refusal is shown with what was typed.

    It stands at the field that the form's ``constraint_fields`` gives for the name of
    the constraint, or else above all. Whatever is refused is answered with 422.
    """

    def form_valid(self, form: ModelForm) -> HttpResponse:
        view: Any = super()
        try:
            with transaction.atomic():
                return view.form_valid(form)
        except IntegrityError as error:
            broken = broken_constraint(error, type(form.instance))
            field = getattr(form, "constraint_fields", {}).get(broken.name)
            form.add_error(field, broken.get_violation_error_message())
            return self.form_invalid(form)

    def form_invalid(self, form: ModelForm) -> HttpResponse:
        view: Any = super()
        response = view.form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response
