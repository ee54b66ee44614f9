"""A survey written as an XLSForm and read again is the same survey."""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from surveys.exchange.definition import (
    ChoiceDefinition,
    from_json,
    from_survey,
    store,
)
from surveys.exchange.xlsform_in import import_xlsform
from surveys.exchange.xlsform_out import workbook
from surveys.models import Survey
from tests.surveys.random_definitions import definitions

DISTRICTS = [
    ChoiceDefinition("north", {"en": "North"}),
    ChoiceDefinition("old-town", {"en": "Old Town", "fa": "شهر کهنه"}),
]
QUIETLY = settings(
    deadline=None,
    max_examples=80,
    phases=[Phase.explicit, Phase.generate],  # each example writes files: no shrinking
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@QUIETLY
@given(definitions())
def test_exporting_and_importing_gives_the_same_definition(definition):
    imported = import_xlsform(workbook(definition, DISTRICTS))

    assert imported.definition == definition
    assert imported.findings == []


@QUIETLY
@given(definitions())
def test_definition_survives_json(definition):
    assert from_json(json.loads(json.dumps(definition.as_json()))) == definition


@settings(QUIETLY, max_examples=25)
@given(definitions())
def test_other_tools_read_the_export(definition):
    from pyxform.xls2xform import convert  # noqa: PLC0415 - loads for two seconds

    convert(workbook(definition, DISTRICTS), validate=False, file_type=".xlsx")


@pytest.mark.django_db
@settings(
    QUIETLY,
    max_examples=15,
    suppress_health_check=[*HealthCheck],
)
@given(definitions())
def test_stored_survey_has_the_same_definition(definition):
    slug = f"survey-{Survey.objects.count()}"

    store(definition, slug=slug, actor=None)

    survey = Survey.objects.with_questions().get(slug=slug)
    assert from_survey(survey) == definition
