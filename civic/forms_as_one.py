"""Several forms that are sent, checked and shown as one."""

from collections.abc import Iterable, Iterator
from typing import Self

from django import forms
from django.forms.boundfield import BoundField

from civic.typed import unchecked


class FormsAsOne:
    """The fields and errors of several forms, as the error summary takes them."""

    def __init__(
        self, given: Iterable[forms.BaseForm], *, also_wrong: Iterable[str] = ()
    ) -> None:
        self.forms = list(given)
        self.also_wrong = list(also_wrong)

    def __iter__(self) -> Iterator[BoundField]:
        for form in self.forms:
            yield from form

    def unchecked(self) -> Self:
        """Return the forms as they were typed."""
        for form in self.forms:
            unchecked(form)
        return self

    @property
    def errors(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {
            form.add_prefix(name): [str(error) for error in errors]
            for form in self.forms
            for name, errors in form.errors.items()
        }
        return found | ({"": self.also_wrong} if self.also_wrong else {})

    @property
    def non_field_errors(self) -> list[str]:
        found = [str(error) for form in self.forms for error in form.non_field_errors()]
        return [*found, *self.also_wrong]
